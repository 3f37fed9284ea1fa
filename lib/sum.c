/*
 * The byte sum of ACPI and SMBIOS, sixteen bytes an addition: DSDTs of tens of KiB pass through it.
 * Trusts its caller with the bounds; vector registers as in mem.c. Pure.
 */
#include "lib/mem.h"

#include <emmintrin.h>

#define BLOCK_BYTES sizeof(__m128i)
#define WORD_BYTES 8u

static __m128i load(const u8 *at)
{
	return _mm_loadu_si128((const __m128i *)at);
}

/* The sum of all sixteen bytes. */
static u32 fold(__m128i sums)
{
	__m128i halves = _mm_sad_epu8(sums, _mm_setzero_si128());

	return (u32)_mm_cvtsi128_si32(halves) + (u32)_mm_cvtsi128_si32(_mm_srli_si128(halves, 8));
}

u8 mem_sum8(const void *data, size_t bytes)
{
	const u8 *at = data;
	__m128i sums = _mm_setzero_si128(); /* each modulo 256, of every sixteenth byte */
	u32 sum;

	for (; bytes >= 4 * BLOCK_BYTES; bytes -= 4 * BLOCK_BYTES, at += 4 * BLOCK_BYTES) {
		sums = _mm_add_epi8(sums, load(at));
		sums = _mm_add_epi8(sums, load(at + BLOCK_BYTES));
		sums = _mm_add_epi8(sums, load(at + 2 * BLOCK_BYTES));
		sums = _mm_add_epi8(sums, load(at + 3 * BLOCK_BYTES));
	}
	for (; bytes >= BLOCK_BYTES; bytes -= BLOCK_BYTES, at += BLOCK_BYTES)
		sums = _mm_add_epi8(sums, load(at));
	if (bytes >= WORD_BYTES) {
		sums = _mm_add_epi8(sums, _mm_loadl_epi64((const __m128i *)at));
		bytes -= WORD_BYTES;
		at += WORD_BYTES;
	}
	for (sum = fold(sums); bytes > 0; bytes--)
		sum += *at++;
	return (u8)sum;
}
