/* alloc.h - pages of host RAM. Addresses are physical; the guest never reaches them. */
#ifndef SNPHOST_ALLOC_H
#define SNPHOST_ALLOC_H

#include "types.h"

void alloc_init(u64 start, u64 end);
/* One zeroed page; never fails (running out is a host error). */
u64 alloc_page(void);
void free_page(u64 physical);
/* Contiguous, zeroed, page-aligned (2 MiB aligned when bytes >= 2 MiB); never freed. */
u64 alloc_bytes(u64 bytes);

#endif
