/*
 * A scratch area outside the GHCB.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=ghcb-scratch
 */
#include "guest.h"

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	g->scratch = GHCB_GPA + 0xff0;
	ghcb_do(g, GHCB_EVENT_MMIO_READ, 0xfee00030, 4, 0, GHCB_FIELD(scratch));
	pass();
}
