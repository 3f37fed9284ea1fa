/* Ranges at their edges: empty, touching, last byte, top of the address space. */
#include "lib/range.h"
#include "tests/fake/cmocka_all.h"

#define TOP (~0ull)

static void a_range_is_made_unless_it_wraps(void **state)
{
	struct range r = { 1, 2 };

	(void)state;
	assert_true(range_make(0x1000, 0x2000, &r));
	assert_int_equal(r.start, 0x1000);
	assert_int_equal(r.end, 0x3000);
	assert_true(range_make(TOP - 5, 5, &r));
	assert_int_equal(r.end, TOP);
	assert_false(range_make(TOP - 5, 6, &r));
	assert_false(range_make(1, TOP, &r));
	assert_int_equal(r.start, TOP - 5); /* untouched */
	assert_true(range_make(7, 0, &r));
	assert_true(range_is_empty(r));
}

static void overlap_needs_a_shared_byte(void **state)
{
	const struct range a = { 10, 20 };

	(void)state;
	assert_true(range_overlaps(a, (struct range){ 19, 30 }));
	assert_true(range_overlaps(a, (struct range){ 0, 11 }));
	assert_true(range_overlaps(a, (struct range){ 12, 13 }));
	assert_true(range_overlaps((struct range){ 12, 13 }, a));
	assert_false(range_overlaps(a, (struct range){ 20, 30 }));
	assert_false(range_overlaps(a, (struct range){ 0, 10 }));
	assert_false(range_overlaps(a, (struct range){ 15, 15 }));
	assert_false(range_overlaps((struct range){ 15, 15 }, a));
}

static void containment_includes_both_edges(void **state)
{
	const struct range outer = { 10, 20 };

	(void)state;
	assert_true(range_contains(outer, outer));
	assert_true(range_contains(outer, (struct range){ 10, 11 }));
	assert_false(range_contains(outer, (struct range){ 9, 11 }));
	assert_false(range_contains(outer, (struct range){ 19, 21 }));
}

static void alignment_goes_up_down_or_reports_the_wrap(void **state)
{
	u64 result = 42;

	(void)state;
	assert_int_equal(align_down(0x1fff, 0x1000), 0x1000);
	assert_int_equal(align_up(0x1001, 0x1000), 0x2000);
	assert_int_equal(align_up(0x1000, 0x1000), 0x1000);
	assert_true(is_aligned(0, 0x1000));
	assert_false(is_aligned(0x800, 0x1000));
	assert_true(align_up_checked(0x1001, 0x1000, &result));
	assert_int_equal(result, 0x2000);
	assert_true(align_up_checked(TOP - 0xfff, 0x1000, &result));
	assert_int_equal(result, TOP - 0xfff);
	assert_false(align_up_checked(TOP - 0xffe, 0x1000, &result));
	assert_false(align_up_checked(TOP, 2, &result));
	assert_int_equal(result, TOP - 0xfff); /* untouched */
}

static void shrinking_keeps_only_whole_units(void **state)
{
	struct range r = range_shrink((struct range){ 0x1001, 0x4fff }, 0x1000);

	(void)state;
	assert_int_equal(r.start, 0x2000);
	assert_int_equal(r.end, 0x4000);
	r = range_shrink((struct range){ 0x2000, 0x3000 }, 0x1000);
	assert_int_equal(range_bytes(r), 0x1000);
	assert_true(range_is_empty(range_shrink((struct range){ 0x1001, 0x1fff }, 0x1000)));
	assert_true(range_is_empty(range_shrink((struct range){ 0x1001, 0x2fff }, 0x1000)));
	assert_true(range_is_empty(range_shrink((struct range){ 0x1fff, 0x2001 }, 0x1000)));
	assert_true(range_is_empty(range_shrink((struct range){ TOP - 1, TOP }, 0x1000)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_range_is_made_unless_it_wraps),
		cmocka_unit_test(overlap_needs_a_shared_byte),
		cmocka_unit_test(containment_includes_both_edges),
		cmocka_unit_test(alignment_goes_up_down_or_reports_the_wrap),
		cmocka_unit_test(shrinking_keeps_only_whole_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
