/*
 * The table of kernel hashes as QEMU writes it (target/i386/sev.c): for tests to build and spoil.
 */
#ifndef UNIT_BOOT_HASH_TABLE_H
#define UNIT_BOOT_HASH_TABLE_H

#include "firmware/boot/hashes.h"

enum {
	TABLE_LENGTH = 16,
	TABLE_FIRST_ENTRY = 18,
	TABLE_ENTRY_BYTES = 50,
	ENTRY_LENGTH = 16,
	ENTRY_HASH = 18,
};

/* The table of these items in QEMU's order; NULL and 0 bytes: QEMU was given none. */
struct table_items {
	const void *data[MEASURED_COUNT];
	size_t bytes[MEASURED_COUNT];
};
void hash_table_build(u8 table[HASHES_BYTES], const struct table_items *items);

/* The place of the item's entry in QEMU's order. */
u8 *hash_table_entry(u8 table[HASHES_BYTES], enum measured_item item);

#endif
