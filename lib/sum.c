/*
 * The byte sum of ACPI and SMBIOS, sixteen bytes an addition: DSDTs of tens of KiB pass through it.
 * Trusts its caller with the bounds; vector registers as in mem.c. Pure.
 */
#include "lib/bytes.h"
#include "lib/mem.h"

typedef u64 pair __attribute__((vector_size(16)));
typedef char bytes_of_pair __attribute__((vector_size(16)));

/* Sixteen bytes at any address. */
typedef u8 block __attribute__((vector_size(16), may_alias, aligned(1)));

#define BLOCK_BYTES sizeof(block)
#define WORD_BYTES 8u

static block load(const u8 *at)
{
	return *(const block *)at;
}

/* The sum of all sixteen bytes: PSADBW adds up the distances of eight bytes from zero, twice. */
static u64 fold(block sums)
{
	pair halves = (pair)__builtin_ia32_psadbw128((bytes_of_pair)sums, (bytes_of_pair){ 0 });

	return halves[0] + halves[1];
}

u8 mem_sum8(const void *data, size_t bytes)
{
	const u8 *at = data;
	block sums = { 0 }; /* each modulo 256, of every sixteenth byte */
	u64 sum;

	for (; bytes >= 4 * BLOCK_BYTES; bytes -= 4 * BLOCK_BYTES, at += 4 * BLOCK_BYTES) {
		sums += load(at);
		sums += load(at + BLOCK_BYTES);
		sums += load(at + 2 * BLOCK_BYTES);
		sums += load(at + 3 * BLOCK_BYTES);
	}
	for (; bytes >= BLOCK_BYTES; bytes -= BLOCK_BYTES, at += BLOCK_BYTES)
		sums += load(at);
	if (bytes >= WORD_BYTES) {
		sums += (block)(pair){ le64_load(at), 0 };
		bytes -= WORD_BYTES;
		at += WORD_BYTES;
	}
	for (sum = fold(sums); bytes > 0; bytes--)
		sum += *at++;
	return (u8)sum;
}
