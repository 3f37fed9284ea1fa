/*
 * The byte sum of ACPI and SMBIOS, four instructions for eight bytes: DSDTs of tens of KiB pass
 * through it. Trusts its caller with the bounds. Pure.
 */
#include "lib/bytes.h"
#include "lib/mem.h"

#define EVEN_BYTES 0x00ff00ff00ff00ffull

/* A 16-bit lane holds the sum of this many bytes of 255. */
#define LANE_WORDS 256u

/* Sum of the four 16-bit lanes modulo 256 (in the low byte). */
static u64 fold_lanes(u64 lanes)
{
	return lanes + (lanes >> 16) + (lanes >> 32) + (lanes >> 48);
}

/*
 * Sum of all bytes of up to LANE_WORDS words, in the low byte. `all` minus the even bytes leaves
 * the odd bytes' sums, each starting 8 bits above an even lane; they are 16 bits apart and at most
 * 16 bits wide, so they do not run into each other. The highest loses its top half to the end of
 * the word, which is above the byte that counts.
 */
static u64 sum_words(const u8 *at, size_t words)
{
	u64 all = 0, even = 0;

	for (; words >= 4; words -= 4, at += 32) {
		u64 a = le64_load(at), b = le64_load(at + 8);
		u64 c = le64_load(at + 16), d = le64_load(at + 24);

		all += a + b + c + d;
		even += (a & EVEN_BYTES) + (b & EVEN_BYTES) + (c & EVEN_BYTES) + (d & EVEN_BYTES);
	}
	for (; words > 0; words--, at += 8) {
		all += le64_load(at);
		even += le64_load(at) & EVEN_BYTES;
	}
	return fold_lanes(even) + fold_lanes((all - even) >> 8);
}

u8 mem_sum8(const void *data, size_t bytes)
{
	const u8 *at = data;
	u64 sum = 0;

	while (bytes >= 8) {
		size_t words = bytes / 8 < LANE_WORDS ? bytes / 8 : LANE_WORDS;

		sum += sum_words(at, words);
		at += words * 8;
		bytes -= words * 8;
	}
	for (; bytes > 0; bytes--)
		sum += *at++;
	return (u8)sum;
}
