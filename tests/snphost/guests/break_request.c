/*
 * A guest request whose two pages are one.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=request
 */
#include "guest.h"

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	EXPECT(psc_msr(0x400000, PSC_OP_SHARED));
	ghcb_do(g, GHCB_EVENT_GUEST_REQUEST, 0x400000, 0x400000, 0, 0);
	pass();
}
