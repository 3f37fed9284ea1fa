/*
 * early.c - finds host RAM and builds the final page tables, running on a borrowed stack.
 * Nothing here may touch .data or .bss before they are mapped: all state is on the stack.
 */
#include "early.h"
#include "fwcfg.h"
#include "phys.h"
#include "ram.h"
#include "str.h"
#include "x86.h"

enum {
	PTE_TABLE = 0x63,
	PTE_LARGE = 0xe3,
	PHYS_MAP_PML4_INDEX = PHYS_MAP_BASE >> 39,
	DATA_PDPT_INDEX = DATA_BASE >> 30,
	TABLES_OFFSET = DATA_MAP_BYTES,		/* the tables follow the data window */
	SMALLEST_PHYS_MAP_GIB = 1024,
};

extern u8 data_load[], data_start[], data_end[], bss_start[], bss_end[];

struct table_area {
	u64 next;		/* physical, identity mapped by the ROM's tables */
};

static u64 *new_table(struct table_area *area)
{
	u64 *table = (u64 *)(uintptr_t)area->next;

	area->next += PAGE_BYTES;
	memset(table, 0, PAGE_BYTES);
	return table;
}

static u64 entry(const void *table)
{
	return (u64)(uintptr_t)table | PTE_TABLE;
}

static void map_physical(u64 *pml4, struct table_area *area, u64 gibs)
{
	u64 *pdpt = NULL;

	for (u64 i = 0; i < gibs; i++) {
		if (i % 512 == 0) {
			pdpt = new_table(area);
			pml4[PHYS_MAP_PML4_INDEX + i / 512] = entry(pdpt);
		}
		pdpt[i % 512] = i << 30 | PTE_LARGE;
	}
}

static u64 build_tables(const struct ram_map *map)
{
	struct table_area area = { map->host.start + TABLES_OFFSET };
	u64 *pml5 = new_table(&area), *pml4 = new_table(&area);
	u64 *pdpt = new_table(&area), *data = new_table(&area);
	u64 gibs = (map->host.end + GIB - 1) / GIB;

	pml5[0] = entry(pml4);
	pml4[0] = entry(pdpt);
	for (u64 i = 0; i < 4; i++)
		pdpt[i] = i << 30 | PTE_LARGE;
	pdpt[DATA_PDPT_INDEX] = entry(data);
	for (u64 i = 0; i < DATA_MAP_BYTES / BYTES_2M; i++)
		data[i] = (map->host.start + i * BYTES_2M) | PTE_LARGE;
	map_physical(pml4, &area, gibs > SMALLEST_PHYS_MAP_GIB ? gibs : SMALLEST_PHYS_MAP_GIB);
	return (u64)(uintptr_t)(read_cr4() & CR4_LA57 ? pml5 : pml4);
}

static void place_data(const struct ram_map *map)
{
	u64 base = map->host.start;

	memcpy((void *)(uintptr_t)base, data_load, (size_t)(data_end - data_start));
	memset((void *)(uintptr_t)(base + (u64)(uintptr_t)bss_start - DATA_BASE), 0,
	       (size_t)(bss_end - bss_start));
}

static void early_die(const char *message)
{
	while (*message)
		out8(0x402, (u8)*message++);
	out32(0xf4, 0x20);
	for (;;)
		__asm__ volatile("cli; hlt");
}

u32 e820_read(struct e820_entry *entries)
{
	struct fwcfg_item item = fwcfg_find("etc/e820");
	u32 count = item.size / (u32)sizeof(*entries);

	if (item.key == FWCFG_KEY_NONE || count > E820_MAX_ENTRIES)
		return 0;
	fwcfg_read(item.key, entries, item.size);
	return count;
}

u64 early_setup(void)
{
	struct e820_entry entries[E820_MAX_ENTRIES];
	struct ram_map map;

	if (!ram_map_build(&map, entries, e820_read(entries)))
		early_die("snphost: verdict=host-error: QEMU gave no RAM for the host; add -m\n");
	place_data(&map);
	return build_tables(&map);
}
