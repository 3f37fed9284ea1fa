/*
 * AP creation with a VMSA on a 2 MiB boundary.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=vmsa
 */
#include "guest.h"

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	accept_4k(0x400000);
	EXPECT(rmpadjust(0x400000, false, 1 | 1 << 16) == 0);
	g->rax = 1;
	ghcb_do(g, GHCB_EVENT_AP_CREATION, 1, 0x400000, 1ull << GHCB_RAX_BIT, 0);
	pass();
}
