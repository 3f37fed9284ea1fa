/*
 * CPUID in real mode.
 * RUN:
 * EXPECT: verdict=violation rule=vc-undeliverable
 */
#include "guest.h"

void guest_main(void)
{
	pass();
}
