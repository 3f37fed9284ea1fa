/*
 * What a kernel image can do, told from its bytes before it runs: the decompressor carries the GUIDs
 * of the tables it looks for. Linux drivers/firmware/efi/libstub, arch/x86/boot/compressed.
 */
#ifndef BOOT_KERNEL_FEATURES_H
#define BOOT_KERNEL_FEATURES_H

#include "firmware/boot/bzimage.h"

struct kernel_features {
	bool is_snp_guest;     /* looks for the confidential-computing blob (Linux 5.19+) */
	bool accepts_lazily;   /* looks for the unaccepted-memory table (Linux 6.5+) */
	u64 uncompressed_bytes; /* size of the kernel proper; 0 if the file does not say */
};

/* `image` is the protected-mode part, kernel->image_bytes long. Pure. */
struct kernel_features kernel_features_find(const struct bzimage *kernel, const u8 *image);

#endif
