/* The zero page: what the loader says, what the kernel's own header says, and nothing else. */
#include "firmware/boot/boot_params.h"
#include "firmware/boot/linux_abi.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"

#include <string.h>

#define PARAMS 0x200000u
#define SETUP 0x210000u
#define SETUP_BYTES 0x400u
#define HEADER_START 0x1f1u
#define HEADER_ROOM_END 0x26cu
#define POISON 0x5cu

static struct memmap map;
static struct payload payload;
static struct boot_params_input input;
static u8 *params, *setup_part;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	params = machine_ram(PARAMS, PAGE_SIZE, MACHINE_PRIVATE);
	setup_part = machine_ram(SETUP, SETUP_BYTES, MACHINE_PRIVATE);
	memset(setup_part, POISON, SETUP_BYTES);
	memmap_init(&map);
	assert_int_equal(memmap_add(&map, (struct range){ 0, 0xa0000 }, MEM_RAM), OK);
	assert_int_equal(memmap_add(&map, (struct range){ MIB, 64 * MIB }, MEM_RAM), OK);
	payload = (struct payload){
		.setup_gpa = SETUP,
		.kernel_gpa = 0x1000000,
		.kernel = { .setup_bytes = SETUP_BYTES, .header_end = HEADER_ROOM_END },
		.initrd = { 0x2000000, 0x2001234 },
		.cmdline_gpa = 0x222000,
	};
	input = (struct boot_params_input){
		.payload = &payload,
		.map = &map,
		.rsdp_gpa = 0x3fffe0,
		.system_table_gpa = 0x15000,
		.efi_map = { 0x223000, 3 },
	};
	return 0;
}

static void write_params(void)
{
	assert_int_equal(boot_params_write(PARAMS, &input), OK);
}

static void the_loaders_fields_are_the_loaders(void **state)
{
	(void)state;
	write_params();
	assert_int_equal(le16_load(params + 0x1fa), 0xffff); /* vid_mode */
	assert_int_equal(params[0x210], 0xff);               /* type_of_loader */
	assert_int_equal(le32_load(params + 0x214), 0x1000000);
	assert_int_equal(le32_load(params + 0x218), 0x2000000);
	assert_int_equal(le32_load(params + 0x21c), 0x1234);
	assert_int_equal(le32_load(params + 0x228), 0x222000);
	assert_int_equal(le64_load(params + 0x70), 0x3fffe0);
	assert_int_equal(params[0x1ec], 2); /* secure boot: disabled */
	assert_int_equal(params[0x1ef], 0); /* sentinel */
}

struct field {
	u32 offset, bytes;
};

static void assert_zero(u32 offset, u32 bytes)
{
	for (u32 i = 0; i < bytes; i++)
		if (params[offset + i] != 0)
			fail_msg("boot_params byte %#x is %#x", offset + i, params[offset + i]);
}

/* The file's author could have put addresses of his choice here. */
static void no_pointer_of_the_file_gets_through(void **state)
{
	static const struct field pointers[] = {
		{ 0x220, 4 }, /* bootsect_kludge */
		{ 0x224, 2 }, /* heap_end_ptr */
		{ 0x226, 1 }, /* ext_loader_ver */
		{ 0x227, 1 }, /* ext_loader_type */
		{ 0x23c, 4 }, /* hardware_subarch */
		{ 0x240, 8 }, /* hardware_subarch_data */
		{ 0x208, 4 }, /* realmode_swtch */
		{ 0x250, 8 }, /* setup_data */
	};

	(void)state;
	write_params();
	for (size_t i = 0; i < COUNT_OF(pointers); i++)
		assert_zero(pointers[i].offset, pointers[i].bytes);
}

static void without_an_initrd_its_fields_are_zero(void **state)
{
	(void)state;
	payload.initrd = (struct range){ 0, 0 };
	write_params();
	assert_zero(0x218, 8);
	assert_zero(0xc0, 8);
}

static void what_the_kernel_says_of_itself_is_kept(void **state)
{
	static const struct field constants[] = {
		{ 0x1f1, 1 }, /* setup_sects */
		{ 0x1f4, 4 }, /* syssize */
		{ 0x1fe, 2 }, /* boot_flag */
		{ 0x202, 6 }, /* magic, version */
		{ 0x211, 1 }, /* loadflags */
		{ 0x22c, 12 }, /* initrd_addr_max, kernel_alignment, relocatable, min_alignment, xload */
		{ 0x238, 4 }, /* cmdline_size */
		{ 0x248, 8 }, /* payload */
		{ 0x258, 20 }, /* pref_address, init_size, handover_offset, kernel_info_offset */
	};

	(void)state;
	write_params();
	for (size_t i = 0; i < COUNT_OF(constants); i++)
		assert_memory_equal(params + constants[i].offset, setup_part + constants[i].offset,
				    constants[i].bytes);
}

