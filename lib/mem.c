/*
 * memcpy and its kin in plain C, eight bytes a step. Guarantees: no library, no vector registers,
 * no recursion (the compiler must not turn a loop here into a call of the function it is in).
 * Trusts its callers with the bounds. C11 7.24.
 */
#include "lib/mem.h"

#if !defined(__clang__)
#pragma GCC optimize("no-tree-loop-distribute-patterns")
#endif

/* A word at any address, of any object. */
typedef u64 word __attribute__((may_alias, aligned(1)));

#define WORD_BYTES sizeof(word)
#define BLOCK_BYTES (4 * WORD_BYTES)
#define EVERY_BYTE 0x0101010101010101ull

static void copy_forward(u8 *to, const u8 *from, size_t bytes)
{
	for (; bytes >= BLOCK_BYTES; bytes -= BLOCK_BYTES, to += BLOCK_BYTES, from += BLOCK_BYTES) {
		word a = ((const word *)from)[0], b = ((const word *)from)[1];
		word c = ((const word *)from)[2], d = ((const word *)from)[3];

		((word *)to)[0] = a;
		((word *)to)[1] = b;
		((word *)to)[2] = c;
		((word *)to)[3] = d;
	}
	for (; bytes >= WORD_BYTES; bytes -= WORD_BYTES, to += WORD_BYTES, from += WORD_BYTES)
		*(word *)to = *(const word *)from;
	for (; bytes > 0; bytes--)
		*to++ = *from++;
}

static void copy_backward(u8 *to, const u8 *from, size_t bytes)
{
	while (bytes >= WORD_BYTES) {
		bytes -= WORD_BYTES;
		*(word *)(to + bytes) = *(const word *)(from + bytes);
	}
	while (bytes > 0) {
		bytes--;
		to[bytes] = from[bytes];
	}
}

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	copy_forward(to, from, bytes);
	return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
	/* Unsigned difference: small only if `to` starts inside the source. */
	if ((uintptr_t)to - (uintptr_t)from < bytes)
		copy_backward(to, from, bytes);
	else
		copy_forward(to, from, bytes);
	return to;
}

void *memset(void *to, int value, size_t bytes)
{
	u8 *at = to;
	word pattern = (u8)value * EVERY_BYTE;

	for (; bytes >= BLOCK_BYTES; bytes -= BLOCK_BYTES, at += BLOCK_BYTES) {
		((word *)at)[0] = pattern;
		((word *)at)[1] = pattern;
		((word *)at)[2] = pattern;
		((word *)at)[3] = pattern;
	}
	for (; bytes >= WORD_BYTES; bytes -= WORD_BYTES, at += WORD_BYTES)
		*(word *)at = pattern;
	for (; bytes > 0; bytes--)
		*at++ = (u8)value;
	return to;
}

int memcmp(const void *left, const void *right, size_t bytes)
{
	const u8 *a = left, *b = right;

	for (; bytes >= WORD_BYTES && *(const word *)a == *(const word *)b; bytes -= WORD_BYTES) {
		a += WORD_BYTES;
		b += WORD_BYTES;
	}
	for (; bytes > 0; bytes--, a++, b++)
		if (*a != *b)
			return *a - *b;
	return 0;
}

size_t strlen(const char *text)
{
	size_t length = 0;

	while (text[length] != '\0')
		length++;
	return length;
}
