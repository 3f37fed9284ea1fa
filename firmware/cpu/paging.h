/*
 * The identity mapping beyond the first GiB, which assembly has mapped. 2 MiB pages, writable and
 * executable as the kernel's 64-bit entry asks (Linux Documentation/arch/x86/boot.rst).
 */
#ifndef CPU_PAGING_H
#define CPU_PAGING_H

#include "firmware/mem/arena.h"

/*
 * Maps `range` (rounded outwards to 2 MiB) identically. `c_bit` is the mask of the encryption bit or
 * 0. New tables are taken from the bottom of the arena: ERR_NO_RAM when it is full. Already mapped
 * parts are left as they are. ERR_HANDOFF_MAP above 512 GiB (one top-level entry is used).
 */
MUST_CHECK enum err paging_map(struct range range, u64 c_bit, struct arena *arena);

/*
 * Maps the 2 MiB around the device register at `gpa`, which lies in the GiB below 4 GiB, uncached and
 * without encryption: what is written there, the host reads.
 */
void paging_map_device(u64 gpa);

#endif
