/*
 * Overwrites memory that held a secret. Guarantees that the compiler does not leave the stores out
 * because nobody reads them.
 */
#ifndef LIB_WIPE_H
#define LIB_WIPE_H

#include "lib/types.h"

static inline void wipe_bytes(void *at, size_t bytes)
{
	volatile u8 *byte = at;

	while (bytes-- > 0)
		*byte++ = 0;
}

#endif
