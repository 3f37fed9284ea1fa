/*
 * launch_digest.c - see launch_digest.h. One PAGE_INFO record per page, hashed over the digest
 * before it: the order of pages is part of the result. VMPL permissions stay zero because KVM
 * launches every page without access for VMPL1 to VMPL3.
 */
#include "tools/launch/launch_digest.h"

#include "lib/mem.h"

struct page_info {
	u8 digest_current[SHA384_BYTES];
	u8 contents[SHA384_BYTES];
	u16 length;
	u8 page_type;
	u8 imi_page;
	u8 reserved_64_and_vmpl_permissions[4];
	u64 gpa;
};

ASSERT_SIZE(struct page_info, 0x70);
ASSERT_OFFSET(struct page_info, length, 0x60);
ASSERT_OFFSET(struct page_info, gpa, 0x68);

static const u8 zero_page[LAUNCH_PAGE_BYTES];

static bool type_measures_contents(u8 page_type)
{
	return page_type == LAUNCH_PAGE_NORMAL || page_type == LAUNCH_PAGE_VMSA;
}

void launch_digest_init(struct launch_digest *d)
{
	memset(d->value, 0, sizeof(d->value));
}

void launch_digest_page(struct launch_digest *d, u8 page_type, u64 gpa,
			const void *contents_or_null)
{
	struct page_info info = {
		.length = sizeof(info),
		.page_type = page_type,
		.gpa = gpa,
	};

	memcpy(info.digest_current, d->value, sizeof(info.digest_current));
	if (type_measures_contents(page_type))
		sha384(contents_or_null ? contents_or_null : zero_page, LAUNCH_PAGE_BYTES,
		       info.contents);
	sha384(&info, sizeof(info), d->value);
}

const u8 *launch_digest_value(const struct launch_digest *d)
{
	return d->value;
}
