/*
 * launch_digest.h - the SNP launch digest: the chain of PAGE_INFO records that the PSP extends
 * once per launched page. Guarantees the value the PSP reports as MEASUREMENT when it is given the
 * same pages in the same order. Trusts nobody: pure arithmetic over what the caller passes.
 * Document: SEV-SNP firmware ABI (56860), SNP_LAUNCH_UPDATE, PAGE_INFO structure.
 */
#ifndef LAUNCH_DIGEST_H
#define LAUNCH_DIGEST_H

#include "tools/launch/sha384.h"

enum launch_page_type {
	LAUNCH_PAGE_NORMAL = 1,		/* contents measured */
	LAUNCH_PAGE_VMSA = 2,		/* contents measured */
	LAUNCH_PAGE_ZERO = 3,
	LAUNCH_PAGE_UNMEASURED = 4,
	LAUNCH_PAGE_SECRETS = 5,
	LAUNCH_PAGE_CPUID = 6,
};

enum { LAUNCH_PAGE_BYTES = 4096 };

/* Guest-physical address that the PSP records for every launch VMSA. */
#define LAUNCH_VMSA_GPA 0xFFFFFFFFF000ull

struct launch_digest {
	u8 value[SHA384_BYTES];
};

/* Start of a launch: 48 zero bytes. */
void launch_digest_init(struct launch_digest *d);

/*
 * Extends d by one 4 KiB page at gpa. contents is read for LAUNCH_PAGE_NORMAL and
 * LAUNCH_PAGE_VMSA only, where NULL stands for a page of zeros; other types ignore it.
 */
void launch_digest_page(struct launch_digest *d, u8 page_type, u64 gpa,
			const void *contents_or_null);

/* The 48 digest bytes so far; valid as long as d is. */
const u8 *launch_digest_value(const struct launch_digest *d);

#endif
