/*
 * The host's memory map (fw_cfg etc/e820), taken from hostile bytes into a memmap.
 * Rules: docs/memory-map.md.
 */
#ifndef MEM_E820_H
#define MEM_E820_H

#include "firmware/mem/memmap.h"

#define E820_ENTRY_BYTES 20u /* u64 base, u64 length, u32 type; packed */
#define E820_HOST_MAX 128u   /* entries accepted from the host */

enum e820_type {
	E820_RAM = 1,
	E820_RESERVED = 2,
	E820_ACPI = 3,
	E820_NVS = 4,
};

/*
 * Fills the empty `map` from `bytes` bytes at `raw` (private memory). RAM becomes MEM_RAM rounded
 * inwards to pages, every other type MEM_DEVICE rounded outwards. [0xa0000, 1 MiB) and
 * [0xfec00000, 0xff000000) are never RAM, whatever the host says. `limit` is the exclusive end of
 * the guest-physical address space (1 << C-bit, or 1 << 52).
 * ERR_E820_MALFORMED: size 0 or not a multiple of 20, too many entries, base + length wraps;
 * ERR_E820_PROTECTED: RAM in the 16 MiB below 4 GiB or over the page of the launch VMSAs;
 * ERR_E820_RANGE: RAM at or above `limit`; ERR_E820_CONFLICT: RAM overlaps a reserved range or
 * other RAM. (Two reserved ranges may overlap.) An entry of length 0 is dropped.
 */
MUST_CHECK enum err e820_normalise(const u8 *raw, u64 bytes, u64 limit, struct memmap *map);

/*
 * Writes the map as packed e820 entries, neighbours of one e820 type merged. *count is the number
 * written; ERR_HANDOFF_MAP if that passes `max`.
 */
MUST_CHECK enum err e820_write(const struct memmap *map, u8 *to, u32 max, u32 *count);

#endif
