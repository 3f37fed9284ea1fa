/*
 * Uses a GHCB it never registered.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=ghcb-unregistered
 */
#include "guest.h"

void guest_main(void)
{
	EXPECT(psc_msr(GHCB_GPA, PSC_OP_SHARED));
	vmgexit(GHCB_GPA);
	pass();
}
