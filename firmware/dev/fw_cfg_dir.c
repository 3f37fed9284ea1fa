/*
 * The fw_cfg directory. Guarantees: only names of the allow list get into the table, once each,
 * with a file key and a size within the list's bound. Trusts nothing in the bytes. Names are
 * compared eight bytes at a time, since this runs over every file the host has. Pure.
 */
#include "firmware/dev/fw_cfg_dir.h"
#include "lib/bytes.h"
#include "lib/panic.h"

#define NAME_WORDS (FW_CFG_NAME_BYTES / 8)

/* Directory entry, QEMU docs/specs/fw_cfg.rst: big-endian. */
#define ENTRY_SIZE 0u
#define ENTRY_KEY 4u
#define ENTRY_NAME 8u

#define FILE_NAME(id, name, max) [id] = name,
static const char allowed_names[FW_CFG_FILE_COUNT][FW_CFG_NAME_BYTES] = { FW_CFG_FILES(FILE_NAME) };
#undef FILE_NAME

/* No name ends within its first word: a look at that word rules most of them out. */
#define FILE_FIRST_WORD(id, name, max) static_assert(sizeof(name) > 8, name " is too short");
FW_CFG_FILES(FILE_FIRST_WORD)
#undef FILE_FIRST_WORD

#define FILE_MAX(id, name, max) [id] = (u32)(max),
static const u32 allowed_sizes[FW_CFG_FILE_COUNT] = { FW_CFG_FILES(FILE_MAX) };
#undef FILE_MAX

/* Bit 7 of the lowest byte of `word` that is zero (bits above it may be set too); 0 if none is. */
static u64 zero_bytes(u64 word)
{
	return (word - 0x0101010101010101ull) & ~word & 0x8080808080808080ull;
}

static bool name_ends(const char name[FW_CFG_NAME_BYTES])
{
	if (name[FW_CFG_NAME_BYTES - 1] == 0)
		return true; /* as it is wherever the host has padded with zeros */
	for (u32 i = 0; i < NAME_WORDS; i++)
		if (zero_bytes(le64_load(name + (u64)i * 8)) != 0)
			return true;
	return false;
}

/* The comparison from word `first` on; the names are equal before that, and go on. */
static bool rest_equal(const char left[FW_CFG_NAME_BYTES], const char right[FW_CFG_NAME_BYTES],
		       u32 first)
{
	for (u32 i = first; i < NAME_WORDS; i++) {
		u64 word = le64_load(left + (u64)i * 8);
		u64 difference = word ^ le64_load(right + (u64)i * 8);
		u64 zeros = zero_bytes(word);

		/* What follows the first zero byte does not belong to the name. */
		if (zeros != 0)
			return (difference & (zeros ^ (zeros - 1))) == 0;
		if (difference != 0)
			return false;
	}
	return false;
}

bool fw_cfg_name_equal(const char left[FW_CFG_NAME_BYTES], const char right[FW_CFG_NAME_BYTES])
{
	return rest_equal(left, right, 0);
}

enum fw_cfg_file fw_cfg_file_by_name(const char name[FW_CFG_NAME_BYTES])
{
	u64 first_word = le64_load(name);
	enum fw_cfg_file file = 0;

	while (file < FW_CFG_FILE_COUNT && (le64_load(allowed_names[file]) != first_word ||
					    !rest_equal(allowed_names[file], name, 1)))
		file++;
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
	if (host_size > allowed_sizes[file])
		return fault(ERR_FW_CFG_SIZE, key, host_size);
	dir->files[file] = (struct fw_cfg_item){ key, host_size };
	return OK;
}

enum err fw_cfg_dir_parse(const u8 *entries, u32 count, struct fw_cfg_dir *dir)
{
	*dir = (struct fw_cfg_dir){ 0 };
	for (u32 i = 0; i < count; i++) {
		enum err error = take_entry(entries + (u64)i * FW_CFG_DIR_ENTRY_BYTES, i, dir);

		if (error != OK)
			return error;
	}
	return OK;
}
