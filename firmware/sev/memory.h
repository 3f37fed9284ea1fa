/*
 * Memory as the stages see it: the typed map, the ledger of page states and the arena, moved
 * together so that they always agree.
 */
#ifndef SEV_MEMORY_H
#define SEV_MEMORY_H

#include "firmware/mem/arena.h"
#include "firmware/mem/ledger.h"
#include "firmware/mem/memmap.h"

struct memory {
	u64 c_bit; /* mask of the encryption bit in page tables; 0 in a plain VM */
	u64 limit; /* exclusive end of guest-physical memory */
	struct memmap map;
	struct ledger ledger;
	struct arena arena;
};

/* Empty map and ledger; the ledger knows the launch pages, the arena its fixed range. */
MUST_CHECK enum err memory_init(struct memory *memory, u64 c_bit);

/*
 * Takes `pages` (page-aligned; empty is fine) out of free RAM for the purpose `to` and brings them to
 * the state in which they can be used: in a plain VM that is recorded in the ledger only.
 * ERR_HANDOFF_MAP if they are not all MEM_RAM; ERR_LEDGER_* if one was claimed before.
 */
MUST_CHECK enum err memory_claim(struct memory *memory, struct range pages, enum mem_type to);

#endif
