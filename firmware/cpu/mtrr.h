/*
 * Memory type range registers, as a BIOS leaves them. Plain VM only: an SEV-SNP guest's kernel sets
 * its own, and there the write would be a #VC.
 */
#ifndef CPU_MTRR_H
#define CPU_MTRR_H

#include "lib/range.h"

/* What becomes uncached: device registers below 4 GiB. The caller has made sure that no RAM is there. */
struct range mtrr_device_range(void);

/*
 * Default write-back, one variable range uncached. Without, Linux reports its MTRRs as disabled by
 * the BIOS, and KVM on Intel with a device that does not snoop treats all RAM as uncached. Returns
 * false, nothing written, if the CPU has no variable MTRR. asm/ap_mtrr.asm does the same for the
 * other CPUs, which must agree or Linux warns.
 */
bool mtrr_init(void);

#endif
