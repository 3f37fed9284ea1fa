/*
 * One verdict word per measured item: what decides whether the kernel may run. The right value is
 * computed from the comparison, not chosen by a branch, so no single skipped or inverted branch
 * makes one.
 */
#ifndef BOOT_VERDICT_H
#define BOOT_VERDICT_H

#include "firmware/boot/hashes.h"

struct verdict {
	volatile u64 words[MEASURED_COUNT];
};

/* Nothing is verified yet. */
void verdict_init(struct verdict *verdict);

/* The words of a plain VM, which no comparison of hashes can give and no SNP guest accepts. */
void verdict_set_plain(struct verdict *verdict);

/*
 * Compares the two digests, each byte read from memory twice, and leaves the word of `item`:
 * the right one only if both comparisons found no difference.
 */
void verdict_compare(struct verdict *verdict, enum measured_item item,
		     const volatile u8 measured[SHA256_BYTES], const volatile u8 found[SHA256_BYTES]);

/* By how much the word of `item` differs from the right one of a measured boot; 0: it holds. */
u64 verdict_deviation(const struct verdict *verdict, enum measured_item item);

/* The same over all items; in a plain VM (`is_plain`) against that VM's own words. */
u64 verdict_deviations(const struct verdict *verdict, bool is_plain);

#endif
