/*
 * Rescinds a page that is not validated.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=rescind-unvalidated
 */
#include "guest.h"

void guest_main(void)
{
	EXPECT(psc_msr(0x400000, PSC_OP_PRIVATE));
	pvalidate(0x400000, false, false);
	pass();
}
