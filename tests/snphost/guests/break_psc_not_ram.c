/*
 * Asks for a device's page to be made private.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=psc-not-ram
 */
#include "guest.h"

void guest_main(void)
{
	psc_msr(0xfec00000, PSC_OP_PRIVATE);
	pass();
}
