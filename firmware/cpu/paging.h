/*
 * The identity mapping: assembly has mapped the first GiB and the ROM; here is what comes later. 2 MiB
 * pages, writable and executable as the kernel's 64-bit entry asks (Linux
 * Documentation/arch/x86/boot.rst). `c_bit` is the mask of the encryption bit or 0.
 */
#ifndef CPU_PAGING_H
#define CPU_PAGING_H

#include "firmware/mem/arena.h"

/*
 * Maps `range` (rounded outwards to 1 GiB; to 2 MiB below 4 GiB) identically. New tables are taken
 * from the bottom of the arena: ERR_NO_RAM when it is full. Already mapped parts are left as they
 * are. ERR_E820_RANGE above 2^47, where an identity address is not canonical.
 */
MUST_CHECK enum err paging_map(struct range range, u64 c_bit, struct arena *arena);

/*
 * Clears the C-bit of one 4 KiB page in the first 2 MiB: the page is shared with the host from now
 * on. Called at most once: the 4 KiB table exists once.
 */
void paging_share_page(u64 gpa, u64 c_bit);

/* Clears or sets the C-bit of one aligned 2 MiB page in the first GiB. */
void paging_share_2m(u64 gpa, u64 c_bit);
void paging_unshare_2m(u64 gpa, u64 c_bit);

/*
 * Maps the 2 MiB around the device register at `gpa`, which lies in the GiB below 4 GiB, uncached and
 * without encryption: what is written there, the host reads.
 */
void paging_map_device(u64 gpa);

#endif
