/*
 * GUIDs as 16 bytes in the mixed-endian form that UEFI tables and ROM tables use on disk.
 */
#ifndef LIB_GUID_H
#define LIB_GUID_H

#include "lib/types.h"

struct guid {
	u8 bytes[16];
};

/* The usual notation a-b-c-d0d1-d2...d7 as an initialiser. */
#define GUID_BYTES(a, b, c, d0, d1, d2, d3, d4, d5, d6, d7) \
	{ { (u8)((a) & 0xff), (u8)(((a) >> 8) & 0xff), (u8)(((a) >> 16) & 0xff), (u8)((a) >> 24), \
	    (u8)((b) & 0xff), (u8)((b) >> 8), (u8)((c) & 0xff), (u8)((c) >> 8), \
	    d0, d1, d2, d3, d4, d5, d6, d7 } }

static inline bool guid_equal(const struct guid *left, const void *right)
{
	return __builtin_memcmp(left->bytes, right, sizeof(left->bytes)) == 0;
}

#endif
