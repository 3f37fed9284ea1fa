/*
 * What state each page is in, as far as this firmware brought it there. A page is accepted once in
 * its life: the ledger refuses the second time, which is the defence against a host that remaps a
 * page and offers it again (AMD SNP white paper). No hardware here.
 * Pages that no entry names are PAGE_UNACCEPTED.
 */
#ifndef MEM_LEDGER_H
#define MEM_LEDGER_H

#include "lib/err.h"
#include "lib/span.h"

enum page_state {
	PAGE_UNACCEPTED,
	PAGE_PRIVATE, /* validated by launch or by us; in a plain VM: in use by the plan */
	PAGE_SHARED,  /* given to the host; never private again in this boot unless unshared */
};

#define LEDGER_MAX 96u

struct ledger {
	u64 limit; /* exclusive end of guest-physical memory */
	u32 count;
	struct span entries[LEDGER_MAX]; /* .type is an enum page_state */
};

void ledger_init(struct ledger *ledger, u64 limit);

/*
 * Moves all of `range` (page-aligned, not empty) from state `from` to state `to`.
 * ERR_LEDGER_TWICE if a page of it is PAGE_PRIVATE and `to` is PAGE_PRIVATE; ERR_LEDGER_RANGE if
 * the range is empty, unaligned, beyond the limit, in another state than `from`, or the ledger is
 * full. On error nothing has changed.
 */
MUST_CHECK enum err ledger_move(struct ledger *ledger, struct range range, enum page_state from,
				enum page_state to);

/* True if every page of `range` is in `state`. */
bool ledger_is(const struct ledger *ledger, struct range range, enum page_state state);

/* True if no page of `range` was ever touched by a move. Equals ledger_is(PAGE_UNACCEPTED). */
bool ledger_is_untouched(const struct ledger *ledger, struct range range);

/* Total bytes in `state` (PAGE_PRIVATE or PAGE_SHARED). */
u64 ledger_bytes(const struct ledger *ledger, enum page_state state);

#endif
