/*
 * Validates a page that the launch validated.
 * RUN: --strict double-validate
 * EXPECT: verdict=violation rule=double-validate
 */
#include "guest.h"

void guest_main(void)
{
	pvalidate(0x10000, false, true);
	pass();
}
