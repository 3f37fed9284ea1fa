/*
 * An image that no launch accepts.
 * RUN:
 * EXPECT: verdict=launch-refused: .*no SEV metadata block
 */
#include "guest.h"

void guest_main(void)
{
	pass();
}
