/*
 * A batch whose end_entry lies behind the buffer.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=psc-malformed
 */
#include "guest.h"

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	*(u64 *)(void *)g->buffer = 253ull << 16;
	g->scratch = GHCB_GPA + 0x800;
	ghcb_do(g, GHCB_EVENT_PSC, 0, 0, 0, GHCB_FIELD(scratch));
	pass();
}
