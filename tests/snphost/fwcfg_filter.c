/*
 * fwcfg_filter.c - items that snphost changes are served from its own copies; all others by QEMU.
 * DMA is carried out here: the descriptor is read from, and data goes to, shared backing only. A
 * private page in the way is a breach, and the data is lost as on hardware.
 */
#include "fwcfg_filter.h"
#include "alloc.h"
#include "counters.h"
#include "early.h"
#include "fwcfg.h"
#include "gmem.h"
#include "lies.h"
#include "phys.h"
#include "rmp.h"
#include "rules.h"
#include "str.h"
#include "trace.h"
#include "vcpu.h"
#include "x86.h"

enum {
	PORT_CMOS_INDEX = 0x70, PORT_CMOS_DATA = 0x71,
	MAX_OWN_ITEMS = 4,
	CHUNK_BYTES = 0x10000,
	KEY_WRITE_BIT = 1 << 14,
};

struct own_item {
	u16 key;
	u32 size;
	const u8 *data;
};

static struct own_item own[MAX_OWN_ITEMS];
static u32 own_count;
static struct e820_entry guest_e820[E820_MAX_ENTRIES];
static u64 guest_ram_bytes;
static struct { u32 count_be; struct fwcfg_file file[FWCFG_MAX_FILES]; } directory;

static u16 selected = FWCFG_KEY_NONE;
static u32 offset;
static u32 dma_high_be;
static u8 cmos_index;
static u8 chunk[CHUNK_BYTES] __attribute__((aligned(16)));

static void add_own(u16 key, const void *data, u32 size)
{
	own[own_count++] = (struct own_item){ key, size, data };
}

static void copy_directory(u32 e820_bytes)
{
	u32 count_be, kept = 0;

	fwcfg_read(FWCFG_KEY_DIRECTORY, &count_be, sizeof(count_be));
	for (u32 i = 0; i < be32(count_be) && kept < FWCFG_MAX_FILES; i++) {
		struct fwcfg_file *f = &directory.file[kept];

		for (u32 b = 0; b < sizeof(*f); b++)
			((u8 *)f)[b] = in8(FWCFG_PORT_DATA);
		if (str_starts(f->name, "opt/snphost/"))
			continue;
		if (str_equal(f->name, "etc/e820"))
			f->size_be = be32(e820_bytes);
		kept++;
	}
	directory.count_be = be32(kept);
}

void fwcfg_filter_init(void)
{
	struct e820_entry entries[E820_MAX_ENTRIES];
	u32 count = e820_read(entries), guest_count;
	struct fwcfg_item item = fwcfg_find("etc/e820");

	guest_count = ram_guest_e820(&gmem.ram, entries, count, guest_e820);
	lies_e820(guest_e820, &guest_count, E820_MAX_ENTRIES);
	guest_ram_bytes = gmem.ram.guest_bytes;
	copy_directory(guest_count * (u32)sizeof(guest_e820[0]));
	lies_directory(directory.file, &directory.count_be);
	add_own(item.key, guest_e820, guest_count * (u32)sizeof(guest_e820[0]));
	add_own(FWCFG_KEY_RAM_SIZE, &guest_ram_bytes, sizeof(guest_ram_bytes));
	add_own(FWCFG_KEY_DIRECTORY, &directory,
		(u32)(sizeof(u32) + sizeof(directory.file[0]) * be32(directory.count_be)));
}

static const struct own_item *own_item(u16 key)
{
	for (u32 i = 0; i < own_count; i++)
		if (own[i].key == key)
			return &own[i];
	return NULL;
}

static void select(u16 asked)
{
	u16 key = lies_fwcfg_key(asked & (u16)~KEY_WRITE_BIT);

	selected = key;
	offset = 0;
	out16(FWCFG_PORT_SELECT, key | (asked & KEY_WRITE_BIT));
}

static u8 read_byte(void)
{
	const struct own_item *item = own_item(selected);
	u8 byte;

	if (!item)
		byte = in8(FWCFG_PORT_DATA);
	else
		byte = offset < item->size ? item->data[offset] : 0;
	return lies_fwcfg_byte(selected, offset++, byte);
}

/* --- DMA --- */

static void check_shared(struct vcpu *v, u64 gpa, u64 len)
{
	for (u64 p = page_of(gpa); p < gpa + len; p += PAGE_BYTES) {
		const struct rmp_entry *e = rmp_peek(p);

		if (gmem_is_backed(p) && !(e && e->is_shared)) {
			rule_broken(v, RULE_DMA_PRIVATE, p);
			return;
		}
	}
}

