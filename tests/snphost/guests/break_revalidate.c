/*
 * Rescinds and validates again without sharing: the frame may have changed.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=revalidate
 */
#include "guest.h"

void guest_main(void)
{
	accept_4k(0x400000);
	pvalidate(0x400000, false, false);
	pvalidate(0x400000, false, true);
	pass();
}
