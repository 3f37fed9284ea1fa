/*
 * The table and its rules (Linux drivers/firmware/efi/libstub/unaccepted_memory.c does the same for
 * kernels that boot through the stub).
 */
#include "firmware/boot/unaccepted.h"

#include "firmware/mem/phys.h"
#include "lib/mem.h"
#include "lib/panic.h"

struct unaccepted_table {
	u32 version; /* 1 */
	u32 unit_bytes;
	u64 first_gpa;
	u64 bitmap_bytes;
	u8 bitmap[];
};
ASSERT_OFFSET(struct unaccepted_table, bitmap, 24);

#define TABLE_VERSION 1u
#define BITMAP_WORD 8u /* the kernel reads whole words */

/* The first free range at or above `from`; empty if there is none. */
static struct range next_free(const struct memmap *map, u64 from)
{
	for (u32 i = 0; i < map->count; i++)
		if (map->entries[i].type == MEM_UNACCEPTED && map->entries[i].range.end > from)
			return map->entries[i].range;
	return (struct range){ 0, 0 };
}

enum err unaccepted_claim_all(struct memory *memory)
{
	struct range free = next_free(&memory->map, 0);
	enum err error = OK;

	while (!range_is_empty(free) && error == OK) {
		error = memory_claim(memory, free, MEM_RAM);
		free = next_free(&memory->map, free.end);
	}
	return error;
}

static enum err claim_ends(struct memory *memory, struct range free)
{
	struct range units = range_shrink(free, UNACCEPTED_UNIT);
	enum err error;

	if (range_bytes(free) < 2 * UNACCEPTED_UNIT || range_is_empty(units))
		return memory_claim(memory, free, MEM_RAM);
	error = memory_claim(memory, (struct range){ free.start, units.start }, MEM_RAM);
	if (error == OK)
		error = memory_claim(memory, (struct range){ units.end, free.end }, MEM_RAM);
	return error;
}

enum err unaccepted_claim_partial(struct memory *memory)
{
	struct range free = next_free(&memory->map, 0);
	enum err error = OK;

	while (!range_is_empty(free) && error == OK) {
		error = claim_ends(memory, free);
		free = next_free(&memory->map, free.end);
	}
	return error;
}

/* From the lowest to the highest free byte; all of it whole units by now. */
static struct range span_of_free(const struct memmap *map)
{
	struct range span = next_free(map, 0);

	for (struct range free = span; !range_is_empty(free); free = next_free(map, free.end))
		span.end = free.end;
	return span;
}

static void clear_bits(struct unaccepted_table *table, struct range gap)
{
	u64 bit = (gap.start - table->first_gpa) / UNACCEPTED_UNIT;
	u64 end = (gap.end - table->first_gpa) / UNACCEPTED_UNIT;

	for (; bit < end; bit++)
		table->bitmap[bit / 8] &= (u8)~(1u << bit % 8);
}

/* All bits are set: takes back those between free ranges and behind the last, so that the work does
 * not grow with the RAM. */
static void clear_gaps(struct unaccepted_table *table, const struct memmap *map)
{
	struct range free = next_free(map, 0), next;
	u64 end = table->first_gpa + table->bitmap_bytes * 8 * UNACCEPTED_UNIT;

	for (; !range_is_empty(free); free = next) {
		next = next_free(map, free.end);
		clear_bits(table, (struct range){ free.end, range_is_empty(next) ? end : next.start });
	}
}

enum err unaccepted_write_table(struct memory *memory, u64 *gpa)
{
	struct range span = span_of_free(&memory->map);
	u64 units = range_bytes(span) / UNACCEPTED_UNIT;
	u64 bitmap_bytes = align_up((units + 7) / 8, BITMAP_WORD);
	u64 table_bytes = sizeof(struct unaccepted_table) + bitmap_bytes;
	struct unaccepted_table *table;
	enum err error;

	*gpa = 0;
	if (units == 0)
		return OK;
	error = arena_take_high(&memory->arena, table_bytes, BITMAP_WORD, gpa);
	if (error != OK)
		return error;
	table = phys_ptr(*gpa, table_bytes);
	memset(table, 0xff, table_bytes);
	table->version = TABLE_VERSION;
	table->unit_bytes = UNACCEPTED_UNIT;
	table->first_gpa = span.start;
	table->bitmap_bytes = bitmap_bytes;
	clear_gaps(table, &memory->map);
	return OK;
}
