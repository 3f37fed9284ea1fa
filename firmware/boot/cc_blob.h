/*
 * The confidential-computing blob: where Linux finds the CPUID page and the secrets page. Linux
 * arch/x86/include/asm/sev.h, struct cc_blob_sev_info.
 */
#ifndef BOOT_CC_BLOB_H
#define BOOT_CC_BLOB_H

#include "firmware/mem/arena.h"

/* Writes the blob to the top of the arena (Linux reads it long after boot). ERR_NO_RAM. */
MUST_CHECK enum err cc_blob_write(struct arena *arena, u64 *gpa);

#endif
