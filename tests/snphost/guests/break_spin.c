/*
 * Never stops asking: the exit budget ends it.
 * RUN: --max-exits 1000
 * EXPECT: verdict=hang
 */
#include "guest.h"

void guest_main(void)
{
	for (;;)
		msr_call(GHCB_MSR_INFO_REQUEST);
}
