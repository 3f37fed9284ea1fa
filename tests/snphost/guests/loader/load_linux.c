/*
 * load_linux.c - accepts all memory, loads -kernel, -initrd and -append by fw_cfg, parks the APs
 * and jumps to the 64-bit entry. Document: Linux Documentation/arch/x86/boot.rst.
 */
#include "loader.h"

enum {
	KEY_KERNEL_SIZE = 0x08, KEY_INITRD_SIZE = 0x0b, KEY_KERNEL_DATA = 0x11,
	KEY_INITRD_DATA = 0x12, KEY_CMDLINE_SIZE = 0x14, KEY_CMDLINE_DATA = 0x15,
	KEY_SETUP_DATA = 0x18, KEY_CPU_COUNT = 0x05, KEY_RAM_SIZE = 0x03,
	KERNEL_LOAD = 0x1000000,
	SETUP_HEADER = 0x1f1, SETUP_HEADER_LENGTH_BYTE = 0x201,
	MAPPED = 0x40000000,
	SETUP_CC_BLOB = 7,
	CC_BLOB_MAGIC = 0x45444d41,
};

struct e820 {
	u64 base, bytes;
	u32 type;
} __attribute__((packed));

static u8 *params(u32 offset)
{
	return (u8 *)(uintptr_t)BOOT_PARAMS + offset;
}

static void put32(u32 offset, u32 value)
{
	memory_copy(params(offset), &value, sizeof(value));
}

static u32 get32(u32 offset)
{
	u32 value;

	memory_copy(&value, params(offset), sizeof(value));
	return value;
}

static void zero(u64 start, u64 end)
{
	for (u64 at = start; at < end; at += 8)
		*private_word(at) = 0;
}

static void add_e820(u64 start, u64 end, u32 type)
{
	struct e820 e = { start, end - start, type };
	u32 n = params(0x1e8)[0]++;

	memory_copy(params(0x2d0 + n * (u32)sizeof(e)), &e, sizeof(e));
}

static void build_e820(u64 ram_end)
{
	add_e820(0, LAUNCH_START, 1);
	add_e820(LAUNCH_START, LAUNCH_END, 2);
	add_e820(LAUNCH_END, ACPI_TABLES, 1);
	add_e820(ACPI_TABLES, BOOT_DATA_END, 3);
	add_e820(BOOT_DATA_END, LOW_RAM_END, 1);
	add_e820(LOW_RAM_END, HIGH_RAM, 2);
	add_e820(HIGH_RAM, SHARED, 1);
	add_e820(SHARED, SHARED_END, 2);
	add_e820(SHARED_END, ram_end, 1);
}

static void cc_blob(void)
{
	u32 *blob = (u32 *)(uintptr_t)CC_BLOB;
	u32 *data = (u32 *)(uintptr_t)SETUP_DATA;

	blob[0] = CC_BLOB_MAGIC;
	blob[2] = SECRETS_GPA;
	blob[4] = PAGE_BYTES;
	blob[6] = CPUID_GPA;
	blob[8] = PAGE_BYTES;
	data[2] = SETUP_CC_BLOB;
	data[3] = sizeof(u32);
	data[4] = CC_BLOB;
	put32(0x250, SETUP_DATA);
}

static void load_kernel(void)
{
	static u8 setup[0x300];
	u32 initrd_bytes = fwcfg_u32(KEY_INITRD_SIZE), end;
	u64 initrd;

	fwcfg_load(KEY_SETUP_DATA, (u64)(uintptr_t)setup, sizeof(setup));
	end = 0x202u + setup[SETUP_HEADER_LENGTH_BYTE];
	memory_copy(params(SETUP_HEADER), setup + SETUP_HEADER, end - SETUP_HEADER);
	fwcfg_load(KEY_KERNEL_DATA, KERNEL_LOAD, fwcfg_u32(KEY_KERNEL_SIZE));
	fwcfg_load(KEY_CMDLINE_DATA, CMDLINE, fwcfg_u32(KEY_CMDLINE_SIZE));
	initrd = (KERNEL_LOAD + (u64)get32(0x260) + BYTES_2M - 1) & ~(u64)(BYTES_2M - 1);
	fwcfg_load(KEY_INITRD_DATA, initrd, initrd_bytes);
	params(0x210)[0] = 0xff;
	put32(0x218, (u32)initrd);
	put32(0x21c, initrd_bytes);
	put32(0x228, CMDLINE);
}

static void park_aps(struct ghcb *g)
{
	static const u32 icr[] = { 0x000c4500, 0x000c4600 };

	for (u32 i = 0; i < 2; i++) {
		memory_copy(g->buffer, &icr[i], sizeof(icr[i]));
		g->scratch = GHCB_GPA + offsetof(struct ghcb, buffer);
		ghcb_do(g, GHCB_EVENT_MMIO_WRITE, 0xfee00300, 4, 0, GHCB_FIELD(scratch));
	}
}

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);
	u64 ram_end, rsdp;
	u32 cpu_count;

	fwcfg_start(g);
	ram_end = fwcfg_u32(KEY_RAM_SIZE);
	cpu_count = fwcfg_u32(KEY_CPU_COUNT) & 0xffff;
	EXPECT(ram_end >= 0x10000000 && ram_end <= MAPPED);
	accept_range(g, 0, LAUNCH_START);
	accept_range(g, LAUNCH_END, LOW_MEMORY_END);
	accept_range(g, ROM_AREA, SHARED);
	accept_range(g, SHARED_END, ram_end);
	zero(0, LAUNCH_START);
	zero(LOW_RAM_END, LOW_MEMORY_END);
	zero(ROM_AREA, HIGH_RAM);
	zero(BOOT_DATA, BOOT_DATA_END);
	load_kernel();
	build_e820(ram_end);
	cc_blob();
	rsdp = acpi_build(g, cpu_count);
	put32(0x70, (u32)rsdp);
	if (cpu_count > 1)
		park_aps(g);
	__asm__ volatile("cli; jmp *%0" : : "r"(KERNEL_LOAD + 0x200ull), "S"(params(0))
			 : "memory");
	__builtin_unreachable();
}
