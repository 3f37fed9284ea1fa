/*
 * A GHCB without a protocol version.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=ghcb-version
 */
#include "guest.h"

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	g->version = 0;
	ghcb_do(g, GHCB_EVENT_FEATURES, 0, 0, 0, 0);
	pass();
}
