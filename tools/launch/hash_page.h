/*
 * hash_page.h - the page that QEMU launches with kernel-hashes=on: a table with the SHA-256 of
 * command line, initrd and kernel at the offset that the firmware names, zeros around it.
 * Document: QEMU target/i386/sev.c, add_sev_kernel_hashes and its table structures.
 */
#ifndef HASH_PAGE_H
#define HASH_PAGE_H

#include "lib/types.h"

enum { HASH_TABLE_BYTES = 176, HASH_PAGE_BYTES = 4096, KERNEL_HASH_BYTES = 32 };

struct kernel_hashes {
	u8 cmdline[KERNEL_HASH_BYTES];	/* of the text with its NUL; of one NUL without a text */
	u8 initrd[KERNEL_HASH_BYTES];	/* of nothing without an initrd */
	u8 kernel[KERNEL_HASH_BYTES];	/* of the file as it is on disk */
};

/*
 * Writes the whole page. area_gpa is the firmware's hash table area, whose offset in its page
 * leaves room for HASH_TABLE_BYTES (rom_image_parse checks that).
 */
void hash_page_build(u8 page[HASH_PAGE_BYTES], u32 area_gpa, const struct kernel_hashes *hashes);

#endif
