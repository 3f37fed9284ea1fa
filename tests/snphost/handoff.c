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
	EXT_RAMDISK_IMAGE = 0xc0, EXT_RAMDISK_SIZE = 0xc4, EXT_CMDLINE = 0xc8, CC_BLOB = 0x13c,
	CODE32_START = 0x214, RAMDISK_IMAGE = 0x218, RAMDISK_SIZE = 0x21c, CMDLINE = 0x228,
	ALIGNMENT = 0x230, SUBARCH_DATA = 0x240, SETUP_DATA = 0x250, PREF_ADDRESS = 0x258,
	INIT_SIZE = 0x260,
};

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
	check_pointers(v, kernel);
	check_window(v, kernel);
	log_line("handoff checked");
}
