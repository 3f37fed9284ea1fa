/*
 * Claiming and accepting pages: ledger first (it refuses the second time), then the host's part of the
 * change, then the CPU's.
 */
#include "firmware/sev/memory.h"

#include "firmware/cpu/hw.h"
#include "firmware/cpu/paging.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/psc.h"
#include "firmware/sev/pvalidate.h"
#include "lib/panic.h"

#define PHYSICAL_LIMIT_PLAIN (1ull << 52) /* architectural maximum; AMD APM volume 2, 5.3 */

/* Pages that the launch has validated already: accepting one of them is refused from the start. */
static enum err seed_ledger(struct ledger *ledger)
{
	struct range seeds[] = { layout_launch_pages(), layout_launch_ram(), layout_rom() };
	enum err error = OK;

	for (u32 i = 0; i < COUNT_OF(seeds) && error == OK; i++)
		error = ledger_move(ledger, seeds[i], PAGE_UNACCEPTED, PAGE_PRIVATE);
	return error;
}

enum err memory_init(struct memory *memory, u64 c_bit)
{
	memory->c_bit = c_bit;
	memory->limit = c_bit != 0 ? c_bit : PHYSICAL_LIMIT_PLAIN;
	memory->evict = true;
	memory->free = c_bit != 0 ? MEM_UNACCEPTED : MEM_RAM;
	memmap_init(&memory->map);
	ledger_init(&memory->ledger, memory->limit);
	arena_init(&memory->arena, layout_arena());
	return seed_ledger(&memory->ledger);
}

enum err memory_accept(struct memory *memory, struct range pages)
{
	enum err error;

	if (range_is_empty(pages))
		return OK;
	error = ledger_move(&memory->ledger, pages, PAGE_UNACCEPTED, PAGE_PRIVATE);
	if (error != OK || memory->c_bit == 0)
		return error;
	error = paging_map(pages, memory->c_bit, &memory->arena);
	if (error == OK)
		error = psc_change(pages, PSC_PRIVATE);
	if (error == OK)
		error = pvalidate_pages(pages, memory->evict);
	return error;
}

enum err memory_claim(struct memory *memory, struct range pages, enum mem_type to)
{
	enum err error = memmap_retype(&memory->map, pages, memory->free, to);

	return error == OK ? memory_accept(memory, pages) : error;
}

bool memory_is_free(const struct memory *memory, struct range pages)
{
	return memmap_is(&memory->map, pages, memory->free);
}

void memory_clear(const struct memory *memory, struct range bytes)
{
	if (memory->c_bit != 0 && !range_is_empty(bytes))
		hw_zero(phys_ptr(bytes.start, range_bytes(bytes)), range_bytes(bytes));
}
