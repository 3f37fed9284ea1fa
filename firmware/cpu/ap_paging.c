/*
 * Identity mapping for parked CPUs. Guarantees: no table of it lies in memory that the kernel gets, and
 * no entry lacks the C-bit. AMD APM volume 2, 5.3.
 */
#include "firmware/cpu/ap_paging.h"

#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"

#define PTE_TABLE 0x23ull  /* present, writable, accessed */
#define PTE_RAM_2M 0xe3ull /* the same, dirty, 2 MiB */
#define PTE_ROM_2M 0xa1ull /* present, read-only, accessed, 2 MiB */
#define TABLE_ENTRIES 512u
#define DIRECTORIES ((u32)(AP_PAGING_END / GIB))

enum {
	PML4,
	PDPT,
	DIRECTORY, /* the first */
};

static u64 *table(struct range pages, u32 index)
{
	return phys_ptr(pages.start + index * PAGE_SIZE, PAGE_SIZE);
}

static u64 entry_for(struct range pages, u32 index, u64 c_bit)
{
	return (pages.start + index * PAGE_SIZE) | c_bit | PTE_TABLE;
}

static u64 leaf(u64 gpa, u64 ram_end, u64 c_bit)
{
	struct range page = { gpa, gpa + PAGE_SIZE_2M };

	if (gpa < ram_end)
		return gpa | c_bit | PTE_RAM_2M;
	return range_overlaps(page, layout_rom()) ? gpa | c_bit | PTE_ROM_2M : 0;
}

u64 ap_paging_build(struct range pages, u64 ram_end, u64 c_bit)
{
	for (u32 i = PML4; i < DIRECTORY; i++)
		for (u32 k = 0; k < TABLE_ENTRIES; k++)
			table(pages, i)[k] = 0;
	table(pages, PML4)[0] = entry_for(pages, PDPT, c_bit);
	for (u32 i = 0; i < DIRECTORIES; i++)
		table(pages, PDPT)[i] = entry_for(pages, DIRECTORY + i, c_bit);
	for (u32 i = 0; i < DIRECTORIES * TABLE_ENTRIES; i++)
		table(pages, DIRECTORY + i / TABLE_ENTRIES)[i % TABLE_ENTRIES] =
			leaf(i * PAGE_SIZE_2M, ram_end, c_bit);
	return pages.start | c_bit;
}