/* Bytes at the present position into chunk, by QEMU or from our copy. */
static void fill_chunk(u32 len)
{
	const struct own_item *item = own_item(selected);

	if (!item) {
		if (!fwcfg_read_dma(selected, phys_of_data(chunk), offset, len))
			memset(chunk, 0, len);
		return;
	}
	memset(chunk, 0, len);
	if (offset < item->size)
		memcpy(chunk, item->data + offset,
		       len < item->size - offset ? len : item->size - offset);
}

static bool dma_read(struct vcpu *v, u64 gpa, u32 len)
{
	while (len > 0) {
		u32 n = len < CHUNK_BYTES ? len : CHUNK_BYTES;

		fill_chunk(n);
		lies_fwcfg_data(selected, offset, chunk, n);
		check_shared(v, gpa, n);
		if (!lies_dma_stale() && !gmem_write_shared(gpa, chunk, n))
			return false;
		counters[COUNT_FWCFG_DMA_BYTES] += n;
		gpa += n;
		offset += n;
		len -= n;
	}
	return true;
}

/* Writes go to QEMU as they are, once the buffer is known to be guest memory. */
static bool dma_write(struct vcpu *v, u64 gpa, u32 len)
{
	if (len > CHUNK_BYTES || own_item(selected) || !gmem_read_shared(gpa, chunk, len))
		return false;
	check_shared(v, gpa, len);
	offset += len;
	return fwcfg_write_dma(selected, phys_of_data(chunk), offset - len, len);
}

static void dma_start(struct vcpu *v, u64 descriptor)
{
	struct { u32 control_be, length_be; u64 address_be; } d;
	u32 control, length, result = 0;
	bool ok = true;

	count(COUNT_FWCFG_DMA);
	lies_dma_next();
	check_shared(v, descriptor, sizeof(d));
	if (!gmem_read_shared(descriptor, &d, sizeof(d)))
		return;
	control = be32(d.control_be);
	length = be32(d.length_be);
	trace_line(v, "fw_cfg DMA control=0x%x length=%u gpa=0x%lx", control, length,
		   be64(d.address_be));
	if (control & FWCFG_DMA_SELECT)
		select((u16)(control >> 16));
	if (control & FWCFG_DMA_READ)
		ok = dma_read(v, be64(d.address_be), length);
	else if (control & FWCFG_DMA_WRITE)
		ok = dma_write(v, be64(d.address_be), length);
	else if (control & FWCFG_DMA_SKIP)
		offset += length;
	result = lies_dma_result(ok ? 0 : FWCFG_DMA_ERROR);
	result = be32(result);
	if (control & FWCFG_DMA_READ)
		lies_dma_done(be64(d.address_be));
	gmem_write_shared(descriptor, &result, sizeof(result));
}

/* --- CMOS memory sizes --- */

static u8 cmos_byte(u8 index, u8 real)
{
	u64 low = 0, high;

	for (u32 i = 0; i < E820_MAX_ENTRIES; i++)
		if (guest_e820[i].type == E820_RAM && guest_e820[i].base == 0)
			low = guest_e820[i].length;
	high = gmem.ram.guest_bytes - low;
	low = low > 16 * MIB ? (low - 16 * MIB) >> 16 : 0;
	switch (index) {
	case 0x34: return (u8)low;
	case 0x35: return (u8)(low >> 8);
	case 0x5b: return (u8)(high >> 16);
	case 0x5c: return (u8)(high >> 24);
	case 0x5d: return (u8)(high >> 32);
	default: return real;
	}
}

bool fwcfg_filter_out(struct vcpu *v, u16 port, u32 bytes, u32 value)
{
	switch (port) {
	case FWCFG_PORT_SELECT:
		if (bytes == 2)
			select((u16)value);
		return true;
	case FWCFG_PORT_DMA_HIGH:
		dma_high_be = value;
		return bytes == 4;
	case FWCFG_PORT_DMA_LOW:
		if (bytes == 4)
			dma_start(v, (u64)be32(dma_high_be) << 32 | be32(value));
		dma_high_be = 0;
		return true;
	case PORT_CMOS_INDEX:
		cmos_index = value & 0x7f;
		return false;
	default:
		return false;
	}
}

bool fwcfg_filter_in(struct vcpu *v, u16 port, u32 bytes, u32 *value)
{
	(void)v;
	if (port == FWCFG_PORT_DATA && bytes == 1) {
		*value = read_byte();
		return true;
	}
	if (port == PORT_CMOS_DATA && bytes == 1) {
		*value = cmos_byte(cmos_index, in8(PORT_CMOS_DATA));
		return true;
	}
	return false;
}
