/*
 * Half-open address ranges [start, end) with arithmetic that reports wrap-around.
 * Guarantees: no function here overflows. Units are bytes.
 */
#ifndef LIB_RANGE_H
#define LIB_RANGE_H

#include "lib/types.h"

struct range {
	u64 start; /* inclusive */
	u64 end;   /* exclusive; start == end is the empty range */
};

/* [start, start + bytes) into *range; false (and *range untouched) if that passes 2^64 - 1. */
MUST_CHECK bool range_make(u64 start, u64 bytes, struct range *range);

static inline u64 range_bytes(struct range r)
{
	return r.end - r.start;
}

static inline bool range_is_empty(struct range r)
{
	return r.start >= r.end;
}

/* True if the two share at least one byte; the empty range overlaps nothing. */
static inline bool range_overlaps(struct range a, struct range b)
{
	return !range_is_empty(a) && !range_is_empty(b) && a.start < b.end && b.start < a.end;
}

/* True if every byte of `inner` is in `outer`. */
static inline bool range_contains(struct range outer, struct range inner)
{
	return outer.start <= inner.start && inner.end <= outer.end;
}

/* `alignment` is a power of two. */
static inline u64 align_down(u64 value, u64 alignment)
{
	return value & ~(alignment - 1);
}

static inline bool is_aligned(u64 value, u64 alignment)
{
	return (value & (alignment - 1)) == 0;
}

/* Next multiple of `alignment` (a power of two) into *result; false if that passes 2^64 - 1. */
MUST_CHECK bool align_up_checked(u64 value, u64 alignment, u64 *result);

/* The same for values that are known to lie far below 2^64 (checked sizes and addresses). */
static inline u64 align_up(u64 value, u64 alignment)
{
	return align_down(value + alignment - 1, alignment);
}

/* The part of `r` made of whole units of `alignment`; empty if there is none. */
struct range range_shrink(struct range r, u64 alignment);

#endif
