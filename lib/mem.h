/*
 * The memory routines that gcc expects of a freestanding program, and the byte sum of ACPI and
 * SMBIOS. Trusts its callers with the bounds.
 */
#ifndef LIB_MEM_H
#define LIB_MEM_H

#include "lib/types.h"

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *left, const void *right, size_t bytes);
size_t strlen(const char *text);

/* Sum of all bytes modulo 256. */
u8 mem_sum8(const void *data, size_t bytes);

#endif
