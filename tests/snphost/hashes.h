/* hashes.h - the kernel-hashes table as QEMU builds it (kernel-hashes=on). */
#ifndef SNPHOST_HASHES_H
#define SNPHOST_HASHES_H

#include "types.h"

/* Writes the 176-byte table at page + offset. Reads kernel, initrd and command line by fw_cfg. */
void hashes_build(u8 *page, u32 offset);

#endif
