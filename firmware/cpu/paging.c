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
#define CANONICAL_GIB ((u64)128 * 1024) /* 2^47: above it identity is no canonical address */
#define PD_ROM_OFFSET (2 * PAGE_SIZE) /* PML4, PDPT, two directories: asm/entry32.asm */
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

/* The table of 512 GiB that `gib` lies in, made if there is none. */
static enum err pdpt_of(u64 gib, u64 c_bit, struct arena *arena, u64 **pdpt)
{
	u64 *entry = table_at(0) + gib / TABLE_ENTRIES;
	enum err error = OK;
	u64 gpa;

	if (*entry == 0) {
		error = arena_take_low(arena, PAGE_SIZE, PAGE_SIZE, &gpa);
		if (error != OK)
			return error;
		fill_table(phys_ptr(gpa, PAGE_SIZE), 0, 0, 0);
		*entry = gpa | c_bit | PTE_TABLE;
	}
	*pdpt = phys_ptr(align_down(*entry & ~c_bit, PAGE_SIZE), PAGE_SIZE);
	return error;
}

/* The whole GiB that starts at `gib` * 1 GiB. */
static enum err map_gib(u64 gib, u64 c_bit, struct arena *arena)
{
	u64 *pdpt, *entry;
	u64 directory;
	enum err error = pdpt_of(gib, c_bit, arena, &pdpt);

	if (error != OK)
		return error;
	entry = pdpt + gib % TABLE_ENTRIES;
	if (*entry != 0)
		return OK;
	error = arena_take_low(arena, PAGE_SIZE, PAGE_SIZE, &directory);
	if (error != OK)
		return error;
	fill_table(phys_ptr(directory, PAGE_SIZE), gib * GIB, PAGE_SIZE_2M, c_bit | PTE_RAM_2M);
	*entry = directory | c_bit | PTE_TABLE;
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

	if (range.end > CANONICAL_GIB * GIB)
		return fault(ERR_E820_RANGE, range.start, range.end);
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
