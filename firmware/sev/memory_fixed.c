/*
 * The firmware's own pages in the memory map. docs/memory-map.md draws them.
 */
#include "firmware/mem/layout.h"
#include "firmware/sev/memory.h"
#include "lib/panic.h"

#define LOW_RAM_END 0xa0000u /* the VGA window begins; never RAM */

/* Under SEV-SNP what is RAM to the host is unaccepted to us. */
static void relabel_ram(struct memory *memory)
{
	struct memmap *map = &memory->map;

	for (u32 i = 0; i < map->count; i++)
		if (map->entries[i].type == MEM_RAM)
			map->entries[i].type = memory->free;
}

static enum err take_own_ram(struct memory *memory, struct range pages, enum mem_type type)
{
	if (memmap_retype(&memory->map, pages, memory->free, type) != OK)
		return fault(ERR_OWN_RAM, pages.start, pages.end);
	return OK;
}

/* Low pages of the firmware: reserved for ever; only the runtime pages are not launch-validated. */
static enum err claim_low(struct memory *memory)
{
	enum err error = take_own_ram(memory, layout_low(), MEM_RESERVED);

	if (error == OK)
		error = memory_accept(memory, layout_runtime());
	if (error == OK)
		memory_clear(memory, layout_runtime());
	return error;
}

/* RAM below 1 MiB around them: the kernel's real-mode trampoline, the BIOS data area on page 0. */
static enum err claim_low_ram(struct memory *memory)
{
	struct range below = { 0, layout_low().start };
	struct range above = { layout_low().end, LOW_RAM_END };
	enum err error = memory_claim(memory, below, MEM_RAM);

	if (error == OK)
		error = memory_claim(memory, above, MEM_RAM);
	if (error != OK)
		return error;
	memory_clear(memory, below);
	memory_clear(memory, above);
	return OK;
}

enum err memory_claim_fixed(struct memory *memory)
{
	struct memmap *map = &memory->map;
	enum err error;

	relabel_ram(memory);
	error = claim_low(memory);
	if (error == OK)
		error = claim_low_ram(memory);
	if (error == OK)
		error = take_own_ram(memory, layout_arena(), MEM_LOADER);
	if (error == OK)
		error = memmap_add(map, layout_rom(), MEM_DEVICE);
	return error;
}
