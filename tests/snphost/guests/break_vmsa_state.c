/*
 * AP creation with a VMSA whose control registers contradict each other: VMRUN refuses it.
 * RUN: --strict all
 * QEMU: -smp 2
 * EXPECT: verdict=violation rule=vmrun-invalid
 */
#include "../vmsa.h"
#include "ap_guest.h"

static volatile u32 ap_ran;

static void ap_main(void)
{
	ap_ran = 1;
}

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	prepare_vmsa(ap_main);
	((struct vmsa *)(uintptr_t)VMSA_GPA)->cr4 = 0;	/* long mode and paging without PAE */
	start_ap(g);
	wait_for(&ap_ran);
	pass();
}
