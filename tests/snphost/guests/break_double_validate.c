/*
 * Validates a page twice and would not notice the remap attack.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=double-validate
 */
#include "guest.h"

void guest_main(void)
{
	accept_4k(0x400000);
	pvalidate(0x400000, false, true);
	pass();
}
