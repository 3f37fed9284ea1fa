/* The table of kernel hashes: what is accepted is the table, entry for entry. */
#include "firmware/boot/hashes.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

/* Every digest is that of one of the three entries, and each entry's digest is taken. */
static void check_hashes(const u8 *table, const struct hashes *hashes)
{
	for (u32 at = 18 + 18; at < HASHES_BYTES; at += 50) {
		u32 taken = 0;

		for (u32 item = 0; item < MEASURED_COUNT; item++)
			taken += memcmp(hashes->digest[item], table + at, SHA256_BYTES) == 0;
		fuzz_assert(taken > 0);
	}
}

int LLVMFuzzerTestOneInput(const u8 *input, size_t bytes)
{
	struct hashes hashes;
	u8 *table;

	if (bytes != HASHES_BYTES)
		return 0;
	table = fuzz_copy(input, bytes);
	if (hashes_parse(table, &hashes) == OK)
		check_hashes(table, &hashes);
	free(table);
	return 0;
}
