/* test_ram.c - how QEMU's RAM is divided. */
#include "tests/snphost/ram.h"
#include "tests/snphost/unit/cmocka_all.h"

static struct ram_map map;

static void one_range(void **state)
{
	const struct e820_entry e[] = { { 0, 0x82000000, E820_RAM },
					{ 0xfd00000000, 0x300000000, 2 } };

	(void)state;
	assert_true(ram_map_build(&map, e, 2));
	assert_true(map.guest_bytes == 1000 * MIB && map.guest_bytes % BYTES_2M == 0);
	assert_int_equal(map.host.end, 0x82000000);
	assert_true(ram_is_guest(&map, 0, PAGE_BYTES));
	assert_true(ram_is_guest(&map, 1000 * MIB - PAGE_BYTES, PAGE_BYTES));
	assert_false(ram_is_guest(&map, 1000 * MIB - PAGE_BYTES, 2 * PAGE_BYTES));
	assert_false(ram_is_guest(&map, 0xfd00000000, PAGE_BYTES));
	assert_int_equal(ram_private_of(&map, 0x5000), 1000 * MIB + 0x5000);
}

static void two_ranges_keep_frames_apart(void **state)
{
	const struct e820_entry e[] = { { 4 * GIB, 8 * GIB, E820_RAM },
					{ 0, 2 * GIB, E820_RAM } };
	struct e820_entry out[4];

	(void)state;
	assert_true(ram_map_build(&map, e, 2));
	map.guest_bytes = 4 * GIB;
	assert_true(ram_is_guest(&map, 6 * GIB - PAGE_BYTES, PAGE_BYTES));
	assert_false(ram_is_guest(&map, 6 * GIB, PAGE_BYTES));
	assert_false(ram_is_guest(&map, 3 * GIB, PAGE_BYTES));
	assert_int_equal(ram_private_of(&map, 0), 6 * GIB);
	assert_int_equal(ram_private_of(&map, 4 * GIB), 8 * GIB);
	assert_true(ram_private_of(&map, 6 * GIB - PAGE_BYTES) < map.host.start);
	assert_int_equal(ram_guest_e820(&map, e, 2, out), 2);
	assert_int_equal(out[0].length, 2 * GIB);
	assert_int_equal(out[1].length, 2 * GIB);
}

static void entries_without_guest_ram_disappear(void **state)
{
	const struct e820_entry e[] = { { 0, 2 * GIB, E820_RAM }, { 4 * GIB, GIB, E820_RAM },
					{ 0xb0000000, 0x10000000, 2 } };
	struct e820_entry out[4];

	(void)state;
	assert_true(ram_map_build(&map, e, 3));
	map.guest_bytes = GIB;
	assert_int_equal(ram_guest_e820(&map, e, 3, out), 2);
	assert_int_equal(out[0].length, GIB);
	assert_int_equal(out[1].type, 2);
}

static void too_little_ram_is_told(void **state)
{
	const struct e820_entry e[] = { { 0, 32 * MIB, E820_RAM } };

	(void)state;
	assert_false(ram_map_build(&map, e, 1));
	assert_false(ram_map_build(&map, e, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_range),
		cmocka_unit_test(two_ranges_keep_frames_apart),
		cmocka_unit_test(entries_without_guest_ram_disappear),
		cmocka_unit_test(too_little_ram_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
