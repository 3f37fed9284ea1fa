/* The table of kernel hashes; see the header. */
#include "tests/unit/boot/hash_table.h"

#include <string.h>

/* QEMU's order, and the GUIDs as they lie in memory. */
static const enum measured_item order[MEASURED_COUNT] = {
	MEASURED_CMDLINE, MEASURED_INITRD, MEASURED_KERNEL,
};
static const u8 header[TABLE_FIRST_ENTRY] = {
	0x06, 0xd6, 0x38, 0x94, 0x22, 0x4f, 0xc9, 0x4c, 0xb4, 0x79, 0xa7, 0x93, 0xd4, 0x11, 0xfd, 0x21,
	168, 0,
};
static const u8 entry_headers[MEASURED_COUNT][ENTRY_HASH] = {
	[MEASURED_CMDLINE] = { 0xd8, 0x2d, 0xd0, 0x97, 0x20, 0xbd, 0x94, 0x4c, 0xaa, 0x78, 0xe7, 0x71,
			       0x4d, 0x36, 0xab, 0x2a, 50, 0 },
	[MEASURED_INITRD] = { 0x31, 0xf7, 0xba, 0x44, 0x2f, 0x3a, 0xd7, 0x4b, 0x9a, 0xf1, 0x41, 0xe2,
			      0x91, 0x69, 0x78, 0x1d, 50, 0 },
	[MEASURED_KERNEL] = { 0x37, 0x94, 0xe7, 0x4d, 0xd2, 0xab, 0x7f, 0x42, 0xb8, 0x35, 0xd5, 0xb1,
			      0x72, 0xd2, 0x04, 0x5b, 50, 0 },
};

u8 *hash_table_entry(u8 table[HASHES_BYTES], enum measured_item item)
{
	size_t place = 0;

	while (order[place] != item)
		place++;
	return table + TABLE_FIRST_ENTRY + place * TABLE_ENTRY_BYTES;
}

void hash_table_build(u8 table[HASHES_BYTES], const struct table_items *items)
{
	struct sha256 hash;

	memcpy(table, header, sizeof(header));
	for (enum measured_item item = 0; item < MEASURED_COUNT; item++) {
		u8 *entry = hash_table_entry(table, item);

		memcpy(entry, entry_headers[item], ENTRY_HASH);
		sha256_init(&hash, sha256_blocks_portable);
		sha256_update(&hash, items->data[item], items->bytes[item]);
		if (item == MEASURED_CMDLINE && items->bytes[item] == 0)
			sha256_update(&hash, "", 1);
		sha256_final(&hash, entry + ENTRY_HASH);
	}
}
