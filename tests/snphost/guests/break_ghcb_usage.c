/*
 * A GHCB with another usage than the standard one.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=ghcb-usage
 */
#include "guest.h"

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	g->usage = 1;
	ghcb_do(g, GHCB_EVENT_FEATURES, 0, 0, 0, 0);
	pass();
}
