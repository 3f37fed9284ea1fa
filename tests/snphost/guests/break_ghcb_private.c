/*
 * Uses a GHCB that is a private page.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=ghcb-private
 */
#include "guest.h"

void guest_main(void)
{
	accept_4k(0x400000);
	msr_call(0x400000 | GHCB_MSR_REGISTER_REQUEST);
	vmgexit(0x400000);
	pass();
}
