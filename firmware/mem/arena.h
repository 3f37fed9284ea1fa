/*
 * Boot data below 4 GiB: one fixed range from which the stages take blocks and never give back.
 * Two ends, so that the final map stays short: from the bottom what only the boot and the
 * kernel's first steps read (becomes RAM), from the top what the kernel keeps as ACPI memory.
 */
#ifndef MEM_ARENA_H
#define MEM_ARENA_H

#include "lib/err.h"
#include "lib/range.h"

struct arena {
	struct range whole; /* page-aligned at both ends */
	u64 bottom;         /* end of what was taken from below */
	u64 top;            /* start of what was taken from above */
};

void arena_init(struct arena *arena, struct range whole);

/*
 * A block of `bytes` (> 0) at a multiple of `alignment` (power of two) into *gpa. The content is
 * undefined. ERR_NO_RAM when the two ends would meet in one page.
 */
MUST_CHECK enum err arena_take_low(struct arena *arena, u64 bytes, u64 alignment, u64 *gpa);
MUST_CHECK enum err arena_take_high(struct arena *arena, u64 bytes, u64 alignment, u64 *gpa);

/* What was taken so far, rounded outwards to whole pages. */
struct range arena_low_pages(const struct arena *arena);
struct range arena_high_pages(const struct arena *arena);

#endif
