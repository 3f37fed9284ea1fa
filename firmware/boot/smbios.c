/*
 * SMBIOS entry points. Guarantees: the entry point names exactly the table that was loaded, and its
 * checksums are right; there is BIOS information, the host's or ours. The structures inside are the
 * kernel's to judge. Trusts nothing from the host. SMBIOS 3.6 sections 5.2.1 (32-bit) and 5.2.2 (64-bit).
 */
#include "firmware/boot/smbios.h"
#include "firmware/boot/smbios_bios.h"
#include "firmware/dev/fw_cfg.h"
#include "firmware/mem/phys.h"
#include "lib/bytes.h"
#include "lib/mem.h"
#include "lib/panic.h"

enum {
	V2_CHECKSUM = 4,
	V2_LENGTH = 5,
	V2_LARGEST = 8, /* structure, with its strings */
	V2_INTERMEDIATE = 16, /* "_DMI_" and what follows: a sum of its own */
	V2_INTERMEDIATE_CHECKSUM = 21,
	V2_TABLE_LENGTH = 22,
	V2_TABLE_ADDRESS = 24,
	V2_COUNT = 28, /* of structures */
	V2_BYTES = 31,
	V3_CHECKSUM = 5,
	V3_LENGTH = 6,
	V3_TABLE_LENGTH = 12,
	V3_TABLE_ADDRESS = 16,
	V3_BYTES = 24,
	ANCHOR_ALIGNMENT = 16,
};

/* Makes the `length` bytes sum to 0 by the byte at `checksum`. */
static void put_checksum(u8 *bytes, u32 length, u32 checksum)
{
	bytes[checksum] = 0;
	bytes[checksum] -= mem_sum8(bytes, length);
}

static bool is_v2(const u8 *anchor, u32 bytes, u32 table_bytes)
{
	return bytes == V2_BYTES && memcmp(anchor, "_SM_", 4) == 0 &&
	       memcmp(anchor + V2_INTERMEDIATE, "_DMI_", 5) == 0 &&
	       anchor[V2_LENGTH] == V2_BYTES &&
	       le16_load(anchor + V2_TABLE_LENGTH) == table_bytes;
}

static bool is_v3(const u8 *anchor, u32 bytes, u32 table_bytes)
{
	return bytes == V3_BYTES && memcmp(anchor, "_SM3_", 5) == 0 &&
	       anchor[V3_LENGTH] == V3_BYTES &&
	       le32_load(anchor + V3_TABLE_LENGTH) == table_bytes;
}

/* Room in front of the host's table for the structure that it may lack. */
struct table {
	u64 gpa; /* where the kernel finds it; SMBIOS_BIOS_BYTES of room are before the host's */
	u32 bytes;
};

/* Puts BIOS information first, unless it is there or the table would pass `limit`. */
static bool add_bios(struct table *table, u32 limit)
{
	const u8 *host = phys_ptr(table->gpa, table->bytes);

	if (table->bytes > limit - SMBIOS_BIOS_BYTES || smbios_has_bios(host, table->bytes))
		return false;
	table->gpa -= SMBIOS_BIOS_BYTES;
	table->bytes += SMBIOS_BIOS_BYTES;
	smbios_write_bios(phys_ptr(table->gpa, SMBIOS_BIOS_BYTES));
	return true;
}

static void count_bios_v2(u8 *anchor)
{
	le16_store(anchor + V2_COUNT, (u16)(le16_load(anchor + V2_COUNT) + 1));
	if (le16_load(anchor + V2_LARGEST) < SMBIOS_BIOS_BYTES)
		le16_store(anchor + V2_LARGEST, (u16)SMBIOS_BIOS_BYTES);
}

static void finish_v2(u8 *anchor, struct table table)
{
	if (add_bios(&table, UINT16_MAX))
		count_bios_v2(anchor);
	le16_store(anchor + V2_TABLE_LENGTH, (u16)table.bytes);
	le32_store(anchor + V2_TABLE_ADDRESS, (u32)table.gpa);
	put_checksum(anchor + V2_INTERMEDIATE, V2_BYTES - V2_INTERMEDIATE,
		     V2_INTERMEDIATE_CHECKSUM - V2_INTERMEDIATE);
	put_checksum(anchor, V2_BYTES, V2_CHECKSUM);
}

static void finish_v3(u8 *anchor, struct table table)
{
	(void)add_bios(&table, UINT32_MAX);
	le32_store(anchor + V3_TABLE_LENGTH, table.bytes);
	le64_store(anchor + V3_TABLE_ADDRESS, table.gpa);
	put_checksum(anchor, V3_BYTES, V3_CHECKSUM);
}

static enum err finish(u8 *anchor, u32 bytes, struct table table, struct smbios *smbios)
{
	smbios->is_v3 = is_v3(anchor, bytes, table.bytes);
	if (smbios->is_v3)
		finish_v3(anchor, table);
	else if (is_v2(anchor, bytes, table.bytes))
		finish_v2(anchor, table);
	else
		return fault(ERR_SMBIOS, bytes, table.bytes);
	return OK;
}

/* `*gpa` is behind `room` bytes that nothing else uses. */
static enum err load_file(const struct fw_cfg_item *file, u32 room, struct arena *arena, u64 *gpa)
{
	enum err error = arena_take_high(arena, (u64)room + file->size, ANCHOR_ALIGNMENT, gpa);

	*gpa += room;
	return error != OK ? error : fw_cfg_read_item(file->key, *gpa, file->size);
}

enum err smbios_load(const struct fw_cfg_dir *dir, struct arena *arena, struct smbios *smbios)
{
	const struct fw_cfg_item *anchor = &dir->files[FW_CFG_FILE_SMBIOS_ANCHOR];
	const struct fw_cfg_item *table = &dir->files[FW_CFG_FILE_SMBIOS_TABLES];
	struct table loaded = { 0, table->size };
	u64 anchor_gpa = 0;
	enum err error;

	*smbios = (struct smbios){ 0 };
	if (anchor->key == 0 && table->key == 0)
		return OK;
	if (anchor->size == 0 || table->size == 0)
		return fault(ERR_SMBIOS, anchor->size, table->size);
	error = load_file(table, SMBIOS_BIOS_BYTES, arena, &loaded.gpa);
	if (error == OK)
		error = load_file(anchor, 0, arena, &anchor_gpa);
	if (error == OK)
		error = finish(phys_ptr(anchor_gpa, anchor->size), anchor->size, loaded, smbios);
	if (error == OK)
		smbios->anchor_gpa = anchor_gpa;
	return error;
}
