/*
 * What an SEV-SNP guest is told about its memory: the pool where the kernel may land, the unaccepted
 * rest, and the tables that name both.
 */
#ifndef BOOT_LAZY_H
#define BOOT_LAZY_H

#include "firmware/boot/handoff.h"

/*
 * After the last use of fw_cfg: gives the bounce buffer back, accepts what the kernel must find
 * accepted (everything, if it cannot accept memory itself), writes the CC blob and the table of
 * unaccepted memory and announces both. ERR_KERNEL_NOT_SNP for a kernel that cannot run as an SNP
 * guest; errors of memory_claim.
 */
MUST_CHECK enum err lazy_prepare(struct memory *memory, struct handoff *handoff);

#endif
