/* The initrd: where it comes to lie, and what the host cannot get through. */
#include "firmware/dev/fw_cfg.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/guest.h"

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
	assert_int_equal(guest_type_at(start + 2 * PAGE_SIZE), -1);
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
	(void)guest_setup_with_kernel(NULL);
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
	(void)guest_setup_with_kernel(NULL);
	keep_only(4 * GIB, 8 * GIB);
	guest.payload.kernel.initrd_limit = 0x80000000;
	assert_int_equal(load_initrd(INITRD_BYTES, 0), ERR_INITRD);
}

/* As under SEV-SNP: what nobody has claimed was accepted by nobody. */
static void leave_ram_unaccepted(void)
{
	struct memmap *map = &guest.memory.map;

	for (u32 i = 0; i < map->count; i++)
		if (map->entries[i].type == MEM_RAM)
			map->entries[i].type = MEM_UNACCEPTED;
	guest.memory.free = MEM_UNACCEPTED;
}

static void a_unit_that_the_kernel_could_not_accept_is_claimed_whole(void **state)
{
	u64 start = guest.payload.window.end;

	(void)state;
	leave_ram_unaccepted();
	assert_int_equal(load_initrd(INITRD_BYTES, start), OK);
	assert_initrd_at(start);
	assert_true(memmap_is(&guest.memory.map, (struct range){ start, start + PAGE_SIZE_2M }, MEM_LOADER));
	assert_int_equal(guest_type_at(start + PAGE_SIZE_2M), MEM_UNACCEPTED);
}

static void a_unit_that_is_not_all_free_is_claimed_to_the_page(void **state)
{
	u64 start = guest.payload.window.end;

	(void)state;
	keep_only(start, start + PAGE_SIZE_2M - PAGE_SIZE);
	leave_ram_unaccepted();
	assert_int_equal(load_initrd(INITRD_BYTES, start), OK);
	assert_initrd_at(start);
	assert_int_equal(guest_type_at(start + 2 * PAGE_SIZE), MEM_UNACCEPTED);
}

static void pages_that_were_accepted_before_are_no_place_for_an_initrd(void **state)
{
	struct range page = { guest.payload.window.end, guest.payload.window.end + PAGE_SIZE };

	(void)state;
	assert_int_equal(ledger_move(&guest.memory.ledger, page, PAGE_UNACCEPTED, PAGE_PRIVATE), OK);
	assert_error(load_initrd(INITRD_BYTES, 0), ERR_LEDGER_TWICE);
	assert_int_equal(fw_cfg_device_selects(FW_CFG_KEY_INITRD_DATA), 0);
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
	fw_cfg_device_lie(FW_CFG_DMA_ERROR, FW_CFG_KEY_INITRD_SIZE);
	assert_fault(load_initrd(INITRD_BYTES, 0), ERR_FW_CFG_DMA, FW_CFG_KEY_INITRD_SIZE, 1);
	fw_cfg_device_lie(FW_CFG_DMA_ERROR, FW_CFG_KEY_INITRD_DATA);
	assert_fault(load_initrd(INITRD_BYTES, guest.payload.window.end), ERR_FW_CFG_DMA,
		     FW_CFG_KEY_INITRD_DATA, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, guest_setup_with_kernel, guest_teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_initrd_goes_right_behind_the_kernel),
		TEST(no_initrd_is_none),
		TEST(less_than_a_2_mib_unit_behind_the_kernel_will_do),
		TEST(below_the_kernel_is_better_than_nowhere),
		TEST(page_0_is_never_an_initrd),
		TEST(the_kernels_limit_for_an_initrd_holds),
		TEST(an_initrd_goes_above_4_gib_if_it_must_and_may),
		TEST(a_unit_that_the_kernel_could_not_accept_is_claimed_whole),
		TEST(a_unit_that_is_not_all_free_is_claimed_to_the_page),
		TEST(pages_that_were_accepted_before_are_no_place_for_an_initrd),
		TEST(an_initrd_larger_than_ram_is_refused),
		TEST(a_failed_initrd_transfer_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
