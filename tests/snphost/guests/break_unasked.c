/*
 * Validates a page it never asked for; upstream KVM lets it pass.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=unasked
 */
#include "guest.h"

void guest_main(void)
{
	pvalidate(0x400000, false, true);
	pass();
}
