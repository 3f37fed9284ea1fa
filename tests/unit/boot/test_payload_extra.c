/* Command line and initrd: where they come to lie, and what the host cannot get through. */
#include "firmware/dev/fw_cfg.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/layout.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/guest.h"

#include <string.h>

static u8 text[CMDLINE_BYTES_MAX + 1];

static int setup(void **state)
{
	(void)guest_setup(state);
	memset(text, 0, sizeof(text));
	assert_int_equal(guest_load_kernel(), OK);
	return 0;
}

static enum err load_cmdline(u32 size)
{
	guest.cmdline_size = size;
	fw_cfg_device_set(FW_CFG_KEY_CMDLINE_DATA, text, size < sizeof(text) ? size : sizeof(text));
	return payload_load_cmdline(&guest.memory, &guest.measured, &guest.payload);
}

static void a_command_line_ends_in_a_nul(void **state)
{
	const char *loaded;

	(void)state;
	memcpy(text, "console=ttyS0", 13);
	assert_int_equal(load_cmdline(14), OK);
	loaded = phys_ptr(guest.payload.cmdline_gpa, CMDLINE_BYTES_MIN);
	assert_string_equal(loaded, "console=ttyS0");
	assert_int_equal(guest.payload.cmdline_bytes, 14);
}

static void no_command_line_is_an_empty_one(void **state)
{
	(void)state;
	assert_int_equal(load_cmdline(0), OK);
	assert_string_equal(phys_ptr(guest.payload.cmdline_gpa, CMDLINE_BYTES_MIN), "");
	assert_int_equal(load_cmdline(1), OK);
	assert_string_equal(phys_ptr(guest.payload.cmdline_gpa, CMDLINE_BYTES_MIN), "");
}

static void the_kernels_limit_is_exact(void **state)
{
	(void)state;
	memset(text, 'x', GUEST_CMDLINE_LIMIT);
	assert_int_equal(load_cmdline(GUEST_CMDLINE_LIMIT + 1), OK);
	text[GUEST_CMDLINE_LIMIT] = 'x';
	assert_fault(load_cmdline(GUEST_CMDLINE_LIMIT + 2), ERR_CMDLINE, GUEST_CMDLINE_LIMIT + 2,
		     GUEST_CMDLINE_LIMIT);
	/* bytes within the limit, but none of them NUL */
	assert_fault(load_cmdline(GUEST_CMDLINE_LIMIT + 1), ERR_CMDLINE, GUEST_CMDLINE_LIMIT + 1,
		     GUEST_CMDLINE_LIMIT);
}

static void what_is_no_string_is_refused(void **state)
{
	(void)state;
	memcpy(text, "quiet\0init=/evil", 17);
	assert_fault(load_cmdline(17), ERR_CMDLINE, 17, GUEST_CMDLINE_LIMIT);
	memcpy(text, "quiet", 5);
	assert_fault(load_cmdline(5), ERR_CMDLINE, 5, GUEST_CMDLINE_LIMIT); /* no NUL */
}

static void a_kernel_that_takes_any_length_is_given_64_kib(void **state)
{
	(void)state;
	guest.payload.kernel.cmdline_bytes = 0xffffffff;
	memset(text, 'y', CMDLINE_BYTES_MAX - 1);
	assert_int_equal(load_cmdline(CMDLINE_BYTES_MAX), OK);
	assert_int_equal(strlen(phys_ptr(guest.payload.cmdline_gpa, CMDLINE_BYTES_MAX)),
			 CMDLINE_BYTES_MAX - 1);
	assert_fault(load_cmdline(CMDLINE_BYTES_MAX + 1), ERR_CMDLINE, CMDLINE_BYTES_MAX + 1,
		     0xffffffff);
	assert_fault(load_cmdline(0xffffffff), ERR_CMDLINE, 0xffffffff, 0xffffffff);
}

static void a_failed_command_line_transfer_is_reported(void **state)
{
	(void)state;
	fw_cfg_device_lie(FW_CFG_DMA_ERROR, FW_CFG_KEY_CMDLINE_DATA);
	assert_fault(load_cmdline(3), ERR_FW_CFG_DMA, FW_CFG_KEY_CMDLINE_DATA, 1);
	guest.memory.arena.bottom = guest.memory.arena.top;
	assert_fault(load_cmdline(3), ERR_NO_RAM, CMDLINE_BYTES_MIN, 0);
}

#define INITRD_BYTES 0x1801u
static u8 initrd[INITRD_BYTES];

/* Offers an initrd of `size` bytes; RAM for the test exists where it is expected to go. */
static enum err load_initrd(u32 size, u64 expected_gpa)
{
	for (u32 i = 0; i < INITRD_BYTES; i++)
		initrd[i] = (u8)(i ^ i >> 8);
	if (expected_gpa != 0)
		(void)machine_ram(expected_gpa, INITRD_BYTES, MACHINE_PRIVATE);
	guest.initrd_size = size;
	fw_cfg_device_set(FW_CFG_KEY_INITRD_DATA, initrd, INITRD_BYTES);
	return payload_load_initrd(&guest.memory, &guest.measured, &guest.payload);
}

