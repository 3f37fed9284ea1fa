/* text.c - str.h's routines for tests that run under a C library (which brings memcpy itself). */
#include "tests/snphost/str.h"

#include <stdlib.h>
#include <string.h>

size_t str_len(const char *s)
{
	return strlen(s);
}

bool str_equal(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

u64 str_number(const char *s, const char **end)
{
	char *stop;
	u64 value = strtoull(s, &stop, 0);

	*end = stop;
	return value;
}
