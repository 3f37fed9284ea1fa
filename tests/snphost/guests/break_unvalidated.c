/*
 * Touches a private page without validating it.
 * RUN: --strict unvalidated
 * EXPECT: verdict=violation rule=unvalidated
 */
#include "guest.h"

void guest_main(void)
{
	EXPECT(psc_msr(0x400000, PSC_OP_PRIVATE));
	*private_word(0x400000) = 1;
	pass();
}
