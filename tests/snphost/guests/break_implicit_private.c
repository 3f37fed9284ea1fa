/*
 * Reads a shared page through C=1.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=implicit-private
 */
#include "guest.h"

void guest_main(void)
{
	EXPECT(psc_msr(0x400000, PSC_OP_SHARED));
	(void)*private_word(0x400000);
	pass();
}
