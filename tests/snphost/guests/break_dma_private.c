/*
 * A fw_cfg DMA descriptor in a private page.
 * RUN: --strict all
 * EXPECT: verdict=violation rule=dma-private
 */
#include "guest.h"

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	accept_4k(0x400000);
	*private_word(0x400000) = 0;
	g->rax = __builtin_bswap32(0x400000);
	ghcb_do(g, GHCB_EVENT_IOIO, 0x518ull << 16 | 1 << 6, 0, 1ull << GHCB_RAX_BIT, 0);
	pass();
}
