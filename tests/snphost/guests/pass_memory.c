/*
 * Everything a guest may do with memory, done right; what the RMP instructions answer.
 * RUN: --strict all
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "guest.h"

static void junk_and_loss(u64 gpa)
{
	struct pvalidate r;

	accept_4k(gpa);
	EXPECT(*private_word(gpa) != 0);		/* fresh pages are junk */
	*private_word(gpa) = 0x1122334455667788;
	r = pvalidate(gpa, false, false);
	EXPECT(r.eax == 0 && !r.cf);
	EXPECT(psc_msr(gpa, PSC_OP_SHARED));
	EXPECT(*shared_word(gpa) != 0x1122334455667788);
	*shared_word(gpa) = 0xaabbccdd;
	accept_4k(gpa);					/* back: content is lost again */
	EXPECT(*private_word(gpa) != 0xaabbccdd);
	EXPECT(*private_word(gpa) != 0x1122334455667788);
}

static void rmp_instructions(u64 gpa)
{
	EXPECT(rmpadjust(gpa, false, 0) == 2);		/* VMPL0 may not adjust VMPL0 */
	EXPECT(rmpadjust(gpa, false, 1 | 1 << 16) == 0);
	EXPECT(rmpquery(gpa, 1) == (1 | 1 << 16));
	EXPECT(rmpadjust(gpa, false, 1 | 3 << 8) == 0);
	EXPECT(rmpquery(gpa, 1) == (1 | 3 << 8));
	EXPECT(pvalidate(gpa + PAGE_BYTES, true, true).eax == 1);	/* not 2 MiB aligned */
}

void guest_main(void)
{
	junk_and_loss(0x400000);
	rmp_instructions(0x400000);
	accept_2m(0x800000);
	pass();
}
