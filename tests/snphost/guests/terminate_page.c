/*
 * Terminates through the page protocol.
 * RUN:
 * EXPECT: verdict=terminated set=3 code=0x42 detail=0x99
 */
#include "guest.h"

void guest_main(void)
{
	ghcb_do(ghcb_start(GHCB_GPA), GHCB_EVENT_TERMINATE, 3 | 0x42 << 4, 0x99, 0, 0);
	pass();
}
