/*
 * An MSR request nobody knows.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=ghcb-msr-request
 */
#include "guest.h"

void guest_main(void)
{
	msr_call(0x999);
	pass();
}
