/*
 * A guest that validates twice, and what a host that re-backs the page makes of it: both frames
 * are valid, and the host swaps them at will. Run by check-lies with --lie remap --lie remap-back.
 * RUN:
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "guest.h"

void guest_main(void)
{
	struct pvalidate r;

	accept_4k(0x400000);			/* then the host backs the page with another frame */
	r = pvalidate(0x400000, false, true);	/* which validates "again", CF=0: the mistake */
	EXPECT(r.eax == 0 && !r.cf);
	EXPECT(rmpquery(0x400000, 1) != ~0ull);
	*private_word(0x400000) = 1;		/* lands in the frame that the host now shows: no #VC */
	EXPECT(*private_word(0x400000) == 1);
	pass();
}
