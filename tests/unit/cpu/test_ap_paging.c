/* The tables of parked CPUs, walked as the CPU does. */
#include "firmware/cpu/ap_paging.h"
#include "firmware/mem/layout.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"

#define TABLES 0x52000u
#define TABLE_PAGES 6u
#define C_BIT (1ull << 51)
#define ADDRESS 0x7fffffffff000ull
#define NOT_MAPPED ~0ull

static const struct range pages = { TABLES, TABLES + TABLE_PAGES * 4096 };
static u64 cr3;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	(void)machine_ram(pages.start, range_bytes(pages), MACHINE_PRIVATE);
	return 0;
}

/* The leaf that maps `address`, or NOT_MAPPED; each table on the way has the C-bit and lies in `pages`. */
static u64 leaf_of(u64 root, u64 address)
{
	u64 entry = root;

	for (u32 shift = 39; shift >= 21; shift -= 9) {
		u64 table = entry & ADDRESS;

		assert_true(entry & C_BIT);
		assert_in_range(table, pages.start, pages.end - 4096);
		entry = ((u64 *)phys_ptr(table, 4096))[address >> shift & 511];
		if (!(entry & 1))
			return NOT_MAPPED;
	}
	assert_true(entry & 0x80);
	return entry;
}

static void assert_maps(u64 address, bool is_writable)
{
	u64 leaf = leaf_of(cr3, address);

	assert_int_equal(leaf & ~0x1fffffull, (address & ~0x1fffffull) | C_BIT);
	assert_int_equal(leaf & 0x61, is_writable ? 0x61 : 0x21); /* no walk has to write */
	assert_int_equal((leaf & 2) != 0, is_writable);
}

static void ram_is_mapped_identically_with_the_c_bit(void **state)
{
	(void)state;
	cr3 = ap_paging_build(pages, 3 * GIB, C_BIT);
	assert_int_equal(cr3, TABLES | C_BIT);
	assert_maps(0, true);
	assert_maps(0x9f000, true);
	assert_maps(GIB, true);
	assert_maps(3 * GIB - 1, true);
}

static void the_rom_can_be_run_and_not_written(void **state)
{
	(void)state;
	cr3 = ap_paging_build(pages, GIB, C_BIT);
	assert_maps(layout_rom().start, false);
	assert_maps(4 * GIB - 1, false);
}

static void devices_and_what_is_above_4_gib_are_not_mapped(void **state)
{
	(void)state;
	cr3 = ap_paging_build(pages, 3 * GIB, C_BIT);
	assert_int_equal(leaf_of(cr3, 3 * GIB), NOT_MAPPED);
	assert_int_equal(leaf_of(cr3, 0xfee00000), NOT_MAPPED);
	assert_int_equal(leaf_of(cr3, 4 * GIB), NOT_MAPPED);
	assert_int_equal(leaf_of(cr3, 1ull << 39), NOT_MAPPED);
}

static void a_last_piece_of_ram_is_mapped_whole(void **state)
{
	(void)state;
	cr3 = ap_paging_build(pages, 16 * MIB + 4096, C_BIT);
	assert_maps(16 * MIB, true);
	assert_int_equal(leaf_of(cr3, 18 * MIB), NOT_MAPPED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ram_is_mapped_identically_with_the_c_bit),
		TEST(the_rom_can_be_run_and_not_written),
		TEST(devices_and_what_is_above_4_gib_are_not_mapped),
		TEST(a_last_piece_of_ram_is_mapped_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
