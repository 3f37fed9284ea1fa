/*
 * The same on a host that converts as QEMU does: the data is lost.
 * RUN:
 * EXPECT: verdict=terminated set=9 code=0x40 detail=0x4041d
 */
#include "guest.h"

void guest_main(void)
{
	accept_4k(0x400000);
	*private_word(0x400000) = 0x1234;
	*shared_word(0x400000) = 1;
	EXPECT(*private_word(0x400000) != 0x1234);	/* private again, but not validated */
	pass();
}
