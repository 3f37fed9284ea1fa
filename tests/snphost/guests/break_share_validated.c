/*
 * Shares a page without rescinding its validation first.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=share-validated
 */
#include "guest.h"

void guest_main(void)
{
	accept_4k(0x400000);
	EXPECT(psc_msr(0x400000, PSC_OP_SHARED));
	pass();
}
