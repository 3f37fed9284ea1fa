/* The memory map: what it refuses, and that a refusal changes nothing. */
#include "firmware/mem/memmap.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <string.h>

static struct memmap map;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	memmap_init(&map);
	return 0;
}

static struct range pages(u64 first, u64 end)
{
	return (struct range){ first * PAGE_SIZE, end * PAGE_SIZE };
}

static void add(u64 first, u64 end, enum mem_type type)
{
	assert_int_equal(memmap_add(&map, pages(first, end), type), OK);
}

static void added_ranges_are_found(void **state)
{
	(void)state;
	add(16, 32, MEM_RAM);
	add(0, 16, MEM_DEVICE);
	assert_int_equal(map.count, 2);
	assert_true(memmap_is(&map, pages(16, 32), MEM_RAM));
	assert_true(memmap_is(&map, pages(0, 16), MEM_DEVICE));
	assert_false(memmap_is(&map, pages(15, 17), MEM_RAM));
	assert_int_equal(memmap_bytes(&map, MEM_RAM), 16 * PAGE_SIZE);
	assert_int_equal(memmap_bytes(&map, MEM_ACPI), 0);
}

static void an_overlap_is_a_conflict_and_is_named(void **state)
{
	(void)state;
	add(16, 32, MEM_RAM);
	assert_fault(memmap_add(&map, pages(31, 40), MEM_DEVICE), ERR_E820_CONFLICT,
		     31 * PAGE_SIZE, 32 * PAGE_SIZE);
	assert_fault(memmap_add(&map, pages(10, 17), MEM_RAM), ERR_E820_CONFLICT, 16 * PAGE_SIZE,
		     17 * PAGE_SIZE);
	assert_fault(memmap_add(&map, pages(0, 100), MEM_RAM), ERR_E820_CONFLICT, 16 * PAGE_SIZE,
		     32 * PAGE_SIZE);
	assert_fault(memmap_add(&map, pages(20, 21), MEM_RAM), ERR_E820_CONFLICT, 20 * PAGE_SIZE,
		     21 * PAGE_SIZE);
	assert_int_equal(map.count, 1);
	add(32, 40, MEM_DEVICE);
	add(10, 16, MEM_RAM);
}

static void partial_and_empty_pages_are_malformed(void **state)
{
	(void)state;
	assert_fault(memmap_add(&map, pages(3, 3), MEM_RAM), ERR_E820_MALFORMED, 3 * PAGE_SIZE,
		     3 * PAGE_SIZE);
	assert_fault(memmap_add(&map, (struct range){ 1, PAGE_SIZE }, MEM_RAM), ERR_E820_MALFORMED,
		     1, PAGE_SIZE);
	assert_fault(memmap_add(&map, (struct range){ 0, PAGE_SIZE - 1 }, MEM_RAM),
		     ERR_E820_MALFORMED, 0, PAGE_SIZE - 1);
	assert_fault(memmap_add(&map, pages(4, 3), MEM_RAM), ERR_E820_MALFORMED, 4 * PAGE_SIZE,
		     3 * PAGE_SIZE);
	assert_int_equal(map.count, 0);
}

static void a_full_map_refuses_and_stays_as_it_is(void **state)
{
	struct memmap before;

	(void)state;
	for (u64 i = 0; i < MEMMAP_MAX; i++)
		add(i * 4, i * 4 + 3, MEM_RAM);
	before = map;
	assert_fault(memmap_add(&map, pages(5000, 5001), MEM_RAM), ERR_HANDOFF_MAP,
		     5000 * PAGE_SIZE, 5001 * PAGE_SIZE);
	assert_fault(memmap_retype(&map, pages(5, 6), MEM_RAM, MEM_ACPI), ERR_HANDOFF_MAP,
		     5 * PAGE_SIZE, 6 * PAGE_SIZE);
	assert_memory_equal(&map, &before, sizeof(map));
}

static void retyping_splits_and_merges(void **state)
{
	(void)state;
	add(0, 100, MEM_RAM);
	assert_int_equal(memmap_retype(&map, pages(10, 20), MEM_RAM, MEM_LOADER), OK);
	assert_int_equal(map.count, 3);
	assert_true(memmap_is(&map, pages(0, 10), MEM_RAM));
	assert_true(memmap_is(&map, pages(10, 20), MEM_LOADER));
	assert_true(memmap_is(&map, pages(20, 100), MEM_RAM));
	assert_int_equal(memmap_retype(&map, pages(20, 30), MEM_RAM, MEM_LOADER), OK);
	assert_int_equal(map.count, 3);
	assert_int_equal(memmap_retype(&map, pages(10, 30), MEM_LOADER, MEM_RAM), OK);
	assert_int_equal(map.count, 1);
}

