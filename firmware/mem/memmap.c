/*
 * The typed map of guest-physical memory over a span list. Guarantees: see the header; every
 * change is checked first and then made whole or not at all. Pure.
 */
#include "firmware/mem/memmap.h"
#include "lib/panic.h"

static struct span_list list_of(struct memmap *map)
{
	return (struct span_list){ map->entries, &map->count, MEMMAP_MAX };
}

void memmap_init(struct memmap *map)
{
	map->count = 0;
}

static bool is_pages(struct range range)
{
	return is_aligned(range.start, PAGE_SIZE) && is_aligned(range.end, PAGE_SIZE);
}

/* Notes the part that two overlapping ranges share. */
static enum err conflict(struct range a, struct range b)
{
	return fault(ERR_E820_CONFLICT, a.start > b.start ? a.start : b.start,
		     a.end < b.end ? a.end : b.end);
}

enum err memmap_add(struct memmap *map, struct range range, enum mem_type type)
{
	u32 index;

	if (range_is_empty(range) || !is_pages(range))
		return fault(ERR_E820_MALFORMED, range.start, range.end);
	index = span_find(map->entries, map->count, range.start);
	if (index < map->count && range_overlaps(map->entries[index].range, range))
		return conflict(map->entries[index].range, range);
	if (!span_add_at(list_of(map), index, range, type))
		return fault(ERR_HANDOFF_MAP, range.start, range.end);
	return OK;
}

enum err memmap_retype(struct memmap *map, struct range range, enum mem_type from,
		       enum mem_type to)
{
	u32 index;

	if (range.start == range.end)
		return OK;
	index = span_find(map->entries, map->count, range.start);
	/* Neighbours of one type are merged: pages of one type are pages of one entry. */
	if (range_is_empty(range) || !is_pages(range) || index == map->count ||
	    map->entries[index].type != from ||
	    !range_contains(map->entries[index].range, range) ||
	    !span_retype(list_of(map), index, range, to))
		return fault(ERR_HANDOFF_MAP, range.start, range.end);
	return OK;
}

bool memmap_is(const struct memmap *map, struct range range, enum mem_type type)
{
	return span_is(map->entries, map->count, range, type);
}

/* The lowest aligned place in `space`; false if it is too small. */
static bool fit(struct range space, u64 bytes, u64 alignment, u64 *start)
{
	u64 first;

	if (range_is_empty(space) || !align_up_checked(space.start, alignment, &first) ||
	    first > space.end || bytes > space.end - first)
		return false;
	*start = first;
	return true;
}

bool memmap_find(const struct memmap *map, struct range within, enum mem_type type, u64 bytes,
		 u64 alignment, u64 *start)
{
	u32 index = span_find(map->entries, map->count, within.start);

	for (; index < map->count; index++) {
		const struct span *entry = &map->entries[index];
		struct range space = entry->range;

		if (space.start < within.start)
			space.start = within.start;
		if (space.end > within.end)
			space.end = within.end;
		if (entry->type == type && fit(space, bytes, alignment, start))
			return true;
	}
	return false;
}

u64 memmap_bytes(const struct memmap *map, enum mem_type type)
{
	return span_bytes(map->entries, map->count, type);
}
