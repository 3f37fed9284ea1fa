/*
 * AP_CREATE without an INIT-SIPI before it: KVM ignores it.
 * RUN: --strict all
 * QEMU: -smp 2
 * EXPECT: verdict=violation rule=ap-never-started
 */
#include "guest.h"

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	accept_4k(0x401000);
	EXPECT(rmpadjust(0x401000, false, 1 | 1 << 16) == 0);
	g->rax = 1;
	ghcb_do(g, GHCB_EVENT_AP_CREATION, 1ull << 32 | 1, 0x401000, 1ull << GHCB_RAX_BIT, 0);
	pass();
}
