/*
 * Reads the CPUID page as a careful guest does.
 * RUN: --strict all
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "guest.h"

enum { CPUID_PAGE = 0x21000, MAX_ENTRIES = 64, SEV_LEAF_EAX = 0x1a };

struct entry {
	u32 eax_in, ecx_in;
	u64 xcr0_in, xss_in;
	u32 eax, ebx, ecx, edx;
	u64 reserved;
};

void guest_main(void)
{
	const struct entry *e = (const struct entry *)(CPUID_PAGE + 16ul);
	u32 count = *(volatile u32 *)(uintptr_t)CPUID_PAGE, found = 0;
	u64 info = msr_call(GHCB_MSR_INFO_REQUEST);

	EXPECT(count >= 1 && count <= MAX_ENTRIES);
	for (u32 i = 0; i < count; i++) {
		if (e[i].eax_in != 0x8000001f)
			continue;
		found++;
		EXPECT((e[i].eax & SEV_LEAF_EAX) == SEV_LEAF_EAX);
		EXPECT((e[i].ebx & 63) >= 47 && (e[i].ebx & 63) == bits(info, 31, 24));
	}
	EXPECT(found == 1);
	pass();
}
