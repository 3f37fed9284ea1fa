/*
 * One typed, sorted, disjoint map of guest-physical memory: the single truth from which the e820
 * table and the EFI memory map are made.
 * Guarantees: entries are page-aligned, non-empty, sorted, disjoint, and neighbours of one type are
 * merged. Trusts nothing it is given: ranges that do not fit are refused and change nothing.
 */
#ifndef MEM_MEMMAP_H
#define MEM_MEMMAP_H

#include "lib/err.h"
#include "lib/span.h"

enum mem_type {
	MEM_RAM,        /* free for the kernel          e820 1, EFI conventional */
	MEM_LOADER,     /* read by the kernel, then RAM e820 1, EFI loader data */
	MEM_UNACCEPTED, /* RAM not validated yet        e820 1, EFI unaccepted */
	MEM_RESERVED,   /* private to the firmware      e820 2, EFI reserved */
	MEM_RT_CODE,    /* runtime services             e820 2, EFI runtime code */
	MEM_RT_DATA,    /* runtime services             e820 2, EFI runtime data */
	MEM_ACPI,       /* tables                       e820 3, EFI ACPI reclaim */
	MEM_NVS,        /* tables the OS must keep      e820 4, EFI ACPI NVS */
	MEM_DEVICE,     /* no RAM: windows, host holes  e820 2, not in the EFI map */
};

#define MEMMAP_MAX 192u

struct memmap {
	u32 count;
	struct span entries[MEMMAP_MAX]; /* .type is an enum mem_type */
};

void memmap_init(struct memmap *map);

/*
 * Adds a range that overlaps no entry. ERR_E820_CONFLICT (the overlap in the fault detail) if it
 * does, ERR_HANDOFF_MAP when the map is full; ERR_E820_MALFORMED if empty or not page-aligned.
 */
MUST_CHECK enum err memmap_add(struct memmap *map, struct range range, enum mem_type type);

/*
 * Gives the pages of `range` (page-aligned) the type `to`; all of them must have the type `from`.
 * ERR_HANDOFF_MAP, nothing changed, otherwise. An empty range is fine and changes nothing.
 */
MUST_CHECK enum err memmap_retype(struct memmap *map, struct range range, enum mem_type from,
				  enum mem_type to);

/* True if every page of `range` has the type `type`. */
bool memmap_is(const struct memmap *map, struct range range, enum mem_type type);

/*
 * Lowest place for `bytes` at a multiple of `alignment` (power of two) inside one entry of type
 * `type` and inside `within`. False if there is none.
 */
MUST_CHECK bool memmap_find(const struct memmap *map, struct range within, enum mem_type type,
			    u64 bytes, u64 alignment, u64 *start);

/* Total bytes of one type. */
u64 memmap_bytes(const struct memmap *map, enum mem_type type);

#endif
