/*
 * Writes through C=0 to a page it never shared.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=implicit-shared
 */
#include "guest.h"

void guest_main(void)
{
	accept_4k(0x400000);
	*shared_word(0x400000) = 1;
	pass();
}
