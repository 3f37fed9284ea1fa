/*
 * An event nobody knows.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=ghcb-event
 */
#include "guest.h"

void guest_main(void)
{
	ghcb_do(ghcb_start(GHCB_GPA), 0x80000099, 0, 0, 0, 0);
	pass();
}
