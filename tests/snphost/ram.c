/* ram.c - divides QEMU's RAM between guest, private backing and host. Pure logic; see ram.h. */
#include "ram.h"

static void insert_sorted(struct ram_map *map, struct ram_range r)
{
	u32 i = map->range_count++;

	for (; i > 0 && map->range[i - 1].start > r.start; i--)
		map->range[i] = map->range[i - 1];
	map->range[i] = r;
}

static bool cut_host_area(struct ram_map *map, u64 host_bytes)
{
	for (u32 i = map->range_count; i-- > 0;) {
		struct ram_range *r = &map->range[i];
		u64 end = r->end & ~(u64)(BYTES_2M - 1);

		if (end <= r->start || end - r->start < host_bytes)
			continue;
		map->host = (struct ram_range){ end - host_bytes, end };
		r->end = end - host_bytes;
		return true;
	}
	return false;
}

bool ram_map_build(struct ram_map *map, const struct e820_entry *entries, u32 count)
{
	u64 total = 0, usable = 0;

	map->range_count = 0;
	for (u32 i = 0; i < count && map->range_count < RAM_MAX_RANGES; i++) {
		u64 base = entries[i].base;

		if (entries[i].type != E820_RAM || entries[i].length == 0)
			continue;
		insert_sorted(map, (struct ram_range){ base, base + entries[i].length });
		total += entries[i].length;
	}
	if (!cut_host_area(map, ram_host_bytes(total)))
		return false;
	for (u32 i = 0; i < map->range_count; i++)
		usable += map->range[i].end - map->range[i].start;
	map->guest_bytes = (usable / 2) & ~(u64)(BYTES_2M - 1);
	return true;
}

/* Position of a physical address in the concatenation of all ranges; ~0 when it is not RAM. */
static u64 linear_of(const struct ram_map *map, u64 physical)
{
	u64 before = 0;

	for (u32 i = 0; i < map->range_count; i++) {
		const struct ram_range *r = &map->range[i];

		if (physical >= r->start && physical < r->end)
			return before + (physical - r->start);
		before += r->end - r->start;
	}
	return ~0ull;
}

static u64 physical_of(const struct ram_map *map, u64 linear)
{
	for (u32 i = 0; i < map->range_count; i++) {
		const struct ram_range *r = &map->range[i];

		if (linear < r->end - r->start)
			return r->start + linear;
		linear -= r->end - r->start;
	}
	return ~0ull;
}

bool ram_is_guest(const struct ram_map *map, u64 gpa, u64 len)
{
	u64 first = linear_of(map, gpa);
	u64 last = linear_of(map, gpa + len - 1);

	return first < map->guest_bytes && last < map->guest_bytes && last - first == len - 1;
}

u64 ram_private_of(const struct ram_map *map, u64 gpa)
{
	return physical_of(map, linear_of(map, gpa) + map->guest_bytes);
}

u32 ram_guest_e820(const struct ram_map *map, const struct e820_entry *in, u32 count,
		   struct e820_entry *out)
{
	u32 n = 0;

	for (u32 i = 0; i < count; i++) {
		u64 linear = linear_of(map, in[i].base);

		out[n] = in[i];
		if (in[i].type == E820_RAM) {
			if (linear >= map->guest_bytes)
				continue;
			if (linear + in[i].length > map->guest_bytes)
				out[n].length = map->guest_bytes - linear;
		}
		n++;
	}
	return n;
}
