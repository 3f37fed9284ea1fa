/*
 * Copies between private memory and pages that the host may write to at any time. Guarantees that each
 * word of the shared side is read or written once.
 */
#ifndef SEV_SHARED_COPY_H
#define SEV_SHARED_COPY_H

#include "lib/types.h"

/* Both sides quadword-aligned; `bytes` is a multiple of 8. */
static inline void shared_copy(volatile void *to, const volatile void *from, u64 bytes)
{
	volatile u64 *to_quad = to;
	const volatile u64 *from_quad = from;

	for (u64 i = 0; i < bytes / sizeof(*to_quad); i++)
		to_quad[i] = from_quad[i];
}

#endif
