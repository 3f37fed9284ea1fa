/*
 * ghcb_io.c - port I/O and MMIO that the guest asks for: executed on QEMU's real devices, except
 * where the host must hide itself (fw_cfg, COM1 for the marks, power-off, the LAPIC's ICR).
 */
#include "ghcb.h"
#include "fwcfg_filter.h"
#include "gmem.h"
#include "lapic.h"
#include "lies.h"
#include "log.h"
#include "marks.h"
#include "npt.h"
#include "phys.h"
#include "power.h"
#include "rules.h"
#include "str.h"
#include "vcpu.h"
#include "x86.h"

enum { PORT_COM1 = 0x3f8, PORT_DEBUG_EXIT_FIRST = 0xf4, PORT_DEBUG_EXIT_LAST = 0xf7,
       MMIO_MAX_BYTES = 8, PORT_DEBUGCON = 0x402, GUEST_LINE_BYTES = 160 };

/* The guest's own debugcon: its lines go into the log, marked. */
static void guest_debug(u8 byte)
{
	static char line[GUEST_LINE_BYTES];
	static u32 used;

	if (byte >= 0x20 && byte < 0x7f)
		line[used++] = (char)byte;
	if (used == GUEST_LINE_BYTES - 1 || (byte == 0x0a && used > 0)) {
		line[used] = 0;
		log_line("guest: %s", line);
		used = 0;
	}
}

static void port_out(struct vcpu *v, u16 port, u32 bytes, u32 value)
{
	lies_port_out(port, bytes, value);
	if (fwcfg_filter_out(v, port, bytes, value))
		return;
	if (port == PORT_DEBUGCON) {
		guest_debug((u8)value);
		return;
	}
	if (port == PORT_COM1)
		marks_serial((u8)value);
	power_watch_out(v, port, bytes, value);
	if (bytes == 1)
		out8(port, (u8)value);
	else if (bytes == 2)
		out16(port, (u16)value);
	else
		out32(port, value);
}

static u32 port_in(struct vcpu *v, u16 port, u32 bytes)
{
	u32 value;

	if (fwcfg_filter_in(v, port, bytes, &value))
		return value;
	if (bytes == 1)
		value = in8(port);
	else
		value = bytes == 2 ? in16(port) : in32(port);
	return lies_port_in(port, bytes, value);
}

static void string_io(struct ghcb_call *call, u16 port, u32 bytes)
{
	u64 elements = call->info2;
	u8 *data;

	if (elements > sizeof(call->page->buffer))
		elements = sizeof(call->page->buffer) + 1;
	data = ghcb_scratch(call, elements * bytes, NULL);
	for (u64 i = 0; data && i < elements; i++, data += bytes) {
		u32 value = 0;

		if (call->info1 & 1) {
			value = port_in(call->vcpu, port, bytes);
			memcpy(data, &value, bytes);
		} else {
			memcpy(&value, data, bytes);
			port_out(call->vcpu, port, bytes, value);
		}
	}
}

void ghcb_ioio(struct ghcb_call *call)
{
	u16 port = (u16)bits(call->info1, 31, 16);
	u32 bytes = (u32)bits(call->info1, 6, 4);

	if (bytes != 1 && bytes != 2 && bytes != 4)
		return;				/* KVM: success, nothing done */
	if (port >= PORT_DEBUG_EXIT_FIRST && port <= PORT_DEBUG_EXIT_LAST)
		return;				/* the verdict's own port */
	if (call->info1 & 4)
		string_io(call, port, bytes);
	else if (call->info1 & 1)
		call->rax = port_in(call->vcpu, port, bytes);
	else
		port_out(call->vcpu, port, bytes,
			 bytes == 4 ? (u32)call->rax
				    : (u32)(call->rax & ((1ull << 8 * bytes) - 1)));
}

static void device_read(u64 gpa, void *to, u32 bytes)
{
	const volatile void *from = phys_ptr(gpa);
	u64 value = 0;

	switch (bytes) {
	case 1: value = *(const volatile u8 *)from; break;
	case 2: value = *(const volatile u16 *)from; break;
	case 4: value = *(const volatile u32 *)from; break;
	case 8: value = *(const volatile u64 *)from; break;
	default: break;
	}
	memcpy(to, &value, bytes);
}

static void device_write(u64 gpa, const void *from, u32 bytes)
{
	volatile void *to = phys_ptr(gpa);
	u64 value = 0;

	memcpy(&value, from, bytes);
	switch (bytes) {
	case 1: *(volatile u8 *)to = (u8)value; break;
	case 2: *(volatile u16 *)to = (u16)value; break;
	case 4: *(volatile u32 *)to = (u32)value; break;
	case 8: *(volatile u64 *)to = value; break;
	default: break;
	}
}

/* RAM beyond the guest's and snphost's own ROM answer like empty bus. */
static bool is_hidden(u64 gpa)
{
	for (u32 i = 0; i < gmem.ram.range_count; i++)
		if (gpa >= gmem.ram.range[i].start && gpa < gmem.ram.range[i].end)
			return true;
	return (gpa >= gmem.ram.host.start && gpa < gmem.ram.host.end) ||
	       (gpa >= ROM_BASE && gpa < 4 * GIB) || gpa >= PHYS_MAP_LIMIT;
}

void ghcb_mmio(struct ghcb_call *call, bool is_write)
{
	u32 bytes = (u32)call->info2;
	u64 gpa = call->info1 & ~npt_cbit_mask();
	u8 *data;

	if (call->info2 == 0)
		return;
	if (call->info2 > MMIO_MAX_BYTES || gpa % PAGE_BYTES + bytes > PAGE_BYTES) {
		rule_broken(call->vcpu, RULE_GHCB_EVENT, call->info2);
		ghcb_malformed(call, GHCB_ERROR_INPUT);
		return;
	}
	data = ghcb_scratch(call, bytes, NULL);
	if (!data)
		return;
	if (gmem_is_backed(gpa)) {
		if (is_write)
			gmem_write_shared(gpa, data, bytes);
		else
			gmem_read_shared(gpa, data, bytes);
	} else if (is_hidden(gpa)) {
		if (!is_write)
			memset(data, 0xff, bytes);
	} else if (is_write) {
		power_watch_mmio(call->vcpu, gpa, data, bytes);
		if (!lapic_filter_write(call->vcpu, gpa, data, bytes))
			device_write(gpa, data, bytes);
	} else {
		device_read(gpa, data, bytes);
	}
}
