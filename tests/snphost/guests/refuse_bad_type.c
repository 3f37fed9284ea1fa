/*
 * An image that no launch accepts.
 * RUN:
 * EXPECT: verdict=launch-refused: .*a type that measuring tools refuse
 */
#include "guest.h"

void guest_main(void)
{
	pass();
}
