/*
 * Page directories on demand, one per GiB, and the few entries without C-bit. AMD APM volume 2, 5.3.
 */
#include "firmware/cpu/paging.h"

#include "firmware/cpu/hw.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "lib/panic.h"

#define PTE_TABLE 0x23ull  /* present, writable, accessed */
#define PTE_RAM_4K 0x63ull /* present, writable, accessed, dirty */
#define PTE_RAM_2M 0xe3ull /* the same, 2 MiB */
#define PTE_DEVICE_2M 0xfbull /* the same, uncached */
#define TABLE_ENTRIES 512u
#define ROM_GIB 3u                    /* the ROM ends at 4 GiB */
#define PDPT_OFFSET (1 * PAGE_SIZE)   /* four tables in a row, asm/entry32.asm */
#define PD_ROM_OFFSET (2 * PAGE_SIZE) /* directory of the GiB below 4 GiB */
#define PD_LOW_OFFSET (3 * PAGE_SIZE)

static u64 *table_at(u64 offset)
{
	return phys_ptr(layout_page_tables_gpa() + offset, PAGE_SIZE);
}

static void fill_table(u64 *table, u64 first_gpa, u64 step, u64 attributes)
{
	for (u32 i = 0; i < TABLE_ENTRIES; i++)
		table[i] = (first_gpa + i * step) | attributes;
}

/* The whole GiB that starts at `gib` * 1 GiB. */
static enum err map_gib(u64 gib, u64 c_bit, struct arena *arena)
{
	u64 *pdpt = table_at(PDPT_OFFSET);
	u64 directory;
	enum err error;

	if (pdpt[gib] != 0)
		return OK;
	error = arena_take_low(arena, PAGE_SIZE, PAGE_SIZE, &directory);
	if (error != OK)
		return error;
	fill_table(phys_ptr(directory, PAGE_SIZE), gib * GIB, PAGE_SIZE_2M, c_bit | PTE_RAM_2M);
	pdpt[gib] = directory | c_bit | PTE_TABLE;
	return OK;
}

/* That GiB has a directory from the start, with the ROM alone: RAM and ROM share it, page by page. */
static void map_below_rom(struct range range, u64 c_bit)
{
	u64 *directory = table_at(PD_ROM_OFFSET);

	for (u32 i = 0; i < TABLE_ENTRIES; i++) {
		u64 gpa = ROM_GIB * GIB + i * PAGE_SIZE_2M;
		struct range page = { gpa, gpa + PAGE_SIZE_2M };

		if (directory[i] == 0 && range_overlaps(range, page))
			directory[i] = gpa | c_bit | PTE_RAM_2M;
	}
}

enum err paging_map(struct range range, u64 c_bit, struct arena *arena)
{
	struct range rom_gib = { ROM_GIB * GIB, (ROM_GIB + 1) * GIB };
	enum err error = OK;

	if (range.end > TABLE_ENTRIES * GIB)
		return fault(ERR_HANDOFF_MAP, range.start, range.end);
	for (u64 gib = range.start / GIB; gib * GIB < range.end && error == OK; gib++)
		error = map_gib(gib, c_bit, arena);
	if (error == OK && range_overlaps(range, rom_gib))
		map_below_rom(range, c_bit);
	return error;
}

void paging_share_page(u64 gpa, u64 c_bit)
{
	u64 *table = phys_ptr(layout_page_table_4k_gpa(), PAGE_SIZE);

	fill_table(table, 0, PAGE_SIZE, c_bit | PTE_RAM_4K);
	table[gpa / PAGE_SIZE] &= ~c_bit;
	*table_at(PD_LOW_OFFSET) = layout_page_table_4k_gpa() | c_bit | PTE_TABLE;
	hw_write_cr3(layout_page_tables_gpa() | c_bit);
}

void paging_share_2m(u64 gpa, u64 c_bit)
{
	table_at(PD_LOW_OFFSET)[gpa / PAGE_SIZE_2M] &= ~c_bit;
	hw_flush_page(gpa);
}

void paging_unshare_2m(u64 gpa, u64 c_bit)
{
	table_at(PD_LOW_OFFSET)[gpa / PAGE_SIZE_2M] |= c_bit;
	hw_flush_page(gpa);
}

void paging_map_device(u64 gpa)
{
	table_at(PD_ROM_OFFSET)[gpa / PAGE_SIZE_2M % TABLE_ENTRIES] =
		align_down(gpa, PAGE_SIZE_2M) | PTE_DEVICE_2M;
}
