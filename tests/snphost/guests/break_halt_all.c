/*
 * Both CPUs halt for ever: noticed at once, not when the time is used up.
 * RUN: --timeout 60
 * QEMU: -smp 2
 * EXPECT: verdict=hang cpu=[01] rip=0x[0-9a-f]*: HLT
 */
#include "ap_guest.h"

static void ap_main(void)
{
	for (;;)
		__asm__ volatile("cli; hlt");
}

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	prepare_vmsa(ap_main);
	start_ap(g);
	__asm__ volatile("cli; hlt");
	pass();
}