static void retyping_wants_every_page_to_have_the_old_type(void **state)
{
	struct memmap before;

	(void)state;
	add(0, 10, MEM_RAM);
	add(10, 20, MEM_ACPI);
	before = map;
	assert_fault(memmap_retype(&map, pages(5, 15), MEM_RAM, MEM_LOADER), ERR_HANDOFF_MAP,
		     5 * PAGE_SIZE, 15 * PAGE_SIZE);
	assert_fault(memmap_retype(&map, pages(15, 25), MEM_ACPI, MEM_LOADER), ERR_HANDOFF_MAP,
		     15 * PAGE_SIZE, 25 * PAGE_SIZE);
	assert_fault(memmap_retype(&map, (struct range){ 1, PAGE_SIZE }, MEM_RAM, MEM_LOADER),
		     ERR_HANDOFF_MAP, 1, PAGE_SIZE);
	assert_fault(memmap_retype(&map, pages(6, 5), MEM_RAM, MEM_LOADER), ERR_HANDOFF_MAP,
		     6 * PAGE_SIZE, 5 * PAGE_SIZE);
	assert_memory_equal(&map, &before, sizeof(map));
	assert_int_equal(memmap_retype(&map, pages(50, 50), MEM_RAM, MEM_LOADER), OK);
	assert_memory_equal(&map, &before, sizeof(map));
}

static void find_gives_the_lowest_aligned_place(void **state)
{
	const struct range anywhere = { 0, ~0ull };
	u64 start = 42;

	(void)state;
	add(1, 3, MEM_RAM);
	add(3, 5, MEM_ACPI);
	add(5, 16, MEM_RAM);
	assert_true(memmap_find(&map, anywhere, MEM_RAM, PAGE_SIZE, PAGE_SIZE, &start));
	assert_int_equal(start, PAGE_SIZE);
	assert_true(memmap_find(&map, anywhere, MEM_RAM, 3 * PAGE_SIZE, PAGE_SIZE, &start));
	assert_int_equal(start, 5 * PAGE_SIZE);
	assert_true(memmap_find(&map, anywhere, MEM_RAM, PAGE_SIZE, 4 * PAGE_SIZE, &start));
	assert_int_equal(start, 8 * PAGE_SIZE);
	/* Exactly the rest, then one byte too many. */
	assert_true(memmap_find(&map, anywhere, MEM_RAM, 8 * PAGE_SIZE, 8 * PAGE_SIZE, &start));
	assert_int_equal(start, 8 * PAGE_SIZE);
	assert_false(memmap_find(&map, anywhere, MEM_RAM, 8 * PAGE_SIZE + 1, 8 * PAGE_SIZE,
				 &start));
	assert_false(memmap_find(&map, anywhere, MEM_RAM, ~0ull, 1, &start));
	assert_false(memmap_find(&map, anywhere, MEM_RAM, 1, 1ull << 63, &start));
	assert_false(memmap_find(&map, anywhere, MEM_NVS, 1, 1, &start));
	assert_int_equal(start, 8 * PAGE_SIZE);
}

static void find_stays_within_its_bounds(void **state)
{
	u64 start;

	(void)state;
	add(0, 100, MEM_RAM);
	assert_true(memmap_find(&map, pages(10, 20), MEM_RAM, 10 * PAGE_SIZE, 1, &start));
	assert_int_equal(start, 10 * PAGE_SIZE);
	assert_false(memmap_find(&map, pages(10, 20), MEM_RAM, 10 * PAGE_SIZE + 1, 1, &start));
	assert_true(memmap_find(&map, (struct range){ 123, 456 }, MEM_RAM, 333, 1, &start));
	assert_int_equal(start, 123);
	assert_false(memmap_find(&map, (struct range){ 100, 100 }, MEM_RAM, 1, 1, &start));
	assert_false(memmap_find(&map, pages(100, 200), MEM_RAM, 1, 1, &start));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(added_ranges_are_found, setup),
		cmocka_unit_test_setup(an_overlap_is_a_conflict_and_is_named, setup),
		cmocka_unit_test_setup(partial_and_empty_pages_are_malformed, setup),
		cmocka_unit_test_setup(a_full_map_refuses_and_stays_as_it_is, setup),
		cmocka_unit_test_setup(retyping_splits_and_merges, setup),
		cmocka_unit_test_setup(retyping_wants_every_page_to_have_the_old_type, setup),
		cmocka_unit_test_setup(find_gives_the_lowest_aligned_place, setup),
		cmocka_unit_test_setup(find_stays_within_its_bounds, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
