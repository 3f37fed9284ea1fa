/*
 * Loads and stores of little- and big-endian integers at any alignment, and the check of an offset and
 * a length that parsers make before. Trusts its callers to have made it.
 */
#ifndef LIB_BYTES_H
#define LIB_BYTES_H

#include "lib/types.h"

static inline u16 le16_load(const void *at)
{
	u16 value;

	__builtin_memcpy(&value, at, sizeof(value));
	return value;
}

static inline u32 le32_load(const void *at)
{
	u32 value;

	__builtin_memcpy(&value, at, sizeof(value));
	return value;
}

static inline u64 le64_load(const void *at)
{
	u64 value;

	__builtin_memcpy(&value, at, sizeof(value));
	return value;
}

static inline void le16_store(void *at, u16 value)
{
	__builtin_memcpy(at, &value, sizeof(value));
}

static inline void le32_store(void *at, u32 value)
{
	__builtin_memcpy(at, &value, sizeof(value));
}

static inline void le64_store(void *at, u64 value)
{
	__builtin_memcpy(at, &value, sizeof(value));
}

static inline u16 be16_load(const void *at)
{
	return __builtin_bswap16(le16_load(at));
}

static inline u32 be32_load(const void *at)
{
	return __builtin_bswap32(le32_load(at));
}

static inline u64 be64_load(const void *at)
{
	return __builtin_bswap64(le64_load(at));
}

/* An unsigned little-endian integer of 1, 2, 4 or 8 bytes; other sizes are a defect. */
u64 le_load(const void *at, u32 size);
void le_store(void *at, u32 size, u64 value);

/* True if [offset, offset + length) lies inside an object of `size` bytes; cannot wrap. */
static inline bool bytes_inside(u64 offset, u64 length, u64 size)
{
	return offset <= size && length <= size - offset;
}

#endif
