/*
 * An AP, started once so that it parks, then created with its own VMSA and destroyed.
 * RUN: --strict all
 * QEMU: -smp 2
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "ap_guest.h"

static volatile u32 ap_ran;

static void ap_main(void)
{
	ap_ran = 1;
	for (;;)
		msr_call(GHCB_MSR_RESET_HOLD_REQUEST);
}

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	prepare_vmsa(ap_main);
	start_ap(g);
	EXPECT(wait_for(&ap_ran));
	EXPECT(rmpadjust(VMSA_GPA, false, 1) == 3);	/* in use */
	EXPECT(ap_creation(g, 2, 0) == 0);
	EXPECT(rmpadjust(VMSA_GPA, false, 1) == 0);
	pass();
}
