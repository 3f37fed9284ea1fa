/*
 * An operation that does not exist.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=psc-malformed
 */
#include "guest.h"

void guest_main(void)
{
	psc_msr(0x400000, 5);
	pass();
}
