/*
 * hash_page.c - see hash_page.h.
 */
#include "tools/launch/hash_page.h"

#include "lib/guid.h"
#include "lib/mem.h"

struct hash_entry {
	struct guid guid;
	u16 bytes;
	u8 hash[KERNEL_HASH_BYTES];
} PACKED;
ASSERT_SIZE(struct hash_entry, 50);

struct hash_table {
	struct guid guid;
	u16 bytes;		/* without the padding */
	struct hash_entry cmdline;
	struct hash_entry initrd;
	struct hash_entry kernel;
	u8 padding[8];
} PACKED;
ASSERT_SIZE(struct hash_table, HASH_TABLE_BYTES);

static const struct hash_table empty_table = {
	.guid = GUID_BYTES(0x9438d606, 0x4f22, 0x4cc9, 0xb4, 0x79, 0xa7, 0x93, 0xd4, 0x11,
			   0xfd, 0x21),
	.bytes = offsetof(struct hash_table, padding),
	.cmdline = {
		.guid = GUID_BYTES(0x97d02dd8, 0xbd20, 0x4c94, 0xaa, 0x78, 0xe7, 0x71, 0x4d, 0x36,
				   0xab, 0x2a),
		.bytes = sizeof(struct hash_entry),
	},
	.initrd = {
		.guid = GUID_BYTES(0x44baf731, 0x3a2f, 0x4bd7, 0x9a, 0xf1, 0x41, 0xe2, 0x91, 0x69,
				   0x78, 0x1d),
		.bytes = sizeof(struct hash_entry),
	},
	.kernel = {
		.guid = GUID_BYTES(0x4de79437, 0xabd2, 0x427f, 0xb8, 0x35, 0xd5, 0xb1, 0x72, 0xd2,
				   0x04, 0x5b),
		.bytes = sizeof(struct hash_entry),
	},
};

void hash_page_build(u8 page[HASH_PAGE_BYTES], u32 area_gpa, const struct kernel_hashes *hashes)
{
	struct hash_table table = empty_table;

	memcpy(table.cmdline.hash, hashes->cmdline, sizeof(table.cmdline.hash));
	memcpy(table.initrd.hash, hashes->initrd, sizeof(table.initrd.hash));
	memcpy(table.kernel.hash, hashes->kernel, sizeof(table.kernel.hash));
	memset(page, 0, HASH_PAGE_BYTES);
	memcpy(page + area_gpa % HASH_PAGE_BYTES, &table, sizeof(table));
}
