/* lies_measured.c - lies about what was measured: sizes, hashes, and data after it was read. */
#include "lies.h"
#include "gmem.h"
#include "str.h"

enum {
	TABLE_LENGTH = 16, FIRST_ENTRY = 18, ENTRY_BYTES = 50, ENTRY_HASH = 18, HASH_BYTES = 32,
	TABLE_USED = 168,
};

/* QEMU's order: the command line's entry, the initrd's, the kernel's; then the first again. */
static u8 *entry_at(u8 *table, u64 index)
{
	return table + FIRST_ENTRY + index % 3 * ENTRY_BYTES;
}

static u64 rewrite_gpa = ~0ull;

static bool about(enum lie_id id, u16 key)
{
	return lies[id].on && lies[id].argument == key && lie_now(id);
}

/* The key of an item's size; the key itself for those that are no payload. */
static u16 size_key(u16 key)
{
	switch (key) {
	case FWCFG_KEY_KERNEL_DATA: return FWCFG_KEY_KERNEL_SIZE;
	case FWCFG_KEY_INITRD_DATA: return FWCFG_KEY_INITRD_SIZE;
	case FWCFG_KEY_CMDLINE_DATA: return FWCFG_KEY_CMDLINE_SIZE;
	case FWCFG_KEY_SETUP_DATA: return FWCFG_KEY_SETUP_SIZE;
	default: return key;
	}
}

/* `key` if it is neither `from` nor its size; else the same of `to`. */
static u16 moved(u16 key, u16 from, u16 to)
{
	if (key == from)
		return to;
	return key == size_key(from) ? size_key(to) : key;
}

u16 lies_fwcfg_key(u16 key)
{
	u16 swap = (u16)lies[LIE_ITEM_SWAP].argument, twice = (u16)lies[LIE_ITEM_TWICE].argument;
	u16 other = moved(key, swap & 0xff, swap >> 8);

	if (other == key)
		other = moved(key, swap >> 8, swap & 0xff);
	if (other != key && lie_now(LIE_ITEM_SWAP))
		return other;
	other = moved(key, twice >> 8, twice & 0xff);
	return other != key && lie_now(LIE_ITEM_TWICE) ? other : key;
}

void lies_item_size(u16 key, u8 *data)
{
	u32 size;

	memcpy(&size, data, sizeof(size));
	if (about(LIE_ITEM_LESS, key))
		size--;
	if (about(LIE_ITEM_MORE, key))
		size++;
	if (about(LIE_ITEM_NONE, key))
		size = 0;
	if (about(LIE_ITEM_HUGE, key))
		size = ~0u;
	memcpy(data, &size, sizeof(size));
}

void lies_dma_done(u64 gpa)
{
	rewrite_gpa = gpa;
}

void lies_dma_next(void)
{
	u8 byte;

	if (rewrite_gpa == ~0ull || !lies[LIE_DMA_REWRITE].on || !lie_now(LIE_DMA_REWRITE))
		return;
	if (gmem_read_shared(rewrite_gpa, &byte, 1)) {
		byte ^= 0xff;
		gmem_write_shared(rewrite_gpa, &byte, 1);
	}
	rewrite_gpa = ~0ull;
}

static void swap_hashes(u8 *left, u8 *right)
{
	u8 saved[HASH_BYTES];

	memcpy(saved, left, HASH_BYTES);
	memcpy(left, right, HASH_BYTES);
	memcpy(right, saved, HASH_BYTES);
}

/* Room for a fourth entry: the area is larger than the table. */
static void append_entry(u8 *table)
{
	memcpy(table + TABLE_USED, entry_at(table, 0), ENTRY_BYTES);
	table[TABLE_LENGTH] = TABLE_USED + ENTRY_BYTES;
}

void lies_hash_table(u8 *table)
{
	u64 swapped = lies[LIE_HASH_SWAP].argument, twice = lies[LIE_HASH_TWICE].argument;

	if (lies[LIE_HASH_FLIP].argument < TABLE_USED && lie_now(LIE_HASH_FLIP))
		table[lies[LIE_HASH_FLIP].argument] ^= 1;
	if (lie_now(LIE_HASH_SWAP))
		swap_hashes(entry_at(table, swapped) + ENTRY_HASH, entry_at(table, swapped + 1) + ENTRY_HASH);
	if (lie_now(LIE_HASH_TWICE))
		memcpy(entry_at(table, twice + 2), entry_at(table, twice), ENTRY_BYTES);
	if (lie_now(LIE_HASH_CUT)) {
		memcpy(entry_at(table, lies[LIE_HASH_CUT].argument), entry_at(table, 2), ENTRY_BYTES);
		memset(entry_at(table, 2), 0, ENTRY_BYTES);
		table[TABLE_LENGTH] = TABLE_USED - ENTRY_BYTES;
	}
	if (lie_now(LIE_HASH_MORE))
		append_entry(table);
}
