/*
 * The page ledger over a span list; unaccepted pages are its gaps. Guarantees: a page becomes
 * private once, and a refused move changes nothing. Pure.
 */
#include "firmware/mem/ledger.h"
#include "lib/panic.h"

static struct span_list list_of(struct ledger *ledger)
{
	return (struct span_list){ ledger->entries, &ledger->count, LEDGER_MAX };
}

void ledger_init(struct ledger *ledger, u64 limit)
{
	ledger->limit = limit;
	ledger->count = 0;
}

static bool is_valid(const struct ledger *ledger, struct range range)
{
	return !range_is_empty(range) && is_aligned(range.start, PAGE_SIZE) &&
	       is_aligned(range.end, PAGE_SIZE) && range.end <= ledger->limit;
}

/* All that follows takes the index of the first entry that ends behind the range's start. */
static u32 find(const struct ledger *ledger, struct range range)
{
	return span_find(ledger->entries, ledger->count, range.start);
}

/* True if any page of `range` is private. */
static bool has_private(const struct ledger *ledger, u32 index, struct range range)
{
	for (; index < ledger->count && ledger->entries[index].range.start < range.end; index++)
		if (ledger->entries[index].type == PAGE_PRIVATE)
			return true;
	return false;
}

/* True if all pages of `range` are in one state. */
static bool is_all(const struct ledger *ledger, u32 index, struct range range,
		   enum page_state state)
{
	const struct span *entry = &ledger->entries[index];

	if (state == PAGE_UNACCEPTED)
		return index == ledger->count || !range_overlaps(entry->range, range);
	return index < ledger->count && entry->type == state && range_contains(entry->range, range);
}

/* The change itself, for a range that is wholly in state `from`. False if the ledger is full. */
static bool change(struct ledger *ledger, u32 index, struct range range, enum page_state from,
		   enum page_state to)
{
	if (from == PAGE_UNACCEPTED)
		return span_add_at(list_of(ledger), index, range, to);
	if (to == PAGE_UNACCEPTED)
		return span_remove(list_of(ledger), index, range);
	return span_retype(list_of(ledger), index, range, to);
}

enum err ledger_move(struct ledger *ledger, struct range range, enum page_state from,
		     enum page_state to)
{
	u32 index = find(ledger, range);

	if (!is_valid(ledger, range))
		return fault(ERR_LEDGER_RANGE, range.start, range.end);
	/* SECURITY: a second acceptance lets the host swap the page's two frames at will. */
	if (to == PAGE_PRIVATE && has_private(ledger, index, range))
		return fault(ERR_LEDGER_TWICE, range.start, range.end);
	if (from == to || !is_all(ledger, index, range, from) ||
	    !change(ledger, index, range, from, to))
		return fault(ERR_LEDGER_RANGE, range.start, range.end);
	return OK;
}

bool ledger_is(const struct ledger *ledger, struct range range, enum page_state state)
{
	return is_all(ledger, find(ledger, range), range, state);
}

bool ledger_is_untouched(const struct ledger *ledger, struct range range)
{
	return ledger_is(ledger, range, PAGE_UNACCEPTED);
}

u64 ledger_bytes(const struct ledger *ledger, enum page_state state)
{
	return span_bytes(ledger->entries, ledger->count, state);
}
