/*
 * An AP whose launch VMSA asks the host for more than to be held, and is run again behind AP creation.
 * RUN: --strict all --lie ap-again --timeout 30
 * QEMU: -smp 2
 * EXPECT: verdict=violation rule=ap-again cpu=1
 */
#include "ap_guest.h"

static volatile u32 ap_ran;

static void ap_main(void)
{
	ap_ran = 1;
	for (;;)
		__asm__ volatile("pause");
}

/* Each RMPADJUST is an exit, and so an occasion for the lie. */
void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	prepare_vmsa(ap_main);
	start_ap(g);
	EXPECT(wait_for(&ap_ran));
	for (;;)
		(void)rmpadjust(VMSA_GPA, false, 1);
}
