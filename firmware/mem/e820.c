/*
 * The host's e820 file to a memory map, and a memory map to the kernel's e820 table.
 * Guarantees: what becomes RAM is whole pages that the host calls RAM and nothing else, below the
 * limit, outside every window that is never RAM. Trusts nothing in the file.
 * ACPI 6.5 section 15 (the format); QEMU hw/i386/e820_memory_layout.c (the file).
 */
#include "firmware/mem/e820.h"
#include "lib/bytes.h"
#include "lib/panic.h"

/* An honest QEMU lists the first inside RAM; both are cut out silently. */
static const struct range never_ram[] = {
	{ 0xa0000, MIB },            /* VGA window and option ROMs */
	{ 0xfec00000, 0xff000000 },  /* IOAPIC, HPET, TPM, LAPIC */
};

/* No honest host says RAM here. SECURITY: pages that the launch has validated already. */
static const struct range protected[] = {
	{ 4 * GIB - 16 * MIB, 4 * GIB },          /* firmware ROM */
	{ 0xfffffffff000ull, 0x1000000000000ull }, /* launch VMSAs (KVM) */
};

static enum err add_ram(struct memmap *map, struct range raw)
{
	struct range rest = range_shrink(raw, PAGE_SIZE);

	for (u32 i = 0; i < COUNT_OF(never_ram); i++) {
		struct range below = { rest.start, never_ram[i].start };

		if (!range_overlaps(rest, never_ram[i]))
			continue;
		if (!range_is_empty(below)) {
			enum err error = memmap_add(map, below, MEM_RAM);

			if (error != OK)
				return error;
		}
		rest.start = never_ram[i].end;
	}
	return range_is_empty(rest) ? OK : memmap_add(map, rest, MEM_RAM);
}

static enum err take_ram(struct memmap *map, struct range raw, u64 limit)
{
	if (raw.end > limit)
		return fault(ERR_E820_RANGE, raw.start, raw.end);
	for (u32 i = 0; i < COUNT_OF(protected); i++)
		if (range_overlaps(raw, protected[i]))
			return fault(ERR_E820_PROTECTED, raw.start, raw.end);
	return add_ram(map, raw);
}

/* Adds what no other reserved entry covers yet; meeting RAM is a conflict. */
static enum err take_reserved(struct memmap *map, struct range pages)
{
	while (!range_is_empty(pages)) {
		u32 index = span_find(map->entries, map->count, pages.start);
		const struct span *next = &map->entries[index];
		struct range gap = pages;
		enum err error;

		if (index < map->count && next->type == MEM_DEVICE &&
		    next->range.start <= pages.start) {
			pages.start = next->range.end;
			continue;
		}
		if (index < map->count && next->type == MEM_DEVICE && next->range.start < gap.end)
			gap.end = next->range.start;
		error = memmap_add(map, gap, MEM_DEVICE);
		if (error != OK)
			return error;
		pages.start = gap.end;
	}
	return OK;
}

/* Entry `index` as a range and a type; ERR_E820_MALFORMED if it wraps. */
static enum err read_entry(const u8 *raw, u32 index, struct range *range, u32 *type)
{
	const u8 *entry = raw + (u64)index * E820_ENTRY_BYTES;

	*type = le32_load(entry + 16);
	if (!range_make(le64_load(entry), le64_load(entry + 8), range))
		return fault(ERR_E820_MALFORMED, index, 0);
	return OK;
}

static enum err take_entry(const u8 *raw, u32 index, bool want_ram, u64 limit, struct memmap *map)
{
	struct range range;
	u32 type;
	enum err error = read_entry(raw, index, &range, &type);

	if (error != OK)
		return error;
	if ((type == E820_RAM) != want_ram || range_is_empty(range))
		return OK;
	if (want_ram)
		return take_ram(map, range, limit);
	range.start = align_down(range.start, PAGE_SIZE);
	if (!align_up_checked(range.end, PAGE_SIZE, &range.end))
		return fault(ERR_E820_MALFORMED, index, 0);
	return take_reserved(map, range);
}

enum err e820_normalise(const u8 *raw, u64 bytes, u64 limit, struct memmap *map)
{
	u64 count = bytes / E820_ENTRY_BYTES;

	if (bytes == 0 || bytes % E820_ENTRY_BYTES != 0 || count > E820_HOST_MAX)
		return fault(ERR_E820_MALFORMED, count, 0);
	/* RAM first: it must be free of everything, reserved entries only of RAM. */
	for (u32 pass = 0; pass < 2; pass++)
		for (u32 i = 0; i < count; i++) {
			enum err error = take_entry(raw, i, pass == 0, limit, map);

			if (error != OK)
				return error;
		}
	return OK;
}

static const u8 e820_types[] = {
	[MEM_RAM] = E820_RAM,
	[MEM_LOADER] = E820_RAM,
	[MEM_UNACCEPTED] = E820_RAM,
	[MEM_RESERVED] = E820_RESERVED,
	[MEM_RT_CODE] = E820_RESERVED,
	[MEM_RT_DATA] = E820_RESERVED,
	[MEM_ACPI] = E820_ACPI,
	[MEM_NVS] = E820_NVS,
	[MEM_DEVICE] = E820_RESERVED,
};

static void write_entry(u8 *to, struct range range, u32 type)
{
	le64_store(to, range.start);
	le64_store(to + 8, range_bytes(range));
	le32_store(to + 16, type);
}

enum err e820_write(const struct memmap *map, u8 *to, u32 max, u32 *count)
{
	struct range open = { 0, 0 };
	u32 open_type = 0, written = 0;

	for (u32 i = 0; i < map->count; i++) {
		const struct span *entry = &map->entries[i];
		u32 type = e820_types[entry->type];

		if (written > 0 && open.end == entry->range.start && open_type == type) {
			open.end = entry->range.end;
		} else {
			if (written == max)
				return fault(ERR_HANDOFF_MAP, entry->range.start, entry->range.end);
			open = entry->range;
			open_type = type;
			written++;
		}
		write_entry(to + (u64)(written - 1) * E820_ENTRY_BYTES, open, open_type);
	}
	*count = written;
	return OK;
}
