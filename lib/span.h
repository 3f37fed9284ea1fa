/*
 * Sorted, disjoint lists of typed ranges: what the memory map and the page ledger are made of.
 * Guarantees: a list stays sorted and disjoint, neighbours of one type are merged, and a change
 * that does not fit changes nothing. Units are bytes.
 */
#ifndef LIB_SPAN_H
#define LIB_SPAN_H

#include "lib/range.h"

struct span {
	struct range range;
	u32 type; /* the owner's enum */
};

/* A view of the owner's array. */
struct span_list {
	struct span *spans;
	u32 *count;
	u32 max;
};

/* Index of the first span that ends above `address`; the count if there is none. */
u32 span_find(const struct span *spans, u32 count, u64 address);

/* True if all of `range` lies in one span of type `type`. */
bool span_is(const struct span *spans, u32 count, struct range range, u32 type);

/* Total bytes of one type. */
u64 span_bytes(const struct span *spans, u32 count, u32 type);

/* Adds `range`, which must not be empty nor overlap a span. False if the list is full. */
MUST_CHECK bool span_add(struct span_list list, struct range range, u32 type);

/* The same for a caller that has looked: `index` is span_find() of the range's start. */
MUST_CHECK bool span_add_at(struct span_list list, u32 index, struct range range, u32 type);

/*
 * Cuts `range` out of span `index`, which contains it. False if the list is full.
 * span_retype puts it back with another type, span_remove leaves a gap.
 */
MUST_CHECK bool span_retype(struct span_list list, u32 index, struct range range, u32 type);
MUST_CHECK bool span_remove(struct span_list list, u32 index, struct range range);

#endif
