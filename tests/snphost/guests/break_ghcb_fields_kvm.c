/*
 * The same as KVM answers it: malformed, reason 4.
 * RUN:
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "guest.h"

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);
	struct ghcb_result r = ghcb_do(g, GHCB_EVENT_IOIO, 0x80ull << 16 | 1 << 4, 0, 0, 0);

	EXPECT((u32)r.info1 == 2 && r.info2 == 4);
	pass();
}
