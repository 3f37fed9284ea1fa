/*
 * Claiming pages: map and ledger in one step. Check first, then change.
 */
#include "firmware/sev/memory.h"

#include "firmware/mem/layout.h"
#include "lib/panic.h"

#define PHYSICAL_LIMIT_PLAIN (1ull << 52) /* architectural maximum; AMD APM volume 2, 5.3 */

enum err memory_init(struct memory *memory, u64 c_bit)
{
	memory->c_bit = c_bit;
	memory->limit = c_bit != 0 ? c_bit : PHYSICAL_LIMIT_PLAIN;
	memmap_init(&memory->map);
	ledger_init(&memory->ledger, memory->limit);
	arena_init(&memory->arena, layout_arena());
	return ledger_move(&memory->ledger, layout_launch_ram(), PAGE_UNACCEPTED, PAGE_PRIVATE);
}

enum err memory_claim(struct memory *memory, struct range pages, enum mem_type to)
{
	if (range_is_empty(pages))
		return OK;
	if (!memmap_is(&memory->map, pages, MEM_RAM))
		return fault(ERR_HANDOFF_MAP, pages.start, pages.end);
	enum err error = ledger_move(&memory->ledger, pages, PAGE_UNACCEPTED, PAGE_PRIVATE);

	if (error != OK)
		return error;
	return memmap_retype(&memory->map, pages, MEM_RAM, to);
}
