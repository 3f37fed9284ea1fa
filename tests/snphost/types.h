/* types.h - fixed-width names used throughout snphost, on the target and in its host-side tests. */
#ifndef SNPHOST_TYPES_H
#define SNPHOST_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

enum {
	PAGE_BYTES = 0x1000,
	PAGES_PER_2M = 512,
	BYTES_2M = 0x200000,
};

#define GIB 0x40000000ull
#define MIB 0x100000ull
#define ARRAY_COUNT(a) (sizeof(a) / sizeof((a)[0]))

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
