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
	u64 c_bit;          /* mask of the encryption bit in page tables; 0 in a plain VM */
	u64 limit;          /* exclusive end of guest-physical memory */
	bool evict;         /* the CPU needs both ends of a page read after PVALIDATE */
	enum mem_type free; /* type of RAM that nobody claimed: MEM_RAM, or MEM_UNACCEPTED under SNP */
	struct memmap map;
	struct ledger ledger;
	struct arena arena;
};

/* Empty map; the ledger knows the launch pages and the ROM, the arena its fixed range. */
MUST_CHECK enum err memory_init(struct memory *memory, u64 c_bit);

/*
 * Brings `pages` (page-aligned; empty is fine) to the state in which they can be used: under SEV-SNP
 * private, validated and mapped, content undefined; in a plain VM only the ledger records them.
 * ERR_LEDGER_* if one was accepted before, ERR_PSC, ERR_PVALIDATE*.
 */
MUST_CHECK enum err memory_accept(struct memory *memory, struct range pages);

/*
 * Takes `pages` out of unclaimed RAM for the purpose `to`, and accepts them. ERR_HANDOFF_MAP if they
 * are not all unclaimed RAM.
 */
MUST_CHECK enum err memory_claim(struct memory *memory, struct range pages, enum mem_type to);

/*
 * Once the map has been read: takes the firmware's own pages out of it (launch pages, the shared page,
 * runtime services, arena, ROM), and accepts the low RAM that the kernel expects to find accepted.
 */
MUST_CHECK enum err memory_claim_fixed(struct memory *memory);

/* True if all of `pages` is RAM that nobody has claimed. */
bool memory_is_free(const struct memory *memory, struct range pages);

/*
 * SECURITY: under SEV-SNP, zeroes what was accepted and will not be overwritten whole: its content
 * was chosen by the host. Nothing in a plain VM.
 */
void memory_clear(const struct memory *memory, struct range bytes);

#endif
