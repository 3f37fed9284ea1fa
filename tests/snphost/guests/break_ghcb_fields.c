/*
 * OUT without RAX marked valid.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=ghcb-fields
 */
#include "guest.h"

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	ghcb_do(g, GHCB_EVENT_IOIO, 0x80ull << 16 | 1 << 4, 0, 0, 0);
	pass();
}
