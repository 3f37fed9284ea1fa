/*
 * An image that no launch accepts.
 * RUN:
 * EXPECT: verdict=launch-refused: .*two metadata sections overlap
 */
#include "guest.h"

void guest_main(void)
{
	pass();
}
