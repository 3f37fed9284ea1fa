/*
 * The fw_cfg directory. Guarantees: only names of the allow list get into the table, once each,
 * with a file key and a size within the list's bound. Trusts nothing in the bytes. Names are
 * compared eight bytes at a time, since this runs over every file the host has. Pure.
 */
#include "firmware/dev/fw_cfg_dir.h"
#include "lib/bytes.h"
#include "lib/panic.h"

#define NAME_WORDS (FW_CFG_NAME_BYTES / 8)
#define ALLOWED_NAME_BYTES 32 /* the longest, to a multiple of 8 */

/* Directory entry, QEMU docs/specs/fw_cfg.rst: big-endian. */
#define ENTRY_SIZE 0u
#define ENTRY_KEY 4u
#define ENTRY_NAME 8u

struct allowed_file {
	char name[ALLOWED_NAME_BYTES]; /* zero to its end */
	u64 last_mask;                 /* the bytes of the last word up to and including the NUL */
	u32 last_word;                 /* index of the word that holds the NUL */
	u32 max_bytes;
};

#define ROW(id, text, max) \
	[id] = { text, ~0ull >> (56 - (sizeof(text) - 1) % 8 * 8), (sizeof(text) - 1) / 8, \
		 (u32)(max) },
static const struct allowed_file allowed[FW_CFG_FILE_COUNT] = { FW_CFG_FILES(ROW) };
#undef ROW

#define FITS(id, text, max) \
	static_assert(sizeof(text) > 8, text " ends in its first word"); \
	static_assert(sizeof(text) <= ALLOWED_NAME_BYTES, text " is longer than ALLOWED_NAME_BYTES");
FW_CFG_FILES(FITS)
#undef FITS

/* True if one of the name's bytes is 0. */
static bool name_ends(const char name[FW_CFG_NAME_BYTES])
{
	if (name[FW_CFG_NAME_BYTES - 1] == 0)
		return true; /* as it is wherever the host has padded with zeros */
	for (u32 i = 0; i < NAME_WORDS; i++) {
		u64 word = le64_load(name + (u64)i * 8);

		/* A byte borrows and had bit 7 clear: the lowest such byte is 0. */
		if (((word - 0x0101010101010101ull) & ~word & 0x8080808080808080ull) != 0)
			return true;
	}
	return false;
}

/* For names whose first word is the same. */
static bool has_name(const struct allowed_file *file, const char *name)
{
	u32 last = file->last_word;

	for (u32 i = 1; i < last; i++)
		if (le64_load(file->name + (u64)i * 8) != le64_load(name + (u64)i * 8))
			return false;
	return ((le64_load(file->name + (u64)last * 8) ^ le64_load(name + (u64)last * 8)) &
		file->last_mask) == 0;
}

/* The first eight bytes tell most names apart in one comparison. */
enum fw_cfg_file fw_cfg_file_by_name(const char name[FW_CFG_NAME_BYTES])
{
	u64 first_word = le64_load(name);
	u32 file;

	for (file = 0; file < FW_CFG_FILE_COUNT; file++)
		if (le64_load(allowed[file].name) == first_word && has_name(&allowed[file], name))
			break;
	return file;
}

enum err fw_cfg_dir_count(const u8 raw[4], u32 *count)
{
	u32 host_count = be32_load(raw);

	if (host_count > FW_CFG_DIR_MAX)
		return fault(ERR_FW_CFG_DIR, host_count, 0);
	*count = host_count;
	return OK;
}

static enum err take_entry(const u8 *entry, u32 index, struct fw_cfg_dir *dir)
{
	const char *name = (const char *)entry + ENTRY_NAME;
	u16 key = be16_load(entry + ENTRY_KEY);
	u32 host_size = be32_load(entry + ENTRY_SIZE);
	enum fw_cfg_file file;

	if (!name_ends(name) || key < FW_CFG_KEY_FIRST_FILE)
		return fault(ERR_FW_CFG_DIR, index, key);
	file = fw_cfg_file_by_name(name);
	if (file == FW_CFG_FILE_COUNT)
		return OK;
	if (dir->files[file].key != 0)
		return fault(ERR_FW_CFG_DIR, index, key);
	if (host_size > allowed[file].max_bytes)
		return fault(ERR_FW_CFG_SIZE, key, host_size);
	dir->files[file] = (struct fw_cfg_item){ key, host_size };
	return OK;
}

enum err fw_cfg_dir_parse(const u8 *entries, u32 count, struct fw_cfg_dir *dir)
{
	*dir = (struct fw_cfg_dir){ 0 };
	for (u32 i = 0; i < count; i++) {
		enum err error = take_entry(entries + i * FW_CFG_DIR_ENTRY_BYTES, i, dir);

		if (error != OK)
			return error;
	}
	return OK;
}
