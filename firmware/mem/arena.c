/*
 * The two-ended arena. Guarantees: blocks are disjoint, and no page holds blocks of both ends
 * (they end up in map entries of different types). Pure.
 */
#include "firmware/mem/arena.h"
#include "lib/panic.h"

void arena_init(struct arena *arena, struct range whole)
{
	*arena = (struct arena){ whole, whole.start, whole.end };
}

enum err arena_take_low(struct arena *arena, u64 bytes, u64 alignment, u64 *gpa)
{
	u64 room_end = align_down(arena->top, PAGE_SIZE);
	u64 start;

	if (!align_up_checked(arena->bottom, alignment, &start) || start > room_end ||
	    bytes > room_end - start)
		return fault(ERR_NO_RAM, bytes, 0);
	arena->bottom = start + bytes;
	*gpa = start;
	return OK;
}

enum err arena_take_high(struct arena *arena, u64 bytes, u64 alignment, u64 *gpa)
{
	u64 room_start = arena_low_pages(arena).end;
	u64 start;

	if (bytes > arena->top)
		return fault(ERR_NO_RAM, bytes, 0);
	start = align_down(arena->top - bytes, alignment);
	if (start < room_start)
		return fault(ERR_NO_RAM, bytes, 0);
	arena->top = start;
	*gpa = start;
	return OK;
}

struct range arena_low_pages(const struct arena *arena)
{
	return (struct range){ arena->whole.start, align_up(arena->bottom, PAGE_SIZE) };
}

struct range arena_high_pages(const struct arena *arena)
{
	return (struct range){ align_down(arena->top, PAGE_SIZE), arena->whole.end };
}
