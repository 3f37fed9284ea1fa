/*
 * The same without strictness: #VC 0x404 reaches the guest.
 * RUN:
 * EXPECT: verdict=terminated set=9 code=0x40 detail=0x4041d
 */
#include "guest.h"

void guest_main(void)
{
	EXPECT(psc_msr(0x400000, PSC_OP_PRIVATE));
	*private_word(0x400000) = 1;
	pass();
}
