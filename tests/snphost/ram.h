/*
 * ram.h - what QEMU's RAM is used for. In order of address, without the host's own area:
 * the first guest_bytes are guest RAM (and the backing of its shared pages, where devices DMA);
 * the next guest_bytes back the guest's private pages. The host area lies at the very top.
 */
#ifndef SNPHOST_RAM_H
#define SNPHOST_RAM_H

#include "types.h"

enum { RAM_MAX_RANGES = 16 };

struct ram_range {
	u64 start, end;		/* half-open, physical */
};

struct ram_map {
	struct ram_range range[RAM_MAX_RANGES];	/* sorted, host area cut off */
	u32 range_count;
	u64 guest_bytes;
	struct ram_range host;
};

struct e820_entry {
	u64 base, length;
	u32 type;
} __attribute__((packed));

enum { E820_RAM = 1, E820_MAX_ENTRIES = 32 };

/* Bytes kept for the host out of total: data, RMP leaves, nested tables. */
static inline u64 ram_host_bytes(u64 total)
{
	return (64 * MIB + total / 128) & ~(u64)(BYTES_2M - 1);
}

/* Builds the map from QEMU's e820. False: no range can hold the host area. Pure. */
bool ram_map_build(struct ram_map *map, const struct e820_entry *entries, u32 count);
/* True when [gpa, gpa + len) is guest RAM. */
bool ram_is_guest(const struct ram_map *map, u64 gpa, u64 len);
/* Where the private copy of a guest RAM page lives. gpa must be guest RAM. */
u64 ram_private_of(const struct ram_map *map, u64 gpa);
/* Rewrites QEMU's e820 so that it shows guest RAM only. Returns the new count. */
u32 ram_guest_e820(const struct ram_map *map, const struct e820_entry *in, u32 count,
		   struct e820_entry *out);

#endif
