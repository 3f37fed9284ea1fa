/* handoff.c - see handoff.h. Offsets: Linux Documentation/arch/x86/boot.rst, zero-page.rst. */
#include "handoff.h"
#include "fwcfg.h"
#include "log.h"
#include "str.h"
#include "vcpu.h"
#include "verdict.h"
#include "walk.h"

enum {
	ENTRY_64 = 0x200, PARAMS_BYTES = 0x1000, CMDLINE_COPIED = 2048, UNIT = 0x200000, PAGE = 0x1000,
	ACPI_RSDP = 0x70, EXT_RAMDISK_IMAGE = 0xc0, EXT_RAMDISK_SIZE = 0xc4, EXT_CMDLINE = 0xc8, CC_BLOB = 0x13c,
	CODE32_START = 0x214, RAMDISK_IMAGE = 0x218, RAMDISK_SIZE = 0x21c, CMDLINE = 0x228,
	ALIGNMENT = 0x230, SUBARCH_DATA = 0x240, SETUP_DATA = 0x250, PREF_ADDRESS = 0x258,
	INIT_SIZE = 0x260,
	RSDP_XSDT = 24, TABLE_BYTES = 36, TABLE_LENGTH = 4, TABLE_OEM = 10, ENTRIES_MAX = 16,
	FADT_DSDT = 140,
};

/* What tests/measured/check puts where a kernel file has no business to have anything. */
static const u8 poison[4] = { 'A', 'B', 'C', 'D' };

static u8 params[PARAMS_BYTES];

static u32 field32(u32 offset)
{
	u32 value;

	memcpy(&value, params + offset, sizeof(value));
	return value;
}

static u64 field64(u32 offset)
{
	return field32(offset) | (u64)field32(offset + 4) << 32;
}

static u64 up(u64 value, u64 unit)
{
	return (value + unit - 1) / unit * unit;
}

static void want(struct vcpu *v, bool holds, u64 address, const char *what)
{
	if (!holds)
		verdict_violation(v, "handoff", address, what);
}

/* Page by page: each is read once and looked at in our own copy. */
static void want_zeros(struct vcpu *v, u64 start, u64 end, const char *what)
{
	static u8 bytes[PAGE];

	while (start < end) {
		u32 n = (u32)(PAGE - start % PAGE);

		if (n > end - start)
			n = (u32)(end - start);
		want(v, guest_read(v, start, bytes, n, false) == n, start, "memory not accessible");
		for (u32 i = 0; i < n; i++)
			want(v, bytes[i] == 0, start + i, what);
		start += n;
	}
}

static u32 item_size(u16 key)
{
	u32 size;

	fwcfg_read(key, &size, sizeof(size));
	return size;
}

static void check_window(struct vcpu *v, u64 kernel)
{
	u64 run = up(kernel, field32(ALIGNMENT));

	if (run < field64(PREF_ADDRESS))
		run = field64(PREF_ADDRESS);
	want_zeros(v, kernel + item_size(FWCFG_KEY_KERNEL_SIZE), up(run + field32(INIT_SIZE), UNIT),
		   "bytes behind the kernel's image");
}

static void check_pointers(struct vcpu *v, u64 kernel)
{
	want(v, field64(SETUP_DATA) == 0, field64(SETUP_DATA), "setup_data of the kernel file");
	want(v, field64(SUBARCH_DATA) == 0, field64(SUBARCH_DATA), "subarch data of the kernel file");
	want(v, field32(CC_BLOB) == 0, field32(CC_BLOB), "confidential-computing blob in boot_params");
	want(v, field32(CODE32_START) == kernel, field32(CODE32_START), "code32_start");
	for (u32 i = 0; i + sizeof(poison) <= PARAMS_BYTES; i++)
		want(v, memcmp(params + i, poison, sizeof(poison)) != 0, i,
		     "a pointer of the kernel file in boot_params");
}

/* Bytes of an item in memory are those that the launcher gave; the first page is looked at. */
static void want_item(struct vcpu *v, u64 gpa, u64 bytes, u16 key, const char *what)
{
	static u8 item[PAGE], copy[PAGE];
	u32 n = bytes < PAGE ? (u32)bytes : PAGE;

	fwcfg_read(key, item, n);
	want(v, guest_read(v, gpa, copy, n, false) == n && memcmp(item, copy, n) == 0, gpa, what);
}

static u64 pointer_at(struct vcpu *v, u64 gpa)
{
	u64 pointer = 0;

	want(v, guest_read(v, gpa, &pointer, sizeof(pointer), false) == sizeof(pointer), gpa,
	     "ACPI table not accessible");
	return pointer;
}

/* The table's length; every table is the firmware's, none the host's. */
static u32 want_own_table(struct vcpu *v, u64 gpa, char signature[4])
{
	u8 header[TABLE_BYTES];
	u32 length;

	want(v, guest_read(v, gpa, header, sizeof(header), false) == sizeof(header), gpa,
	     "ACPI table not accessible");
	want(v, memcmp(header + TABLE_OEM, "SNPSHM", 6) == 0, gpa, "an ACPI table of the host's");
	memcpy(&length, header + TABLE_LENGTH, sizeof(length));
	memcpy(signature, header, 4);
	return length;
}

static void check_acpi(struct vcpu *v)
{
	u64 xsdt = pointer_at(v, field64(ACPI_RSDP) + RSDP_XSDT);
	char signature[4];
	u32 count = (want_own_table(v, xsdt, signature) - TABLE_BYTES) / (u32)sizeof(u64);

	want(v, count > 0 && count <= ENTRIES_MAX, xsdt, "entries of the XSDT");
	for (u32 i = 0; i < count; i++) {
		u64 table = pointer_at(v, xsdt + TABLE_BYTES + i * sizeof(u64));

		want_own_table(v, table, signature);
		if (memcmp(signature, "FACP", 4) == 0)
			want_own_table(v, pointer_at(v, table + FADT_DSDT), signature);
	}
}

void handoff_check(struct vcpu *v)
{
	u64 kernel = v->vmcb->rip - ENTRY_64, at = gpr_read(v, RSI), cmdline, initrd, initrd_bytes;
	u32 cmdline_bytes = item_size(FWCFG_KEY_CMDLINE_SIZE);

	want(v, guest_read(v, at, params, sizeof(params), false) == sizeof(params), at,
	     "boot_params not accessible");
	initrd = field32(RAMDISK_IMAGE) | (u64)field32(EXT_RAMDISK_IMAGE) << 32;
	initrd_bytes = field32(RAMDISK_SIZE) | (u64)field32(EXT_RAMDISK_SIZE) << 32;
	cmdline = field32(CMDLINE) | (u64)field32(EXT_CMDLINE) << 32;
	want(v, initrd_bytes == item_size(FWCFG_KEY_INITRD_SIZE), initrd_bytes, "initrd's size");
	want_zeros(v, initrd + initrd_bytes, up(initrd + initrd_bytes, PAGE), "bytes behind the initrd");
	want_zeros(v, cmdline + cmdline_bytes, cmdline + up(cmdline_bytes, CMDLINE_COPIED),
		   "bytes behind the command line");
	want_item(v, initrd, initrd_bytes, FWCFG_KEY_INITRD_DATA, "the initrd");
	want_item(v, cmdline, cmdline_bytes, FWCFG_KEY_CMDLINE_DATA, "the command line");
	check_pointers(v, kernel);
	check_acpi(v);
	check_window(v, kernel);
	log_line("handoff checked");
}
