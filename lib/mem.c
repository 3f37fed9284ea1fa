/*
 * memcpy and its kin, sixteen bytes a step. Guarantees: no library, no recursion (the compiler must
 * not turn a loop here into a call of the function it is in). Trusts its callers with the bounds,
 * and asm/entry32.asm to have switched SSE2 on. C11 7.24.
 * Only this file and sum.c use vector registers, none across an instruction that a hypervisor can
 * intercept: an exception handler need not save them.
 */
#include "lib/mem.h"

#if !defined(__clang__)
#pragma GCC optimize("no-tree-loop-distribute-patterns")
#endif

/* Bytes at any address, of any object. */
typedef u8 block __attribute__((vector_size(16), may_alias, aligned(1)));
typedef u64 word __attribute__((may_alias, aligned(1)));
typedef u32 half __attribute__((may_alias, aligned(1)));

#define BLOCK_BYTES sizeof(block)
#define WORD_BYTES sizeof(word)
#define HALF_BYTES sizeof(half)
#define EVERY_BYTE 0x0101010101010101ull

/* Less than a block: two pieces that may overlap, both loaded before either is stored. */
static void copy_few(u8 *to, const u8 *from, size_t bytes)
{
	if (bytes >= WORD_BYTES) {
		word first = *(const word *)from, last = *(const word *)(from + bytes - WORD_BYTES);

		*(word *)to = first;
		*(word *)(to + bytes - WORD_BYTES) = last;
	} else if (bytes >= HALF_BYTES) {
		half first = *(const half *)from, last = *(const half *)(from + bytes - HALF_BYTES);

		*(half *)to = first;
		*(half *)(to + bytes - HALF_BYTES) = last;
	} else if (bytes > 0) {
		u8 first = from[0], middle = from[bytes / 2], last = from[bytes - 1];

		to[0] = first;
		to[bytes / 2] = middle;
		to[bytes - 1] = last;
	}
}

/* Whole blocks, then the last one, which may overlap; loaded first, since a move may overwrite it. */
static void copy_forward(u8 *to, const u8 *from, size_t bytes)
{
	size_t end = bytes - BLOCK_BYTES;
	block last = *(const block *)(from + end);

	for (size_t at = 0; at < end; at += BLOCK_BYTES)
		*(block *)(to + at) = *(const block *)(from + at);
	*(block *)(to + end) = last;
}

static void copy_backward(u8 *to, const u8 *from, size_t bytes)
{
	block first = *(const block *)from;

	for (size_t end = bytes; end > BLOCK_BYTES; end -= BLOCK_BYTES)
		*(block *)(to + end - BLOCK_BYTES) = *(const block *)(from + end - BLOCK_BYTES);
	*(block *)to = first;
}

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	if (bytes < BLOCK_BYTES)
		copy_few(to, from, bytes);
	else
		copy_forward(to, from, bytes);
	return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
	if (bytes < BLOCK_BYTES)
		copy_few(to, from, bytes);
	/* Unsigned difference: small only if `to` starts inside the source. */
	else if ((uintptr_t)to - (uintptr_t)from < bytes)
		copy_backward(to, from, bytes);
	else
		copy_forward(to, from, bytes);
	return to;
}

/* At least a block; eight a step, since pages pass through it. */
static void fill(u8 *to, block pattern, size_t bytes)
{
	u8 *last = to + bytes - BLOCK_BYTES;
	block *next = (block *)to;

	for (; bytes >= 8 * BLOCK_BYTES; bytes -= 8 * BLOCK_BYTES, next += 8) {
		next[0] = pattern;
		next[1] = pattern;
		next[2] = pattern;
		next[3] = pattern;
		next[4] = pattern;
		next[5] = pattern;
		next[6] = pattern;
		next[7] = pattern;
	}
	for (; (u8 *)next < last; next++)
		*next = pattern;
	*(block *)last = pattern;
}

void *memset(void *to, int value, size_t bytes)
{
	u8 *at = to;
	word pattern = (u8)value * EVERY_BYTE;

	if (bytes >= BLOCK_BYTES) {
		fill(at, (block)(word __attribute__((vector_size(16)))){ pattern, pattern }, bytes);
		return to;
	}
	if (bytes >= WORD_BYTES) {
		*(word *)at = pattern;
		*(word *)(at + bytes - WORD_BYTES) = pattern;
		return to;
	}
	while (bytes > 0)
		at[--bytes] = (u8)value;
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
