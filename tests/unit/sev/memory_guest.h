/* A guest whose RAM from 1 MiB on is free and in the host's hands, and pages of it to accept. */
#ifndef UNIT_SEV_MEMORY_GUEST_H
#define UNIT_SEV_MEMORY_GUEST_H

#include "firmware/sev/memory.h"

#define RAM (16 * MIB) /* where the pages begin */
#define RAM_END (64 * MIB)

extern struct memory guest_memory;

/* For cmocka: an SNP guest, which fails if the host is asked before the ledger has the pages; a plain VM. */
int memory_guest_setup(void **state);
int memory_guest_setup_plain(void **state);

/* `bytes` bytes at RAM + offset. */
struct range pages_at(u64 offset, u64 bytes);

#endif
