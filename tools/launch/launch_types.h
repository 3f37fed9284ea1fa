/*
 * launch_types.h - integer names shared by the pure launch code and the test host's PSP.
 * Only headers that a freestanding compiler has to provide are used, so the same sources build
 * for the host and for bare metal; the four mem* functions are what gcc demands of any target.
 */
#ifndef LAUNCH_TYPES_H
#define LAUNCH_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

void *memcpy(void *restrict dst, const void *restrict src, size_t len);
void *memset(void *dst, int byte, size_t len);
int memcmp(const void *a, const void *b, size_t len);

#endif
