/* phys.h - the one way from a system physical address to a pointer, and back for host data. */
#ifndef SNPHOST_PHYS_H
#define SNPHOST_PHYS_H

#include "layout.h"
#include "types.h"

/* Every physical address below 2 TiB or the end of RAM is mapped here once early.c has run. */
static inline void *phys_ptr(u64 physical)
{
	return (void *)(uintptr_t)(PHYS_MAP_BASE + physical);
}

extern u64 host_base;	/* physical address of DATA_BASE; 2 MiB aligned */

/* Physical address of an object in .data, .bss or a pointer made by phys_ptr. */
static inline u64 phys_of_data(const void *p)
{
	u64 address = (u64)(uintptr_t)p;

	return address >= PHYS_MAP_BASE ? address - PHYS_MAP_BASE
					: address - DATA_BASE + host_base;
}

#endif
