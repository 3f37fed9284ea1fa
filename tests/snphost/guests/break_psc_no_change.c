/*
 * Asks for private twice.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=psc-no-change
 */
#include "guest.h"

void guest_main(void)
{
	accept_4k(0x400000);
	psc_msr(0x400000, PSC_OP_PRIVATE);
	pass();
}
