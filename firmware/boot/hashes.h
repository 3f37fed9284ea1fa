/*
 * The table of hashes that QEMU measures with kernel-hashes=on: one SHA-256 each of kernel, initrd
 * and command line. QEMU target/i386/sev.c, sev_add_kernel_loader_hashes.
 */
#ifndef BOOT_HASHES_H
#define BOOT_HASHES_H

#include "lib/err.h"
#include "lib/sha256.h"

#define HASHES_BYTES 168u /* the table; QEMU pads it with zeros to a multiple of 16 */

enum measured_item {
	MEASURED_KERNEL,
	MEASURED_INITRD,
	MEASURED_CMDLINE,
	MEASURED_COUNT,
};

struct hashes {
	u8 digest[MEASURED_COUNT][SHA256_BYTES];
};

/*
 * `table` holds HASHES_BYTES bytes of private memory. Its length and that of each entry are exact,
 * and each item has one entry, in any order. ERR_HASH_TABLE_ABSENT: all bytes are zero, as
 * kernel-hashes=off leaves them; ERR_HASH_TABLE: anything else, with the offset and what was found
 * there. *hashes is complete if the result is OK. Pure.
 */
MUST_CHECK enum err hashes_parse(const u8 *table, struct hashes *hashes);

#endif
