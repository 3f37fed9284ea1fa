/*
 * Reports a #VC it cannot handle.
 * RUN:
 * EXPECT: verdict=violation rule=unsupported-vc
 */
#include "guest.h"

void guest_main(void)
{
	ghcb_do(ghcb_start(GHCB_GPA), GHCB_EVENT_UNSUPPORTED, 0x123, 0, 0, 0);
	pass();
}
