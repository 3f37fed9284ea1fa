/*
 * The page tables of parked CPUs: their own, because the boot's lie in memory that becomes the
 * kernel's.
 */
#ifndef CPU_AP_PAGING_H
#define CPU_AP_PAGING_H

#include "lib/range.h"

#define AP_PAGING_END (4 * GIB) /* nothing above is mapped */

/*
 * Writes the tables into `pages` (six), for four levels of paging. They map RAM below `ram_end` (at most
 * AP_PAGING_END) and the ROM identically in 2 MiB pages with the C-bit. Returns CR3.
 */
u64 ap_paging_build(struct range pages, u64 ram_end, u64 c_bit);

#endif
