/*
 * AP creation with features that are not the VM's.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=vmsa
 */
#include "guest.h"

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	accept_4k(0x401000);
	EXPECT(rmpadjust(0x401000, false, 1 | 1 << 16) == 0);
	g->rax = 0x21;
	ghcb_do(g, GHCB_EVENT_AP_CREATION, 1, 0x401000, 1ull << GHCB_RAX_BIT, 0);
	pass();
}