static void assert_initrd_at(u64 gpa)
{
	struct range pages = { gpa, gpa + align_up(INITRD_BYTES, PAGE_SIZE) };

	assert_int_equal(guest.payload.initrd.start, gpa);
	assert_int_equal(guest.payload.initrd.end, gpa + INITRD_BYTES);
	assert_memory_equal(phys_ptr(gpa, INITRD_BYTES), initrd, INITRD_BYTES);
	assert_true(memmap_is(&guest.memory.map, pages, MEM_LOADER));
	assert_true(ledger_is(&guest.memory.ledger, pages, PAGE_PRIVATE));
	assert_false(range_overlaps(pages, guest.payload.window));
}

static void an_initrd_goes_right_behind_the_kernel(void **state)
{
	(void)state;
	assert_int_equal(load_initrd(INITRD_BYTES, guest.payload.window.end), OK);
	assert_initrd_at(guest.payload.window.end);
	assert_int_equal(guest_type_at(guest.payload.window.end + 2 * PAGE_SIZE), MEM_RAM);
}

static void no_initrd_is_none(void **state)
{
	(void)state;
	assert_int_equal(load_initrd(0, 0), OK);
	assert_true(range_is_empty(guest.payload.initrd));
	assert_int_equal(fw_cfg_device_selects(FW_CFG_KEY_INITRD_DATA), 0);
}

static void keep_only(u64 start, u64 end)
{
	struct memmap *map = &guest.memory.map;

	memmap_init(map);
	assert_int_equal(memmap_add(map, (struct range){ start, end }, MEM_RAM), OK);
}

static void less_than_a_2_mib_unit_behind_the_kernel_will_do(void **state)
{
	u64 start = guest.payload.window.end + PAGE_SIZE;

	(void)state;
	keep_only(start, start + 2 * PAGE_SIZE);
	assert_int_equal(load_initrd(INITRD_BYTES, start), OK);
	assert_initrd_at(start);
}

static void below_the_kernel_is_better_than_nowhere(void **state)
{
	(void)state;
	keep_only(0x400000, 0x400000 + 2 * PAGE_SIZE);
	assert_int_equal(load_initrd(INITRD_BYTES, 0x400000), OK);
	assert_initrd_at(0x400000);
}

static void page_0_is_never_an_initrd(void **state)
{
	(void)state;
	keep_only(0, 2 * PAGE_SIZE);
	assert_int_equal(load_initrd(INITRD_BYTES, 0), ERR_INITRD);
}

/* The end decides, to the byte: initrd_addr_max of old kernels. */
static void the_kernels_limit_for_an_initrd_holds(void **state)
{
	u64 start = guest.payload.window.end;

	(void)state;
	guest.payload.kernel.initrd_limit = start + 2 * PAGE_SIZE;
	assert_int_equal(load_initrd(INITRD_BYTES, start), OK);
	(void)guest_teardown(NULL);
	(void)setup(NULL);
	guest.payload.kernel.initrd_limit = start + PAGE_SIZE;
	keep_only(start, start + 16 * MIB);
	assert_fault(load_initrd(INITRD_BYTES, 0), ERR_INITRD, INITRD_BYTES, start + PAGE_SIZE);
}

static void an_initrd_goes_above_4_gib_if_it_must_and_may(void **state)
{
	(void)state;
	keep_only(4 * GIB, 8 * GIB);
	assert_int_equal(load_initrd(INITRD_BYTES, 4 * GIB), OK);
	assert_initrd_at(4 * GIB);
	(void)guest_teardown(NULL);
	(void)setup(NULL);
	keep_only(4 * GIB, 8 * GIB);
	guest.payload.kernel.initrd_limit = 0x80000000;
	assert_int_equal(load_initrd(INITRD_BYTES, 0), ERR_INITRD);
}

static void an_initrd_larger_than_ram_is_refused(void **state)
{
	static const u32 sizes[] = { GUEST_RAM_END, 0x80000000, 0xffffffff };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++)
		assert_fault(load_initrd(sizes[i], 0), ERR_INITRD, sizes[i],
			     guest.payload.kernel.initrd_limit);
	assert_int_equal(fw_cfg_device_selects(FW_CFG_KEY_INITRD_DATA), 0);
}

static void a_failed_initrd_transfer_is_reported(void **state)
{
	(void)state;
	fw_cfg_device_lie(FW_CFG_DMA_ERROR, FW_CFG_KEY_INITRD_DATA);
	assert_fault(load_initrd(INITRD_BYTES, guest.payload.window.end), ERR_FW_CFG_DMA,
		     FW_CFG_KEY_INITRD_DATA, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_command_line_ends_in_a_nul),
		TEST(no_command_line_is_an_empty_one),
		TEST(the_kernels_limit_is_exact),
		TEST(what_is_no_string_is_refused),
		TEST(a_kernel_that_takes_any_length_is_given_64_kib),
		TEST(a_failed_command_line_transfer_is_reported),
		TEST(an_initrd_goes_right_behind_the_kernel),
		TEST(no_initrd_is_none),
		TEST(less_than_a_2_mib_unit_behind_the_kernel_will_do),
		TEST(below_the_kernel_is_better_than_nowhere),
		TEST(page_0_is_never_an_initrd),
		TEST(the_kernels_limit_for_an_initrd_holds),
		TEST(an_initrd_goes_above_4_gib_if_it_must_and_may),
		TEST(an_initrd_larger_than_ram_is_refused),
		TEST(a_failed_initrd_transfer_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
