/*
 * The measured table. Guarantees: no length in it moves the reader, and OK means one hash for each
 * item. Trusts that the bytes are private; that they are measured is what the launch digest says
 * (docs/measurement.md). Pure.
 */
#include "firmware/boot/hashes.h"

#include "lib/bytes.h"
#include "lib/guid.h"
#include "lib/mem.h"
#include "lib/panic.h"

/* Offsets in the table and in an entry; `length` counts the header that it is part of. */
#define LENGTH 16u
#define HEADER_BYTES 18u
#define ENTRY_BYTES (HEADER_BYTES + SHA256_BYTES)

static_assert(HEADER_BYTES + MEASURED_COUNT * ENTRY_BYTES == HASHES_BYTES, "three entries");

static const struct guid table_guid =
	GUID_BYTES(0x9438d606, 0x4f22, 0x4cc9, 0xb4, 0x79, 0xa7, 0x93, 0xd4, 0x11, 0xfd, 0x21);

static const struct guid item_guids[MEASURED_COUNT] = {
	[MEASURED_KERNEL] = GUID_BYTES(0x4de79437, 0xabd2, 0x427f, 0xb8, 0x35, 0xd5, 0xb1, 0x72,
				       0xd2, 0x04, 0x5b),
	[MEASURED_INITRD] = GUID_BYTES(0x44baf731, 0x3a2f, 0x4bd7, 0x9a, 0xf1, 0x41, 0xe2, 0x91,
				       0x69, 0x78, 0x1d),
	[MEASURED_CMDLINE] = GUID_BYTES(0x97d02dd8, 0xbd20, 0x4c94, 0xaa, 0x78, 0xe7, 0x71, 0x4d,
					0x36, 0xab, 0x2a),
};

static bool is_zero(const u8 *table)
{
	u8 any = 0;

	for (u32 i = 0; i < HASHES_BYTES; i++)
		any |= table[i];
	return any == 0;
}

/* MEASURED_COUNT if the entry is of no known item. */
static enum measured_item item_of(const u8 *entry)
{
	enum measured_item item = 0;

	while (item < MEASURED_COUNT && !guid_equal(&item_guids[item], entry))
		item++;
	return item;
}

/* `seen` has a bit for each item that had its entry. */
static enum err take_entry(const u8 *entry, u32 offset, u32 *seen, struct hashes *hashes)
{
	enum measured_item item = item_of(entry);

	if (item == MEASURED_COUNT)
		return fault(ERR_HASH_TABLE, offset, le64_load(entry));
	if (le16_load(entry + LENGTH) != ENTRY_BYTES)
		return fault(ERR_HASH_TABLE, offset + LENGTH, le16_load(entry + LENGTH));
	if (*seen & 1u << item)
		return fault(ERR_HASH_TABLE, offset, item);
	*seen |= 1u << item;
	memcpy(hashes->digest[item], entry + HEADER_BYTES, SHA256_BYTES);
	return OK;
}

enum err hashes_parse(const u8 *table, struct hashes *hashes)
{
	u32 seen = 0;
	enum err error = OK;

	if (is_zero(table))
		return fault(ERR_HASH_TABLE_ABSENT, 0, 0);
	if (!guid_equal(&table_guid, table))
		return fault(ERR_HASH_TABLE, 0, le64_load(table));
	if (le16_load(table + LENGTH) != HASHES_BYTES)
		return fault(ERR_HASH_TABLE, LENGTH, le16_load(table + LENGTH));
	for (u32 at = HEADER_BYTES; at < HASHES_BYTES && error == OK; at += ENTRY_BYTES)
		error = take_entry(table + at, at, &seen, hashes);
	return error;
}
