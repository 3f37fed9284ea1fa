/* early.h - what runs before host data exists. */
#ifndef SNPHOST_EARLY_H
#define SNPHOST_EARLY_H

#include "ram.h"

/* Returns the physical address of the final top page table. */
u64 early_setup(void);
/* Reads QEMU's unfiltered etc/e820; 0 when it is missing or too long. */
u32 e820_read(struct e820_entry *entries);

#endif
