/*
 * npt.h - nested page tables: two aliases of guest memory, C=1 (private) and C=0 (shared), each
 * page present only as the RMP allows, plus a second root where every address is private, for
 * vCPUs without PAE paging. Filled on faults; nothing here grows with guest RAM up front.
 */
#ifndef SNPHOST_NPT_H
#define SNPHOST_NPT_H

#include "types.h"

enum npt_alias { NPT_SHARED, NPT_PRIVATE };

enum npt_flags {
	NPT_WRITE = 1 << 0,
	NPT_EXECUTE = 1 << 1,
};

void npt_init(u32 cbit);
u64 npt_cbit_mask(void);
/* nCR3 for a vCPU that obeys the C-bit, and for one that does not. */
u64 npt_root(bool obeys_cbit);
void npt_map_4k(enum npt_alias alias, u64 gpa, u64 frame, u32 flags);
void npt_map_2m(enum npt_alias alias, u64 gpa, u64 frame, u32 flags);
/* Removes the page from both aliases (a 2 MiB mapping goes as a whole). */
void npt_unmap(u64 gpa);
void npt_unmap_2m(u64 gpa);
/* Replaces a 2 MiB mapping by 512 mappings with the same flags. No effect on other pages. */
void npt_split(enum npt_alias alias, u64 gpa);
/* True when the page is mapped, with whatever flags. */
bool npt_is_mapped(enum npt_alias alias, u64 gpa);
/* Adds execute permission to a mapped page. */
void npt_allow_execute(enum npt_alias alias, u64 gpa);

#endif