/* Page content from before, and the file around the header, leave no trace. */
static void everything_else_is_zero(void **state)
{
	static const struct field ours[] = {
		{ 0x70, 8 },  { 0x1c0, 32 }, { 0x1e8, 1 },
		{ 0x1ec, 1 }, { HEADER_START, HEADER_ROOM_END - HEADER_START }, { 0x2d0, 2 * 20 },
	};

	(void)state;
	write_params();
	for (size_t i = 0; i < COUNT_OF(ours); i++)
		memset(params + ours[i].offset, 0, ours[i].bytes);
	assert_zero(0, PAGE_SIZE);
}

static void a_shorter_header_is_copied_to_its_end_only(void **state)
{
	(void)state;
	payload.kernel.header_end = 0x264;
	write_params();
	assert_int_equal(params[0x263], POISON);
	assert_zero(0x264, 0x2d0 - 0x264);
}

static void a_longer_header_is_cut_at_the_room_for_it(void **state)
{
	(void)state;
	payload.kernel.header_end = 0x290;
	write_params();
	assert_int_equal(params[HEADER_ROOM_END - 1], POISON);
	assert_zero(HEADER_ROOM_END, 0x2d0 - HEADER_ROOM_END);
}

static void addresses_above_4_gib_are_split(void **state)
{
	(void)state;
	payload.initrd = (struct range){ 0x123456000, 0x1a3456789 };
	payload.cmdline_gpa = 0x5abcde000;
	write_params();
	assert_int_equal(le32_load(params + 0x218), 0x23456000);
	assert_int_equal(le32_load(params + 0xc0), 1);
	assert_int_equal(le32_load(params + 0x21c), 0x80000789);
	assert_int_equal(le32_load(params + 0xc4), 0);
	assert_int_equal(le32_load(params + 0x228), 0xabcde000);
	assert_int_equal(le32_load(params + 0xc8), 5);
	payload.initrd = (struct range){ 0x100000000, 0x240000000 };
	write_params();
	assert_int_equal(le32_load(params + 0x21c), 0x40000000);
	assert_int_equal(le32_load(params + 0xc4), 1);
}

static void efi_is_announced_with_map_and_table(void **state)
{
	const u8 *efi;

	(void)state;
	input.system_table_gpa = 0x700015000;
	input.efi_map = (struct efi_map){ 0x900223000, 7 };
	write_params();
	efi = params + 0x1c0;
	assert_memory_equal(efi, "EL64", 4);
	assert_int_equal(le32_load(efi + 4), 0x15000);
	assert_int_equal(le32_load(efi + 8), 40);
	assert_int_equal(le32_load(efi + 12), 1);
	assert_int_equal(le32_load(efi + 16), 0x223000);
	assert_int_equal(le32_load(efi + 20), 7 * 40);
	assert_int_equal(le32_load(efi + 24), 7);
	assert_int_equal(le32_load(efi + 28), 9);
}

static void the_memory_map_is_in_the_table(void **state)
{
	const u8 *entry;

	(void)state;
	write_params();
	assert_int_equal(params[0x1e8], 2);
	entry = params + 0x2d0 + 20;
	assert_int_equal(le64_load(entry), MIB);
	assert_int_equal(le64_load(entry + 8), 63 * MIB);
	assert_int_equal(le32_load(entry + 16), 1);
}

/* Every second page, so that none merge. */
static void fill_map(u32 entries)
{
	memmap_init(&map);
	for (u64 i = 0; i < entries; i++)
		assert_int_equal(memmap_add(&map, (struct range){ 2 * i * PAGE_SIZE,
								   (2 * i + 1) * PAGE_SIZE },
					    MEM_RAM), OK);
}

static void a_map_larger_than_the_table_is_an_error(void **state)
{
	(void)state;
	fill_map(LINUX_E820_MAX);
	write_params();
	assert_int_equal(params[0x1e8], LINUX_E820_MAX);
	assert_zero(0xcd0, 0x330);
	fill_map(LINUX_E820_MAX + 1);
	assert_fault(boot_params_write(PARAMS, &input), ERR_HANDOFF_MAP,
		     2 * LINUX_E820_MAX * PAGE_SIZE, (2 * LINUX_E820_MAX + 1) * PAGE_SIZE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_loaders_fields_are_the_loaders),
		TEST(no_pointer_of_the_file_gets_through),
		TEST(without_an_initrd_its_fields_are_zero),
		TEST(what_the_kernel_says_of_itself_is_kept),
		TEST(everything_else_is_zero),
		TEST(a_shorter_header_is_copied_to_its_end_only),
		TEST(a_longer_header_is_cut_at_the_room_for_it),
		TEST(addresses_above_4_gib_are_split),
		TEST(efi_is_announced_with_map_and_table),
		TEST(the_memory_map_is_in_the_table),
		TEST(a_map_larger_than_the_table_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
