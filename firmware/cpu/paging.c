/*
 * Page directories on demand, one per GiB. AMD APM volume 2, 5.3.
 */
#include "firmware/cpu/paging.h"

#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "lib/panic.h"

#define PTE_TABLE 0x23ull  /* present, writable, accessed */
#define PTE_RAM_2M 0xe3ull /* present, writable, accessed, dirty, 2 MiB */
#define PTE_DEVICE_2M 0xfbull /* the same, uncached */
#define TABLE_ENTRIES 512u
#define PDPT_OFFSET PAGE_SIZE /* behind the PML4, asm/entry32.asm */
#define PD_ROM_OFFSET (2 * PAGE_SIZE) /* directory of the GiB below 4 GiB */

void paging_map_device(u64 gpa)
{
	u64 *directory = phys_ptr(layout_page_tables_gpa() + PD_ROM_OFFSET, PAGE_SIZE);

	directory[gpa / PAGE_SIZE_2M % TABLE_ENTRIES] =
		align_down(gpa, PAGE_SIZE_2M) | PTE_DEVICE_2M;
}

static void fill_directory(u64 *directory, u64 first_gpa, u64 c_bit)
{
	for (u32 i = 0; i < TABLE_ENTRIES; i++)
		directory[i] = (first_gpa + i * PAGE_SIZE_2M) | c_bit | PTE_RAM_2M;
}

/* The whole GiB that starts at `gib` * 1 GiB. */
static enum err map_gib(u64 gib, u64 c_bit, struct arena *arena)
{
	u64 *pdpt = phys_ptr(layout_page_tables_gpa() + PDPT_OFFSET, PAGE_SIZE);
	u64 directory;
	enum err error;

	if (pdpt[gib] != 0)
		return OK;
	error = arena_take_low(arena, PAGE_SIZE, PAGE_SIZE, &directory);
	if (error != OK)
		return error;
	fill_directory(phys_ptr(directory, PAGE_SIZE), gib * GIB, c_bit);
	pdpt[gib] = directory | c_bit | PTE_TABLE;
	return OK;
}

enum err paging_map(struct range range, u64 c_bit, struct arena *arena)
{
	enum err error = OK;

	if (range.end > TABLE_ENTRIES * GIB)
		return fault(ERR_HANDOFF_MAP, range.start, range.end);
	for (u64 gib = range.start / GIB; gib * GIB < range.end && error == OK; gib++)
		error = map_gib(gib, c_bit, arena);
	return error;
}
