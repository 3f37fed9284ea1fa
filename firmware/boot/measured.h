/*
 * Measured direct boot: hashes each item while it is copied to where it will be used, and holds the
 * verdicts until the jump. Nothing of an item may be looked at before measured_end() of it is OK.
 */
#ifndef BOOT_MEASURED_H
#define BOOT_MEASURED_H

#include "firmware/boot/verdict.h"

struct measured {
	struct hashes hashes;
	sha256_blocks *blocks; /* NULL: items are not hashed */
	struct sha256 hash;    /* of the item that is being read */
	struct verdict verdict;
};

/* For a plain VM, where nothing is measured. */
void measured_start_plain(struct measured *measured);

/*
 * For an SEV-SNP guest: takes the launch page's table. `blocks` is the SHA-256 that the CPU can run.
 * ERR_HASH_TABLE; ERR_HASH_TABLE_ABSENT where the ROM does not run unmeasured kernels.
 */
MUST_CHECK enum err measured_start(struct measured *measured, const u8 *table,
				   sha256_blocks *blocks);

/* For the two below, where items are hashed. */
struct sha256 *measured_begin_item(struct measured *measured);
MUST_CHECK enum err measured_end_item(struct measured *measured, enum measured_item item, u64 bytes);

/* The sink for the next item's bytes, for fw_cfg_read_hashed(); NULL if items are not hashed. */
static inline struct sha256 *measured_begin(struct measured *measured)
{
	return measured->blocks == NULL ? NULL : measured_begin_item(measured);
}

/*
 * Ends the item's hash and sets its verdict. `bytes` is what the host offers. ERR_HASH_KERNEL,
 * ERR_HASH_INITRD, ERR_HASH_CMDLINE on a mismatch; ERR_HASH_ITEM if the host offers an item that
 * was not measured or none where one was.
 */
MUST_CHECK static inline enum err measured_end(struct measured *measured, enum measured_item item,
					      u64 bytes)
{
	return measured->blocks == NULL ? OK : measured_end_item(measured, item, bytes);
}

#endif
