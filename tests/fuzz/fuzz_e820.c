/*
 * The host's memory map: the input is the file. What comes out as RAM must be sorted whole pages
 * that one RAM entry of the input contains and no other kind of entry touches.
 */
#include "firmware/mem/e820.h"
#include "lib/bytes.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#define LIMIT (1ull << 51)

static struct range entry_range(const u8 *raw, u64 index, u32 *type)
{
	const u8 *at = raw + index * E820_ENTRY_BYTES;
	u64 base = le64_load(at);

	*type = le32_load(at + 16);
	return (struct range){ base, base + le64_load(at + 8) };
}

static bool is_backed(const u8 *raw, u64 count, struct range page)
{
	for (u64 i = 0; i < count; i++) {
		u32 type;
		struct range range = entry_range(raw, i, &type);

		if (type == E820_RAM && range_contains(range, page))
			return true;
	}
	return false;
}

static void check_ram(const u8 *raw, u64 count, struct range ram)
{
	fuzz_assert(ram.end <= LIMIT);
	fuzz_assert(!range_overlaps(ram, (struct range){ 0xa0000, MIB }));
	fuzz_assert(!range_overlaps(ram, (struct range){ 0xfec00000, 4 * GIB }));
	fuzz_assert(is_backed(raw, count, (struct range){ ram.start, ram.start + PAGE_SIZE }));
	fuzz_assert(is_backed(raw, count, (struct range){ ram.end - PAGE_SIZE, ram.end }));
	for (u64 i = 0; i < count; i++) {
		u32 type;
		struct range range = entry_range(raw, i, &type);

		fuzz_assert(type == E820_RAM || !range_overlaps(range, ram));
	}
}

static void check_map(const u8 *raw, u64 count, const struct memmap *map)
{
	u8 table[MEMMAP_MAX * E820_ENTRY_BYTES];
	u32 written;

	for (u32 i = 0; i < map->count; i++) {
		const struct span *entry = &map->entries[i];

		fuzz_assert(!range_is_empty(entry->range));
		fuzz_assert(is_aligned(entry->range.start | entry->range.end, PAGE_SIZE));
		fuzz_assert(i == 0 || entry[-1].range.end <= entry->range.start);
		fuzz_assert(i == 0 || entry[-1].range.end < entry->range.start ||
			    entry[-1].type != entry->type);
		if (entry->type == MEM_RAM)
			check_ram(raw, count, entry->range);
	}
	fuzz_assert(e820_write(map, table, MEMMAP_MAX, &written) == OK);
	fuzz_assert(written <= map->count);
}

int LLVMFuzzerTestOneInput(const u8 *input, size_t bytes)
{
	u8 *raw = fuzz_copy(input, bytes);
	struct memmap map;

	memmap_init(&map);
	if (e820_normalise(raw, bytes, LIMIT, &map) == OK)
		check_map(raw, bytes / E820_ENTRY_BYTES, &map);
	free(raw);
	return 0;
}
