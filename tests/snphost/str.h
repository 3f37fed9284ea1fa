/* str.h - the few memory and string routines snphost needs; also what the compiler may call. */
#ifndef SNPHOST_STR_H
#define SNPHOST_STR_H

#include "types.h"

void *memcpy(void *to, const void *from, size_t len);
void *memmove(void *to, const void *from, size_t len);
void *memset(void *to, int byte, size_t len);
int memcmp(const void *a, const void *b, size_t len);
size_t str_len(const char *s);
bool str_equal(const char *a, const char *b);
bool str_starts(const char *s, const char *prefix);
/* Parses decimal or 0x hexadecimal; stops at the first other character, *end points there. */
u64 str_number(const char *s, const char **end);

#endif
