/*
 * Memory that the kernel accepts itself: Linux' table of unaccepted units, and what has to be true
 * before it is written. Linux include/linux/efi.h, struct efi_unaccepted_memory.
 */
#ifndef BOOT_UNACCEPTED_H
#define BOOT_UNACCEPTED_H

#include "firmware/sev/memory.h"

/* Memory behind one bit. docs/lazy.md: why 2 MiB, and what make UNIT_MIB=16 would change. */
#ifndef UNACCEPTED_UNIT_MIB
#define UNACCEPTED_UNIT_MIB 2
#endif
#define UNACCEPTED_UNIT (UNACCEPTED_UNIT_MIB * MIB)

/* Accepts all free RAM: for kernels that cannot. */
MUST_CHECK enum err unaccepted_claim_all(struct memory *memory);

/*
 * Accepts the ends of free ranges that do not fill a unit, and ranges shorter than two units, so that
 * a unit is wholly RAM and wholly unvalidated or its bit is clear.
 */
MUST_CHECK enum err unaccepted_claim_partial(struct memory *memory);

/*
 * Writes the table for what is still free to the top of the arena; *gpa is its place. A bit is set
 * exactly where a whole unit is MEM_UNACCEPTED. *gpa is 0 if nothing is free. ERR_NO_RAM.
 */
MUST_CHECK enum err unaccepted_write_table(struct memory *memory, u64 *gpa);

#endif
