/* The arena: alignment, exhaustion from both ends, and ends that never share a page. */
#include "firmware/mem/arena.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#define START 0x100000u
#define END 0x110000u

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	arena_init(&arena, (struct range){ START, END });
	return 0;
}

static u64 low(u64 bytes, u64 alignment)
{
	u64 gpa = 0;

	assert_int_equal(arena_take_low(&arena, bytes, alignment, &gpa), OK);
	return gpa;
}

static u64 high(u64 bytes, u64 alignment)
{
	u64 gpa = 0;

	assert_int_equal(arena_take_high(&arena, bytes, alignment, &gpa), OK);
	return gpa;
}

static void a_new_arena_has_nothing_taken(void **state)
{
	(void)state;
	assert_true(range_is_empty(arena_low_pages(&arena)));
	assert_true(range_is_empty(arena_high_pages(&arena)));
}

static void low_blocks_grow_upwards_and_are_aligned(void **state)
{
	(void)state;
	assert_int_equal(low(1, 1), START);
	assert_int_equal(low(16, 16), START + 16);
	assert_int_equal(low(1, 0x1000), START + 0x1000);
	assert_int_equal(arena_low_pages(&arena).start, START);
	assert_int_equal(arena_low_pages(&arena).end, START + 0x2000);
}

static void high_blocks_grow_downwards_and_are_aligned(void **state)
{
	(void)state;
	assert_int_equal(high(1, 1), END - 1);
	assert_int_equal(high(16, 16), END - 32);
	assert_int_equal(high(1, 0x1000), END - 0x1000);
	assert_int_equal(high(1, 1), END - 0x1001);
	assert_int_equal(arena_high_pages(&arena).start, END - 0x2000);
	assert_int_equal(arena_high_pages(&arena).end, END);
}

static void all_of_it_can_be_taken_and_not_a_byte_more(void **state)
{
	u64 gpa = 42;

	(void)state;
	assert_int_equal(low(END - START, 1), START);
	assert_fault(arena_take_low(&arena, 1, 1, &gpa), ERR_NO_RAM, 1, 0);
	assert_fault(arena_take_high(&arena, 1, 1, &gpa), ERR_NO_RAM, 1, 0);
	assert_int_equal(gpa, 42);
	(void)setup(NULL);
	assert_int_equal(high(END - START, 1), START);
	assert_fault(arena_take_high(&arena, 1, 1, &gpa), ERR_NO_RAM, 1, 0);
	assert_fault(arena_take_low(&arena, 1, 1, &gpa), ERR_NO_RAM, 1, 0);
}

static void the_two_ends_do_not_share_a_page(void **state)
{
	u64 gpa;

	(void)state;
	(void)high(END - START - 0x1001, 1); /* top is now one byte below the second page */
	assert_fault(arena_take_low(&arena, 0x1001, 1, &gpa), ERR_NO_RAM, 0x1001, 0);
	assert_int_equal(low(0x1000, 1), START);
	assert_int_equal(arena_low_pages(&arena).end, arena_high_pages(&arena).start);
	(void)setup(NULL);
	(void)low(0x1001, 1);
	assert_fault(arena_take_high(&arena, END - START - 0x1001, 1, &gpa), ERR_NO_RAM,
		     END - START - 0x1001, 0);
	assert_int_equal(high(END - START - 0x2000, 1), START + 0x2000);
}

static void sizes_that_wrap_are_refused(void **state)
{
	u64 gpa;

	(void)state;
	(void)low(1, 1);
	(void)high(1, 1);
	assert_fault(arena_take_low(&arena, ~0ull, 1, &gpa), ERR_NO_RAM, ~0ull, 0);
	assert_fault(arena_take_high(&arena, ~0ull, 1, &gpa), ERR_NO_RAM, ~0ull, 0);
	assert_fault(arena_take_low(&arena, 1, 1ull << 63, &gpa), ERR_NO_RAM, 1, 0);
	assert_fault(arena_take_high(&arena, 1, 1ull << 63, &gpa), ERR_NO_RAM, 1, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_new_arena_has_nothing_taken, setup),
		cmocka_unit_test_setup(low_blocks_grow_upwards_and_are_aligned, setup),
		cmocka_unit_test_setup(high_blocks_grow_downwards_and_are_aligned, setup),
		cmocka_unit_test_setup(all_of_it_can_be_taken_and_not_a_byte_more, setup),
		cmocka_unit_test_setup(the_two_ends_do_not_share_a_page, setup),
		cmocka_unit_test_setup(sizes_that_wrap_are_refused, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
