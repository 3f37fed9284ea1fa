/* types.h - the tree's fixed-width names, and the page sizes that snphost counts in. */
#ifndef SNPHOST_TYPES_H
#define SNPHOST_TYPES_H

#include "lib/types.h"

enum {
	PAGE_BYTES = 0x1000,
	PAGES_PER_2M = 512,
	BYTES_2M = 0x200000,
};

#define ARRAY_COUNT(a) COUNT_OF(a)

static inline bool is_page_aligned(u64 address)
{
	return (address & (PAGE_BYTES - 1)) == 0;
}

static inline u64 page_of(u64 address)
{
	return address & ~(u64)(PAGE_BYTES - 1);
}

static inline u64 bits(u64 value, unsigned int high, unsigned int low)
{
	return (value >> low) & (~0ull >> (63 - (high - low)));
}

#endif
