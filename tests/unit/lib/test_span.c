/* Span lists: order, merging, and changes that do not fit. */
#include "lib/span.h"
#include "tests/fake/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#define MAX 6u

struct fixture {
	struct span spans[MAX];
	u32 count;
};

static struct span_list list_of(struct fixture *f)
{
	return (struct span_list){ f->spans, &f->count, MAX };
}

static void add(struct fixture *f, u64 start, u64 end, u32 type)
{
	assert_true(span_add(list_of(f), (struct range){ start, end }, type));
}

#define assert_span(f, index, want_start, want_end, want_type)               \
	do {                                                                 \
		assert_true((index) < (f)->count);                           \
		assert_int_equal((f)->spans[index].range.start, want_start); \
		assert_int_equal((f)->spans[index].range.end, want_end);     \
		assert_int_equal((f)->spans[index].type, want_type);         \
	} while (0)

static void spans_come_out_sorted(void **state)
{
	struct fixture f = { .count = 0 };

	(void)state;
	add(&f, 50, 60, 1);
	add(&f, 10, 20, 1);
	add(&f, 30, 40, 1);
	assert_int_equal(f.count, 3);
	assert_span(&f, 0, 10, 20, 1);
	assert_span(&f, 1, 30, 40, 1);
	assert_span(&f, 2, 50, 60, 1);
}

/*   11111 11111        11111-----22222
 *        1        ->   11111111112222   */
static void neighbours_of_one_type_become_one_span(void **state)
{
	struct fixture f = { .count = 0 };

	(void)state;
	add(&f, 0, 10, 1);
	add(&f, 20, 30, 1);
	add(&f, 30, 40, 2);
	add(&f, 10, 20, 1);
	assert_int_equal(f.count, 2);
	assert_span(&f, 0, 0, 30, 1);
	assert_span(&f, 1, 30, 40, 2);
}

static void a_middle_is_cut_out_and_put_back(void **state)
{
	struct fixture f = { .count = 0 };

	(void)state;
	add(&f, 0, 100, 1);
	assert_true(span_retype(list_of(&f), 0, (struct range){ 40, 60 }, 2));
	assert_int_equal(f.count, 3);
	assert_span(&f, 0, 0, 40, 1);
	assert_span(&f, 1, 40, 60, 2);
	assert_span(&f, 2, 60, 100, 1);
	assert_true(span_retype(list_of(&f), 1, (struct range){ 40, 60 }, 1));
	assert_int_equal(f.count, 1);
	assert_span(&f, 0, 0, 100, 1);
}

static void an_edge_moves_to_the_neighbour(void **state)
{
	struct fixture f = { .count = 0 };

	(void)state;
	add(&f, 0, 50, 1);
	add(&f, 50, 100, 2);
	assert_true(span_retype(list_of(&f), 0, (struct range){ 40, 50 }, 2));
	assert_int_equal(f.count, 2);
	assert_span(&f, 0, 0, 40, 1);
	assert_span(&f, 1, 40, 100, 2);
}

static void removal_leaves_a_gap(void **state)
{
	struct fixture f = { .count = 0 };

	(void)state;
	add(&f, 0, 100, 1);
	assert_true(span_remove(list_of(&f), 0, (struct range){ 20, 30 }));
	assert_int_equal(f.count, 2);
	assert_span(&f, 0, 0, 20, 1);
	assert_span(&f, 1, 30, 100, 1);
	assert_true(span_remove(list_of(&f), 0, (struct range){ 0, 20 }));
	assert_int_equal(f.count, 1);
	assert_span(&f, 0, 30, 100, 1);
}

static void a_full_list_refuses_and_stays_as_it_is(void **state)
{
	struct fixture f = { .count = 0 }, before;

	(void)state;
	for (u64 i = 0; i < MAX; i++)
		add(&f, i * 20, i * 20 + 10, 1);
	before = f;
	assert_false(span_add(list_of(&f), (struct range){ 1000, 1010 }, 1));
	assert_false(span_retype(list_of(&f), 2, (struct range){ 42, 44 }, 2));
	assert_false(span_remove(list_of(&f), 2, (struct range){ 42, 44 }));
	assert_int_equal(f.count, before.count);
	assert_memory_equal(f.spans, before.spans, sizeof(f.spans));
	/* What merges needs no room. */
	add(&f, 10, 20, 1);
	assert_int_equal(f.count, MAX - 1);
	add(&f, 1000, 1010, 1);
	assert_int_equal(f.count, MAX);
}

/* Beyond the last span of a full list there is nothing to look at. */
static void questions_to_a_full_list_stay_inside_it(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct span *exact = malloc(MAX * sizeof(*exact));

	(void)state;
	assert_non_null(f);
	assert_non_null(exact);
	for (u64 i = 0; i < MAX; i++)
		add(f, i * 20, i * 20 + 10, 1);
	memcpy(exact, f->spans, MAX * sizeof(*exact));
	assert_int_equal(span_find(exact, MAX, 1000), MAX);
	assert_false(span_is(exact, MAX, (struct range){ 1000, 1010 }, 1));
	assert_int_equal(span_bytes(exact, MAX, 1), MAX * 10);
	free(exact);
	free(f);
}

/* Spans on both sides of the change, so that only the tail moves. */
static void a_change_in_the_middle_keeps_both_sides(void **state)
{
	struct fixture f = { .count = 0 };

	(void)state;
	add(&f, 0, 10, 1);
	add(&f, 20, 30, 1);
	add(&f, 80, 90, 1);
	add(&f, 100, 110, 2);
	add(&f, 40, 50, 3);
	assert_int_equal(f.count, 5);
	assert_span(&f, 1, 20, 30, 1);
	assert_span(&f, 2, 40, 50, 3);
	assert_span(&f, 3, 80, 90, 1);
	assert_span(&f, 4, 100, 110, 2);
	assert_true(span_remove(list_of(&f), 2, (struct range){ 40, 50 }));
	assert_int_equal(f.count, 4);
	assert_span(&f, 1, 20, 30, 1);
	assert_span(&f, 2, 80, 90, 1);
	assert_span(&f, 3, 100, 110, 2);
}

/* 1111-1111-...: an edge of another type needs a span of its own, unless its neighbour takes it. */
static void an_edge_in_a_full_list_moves_only_to_a_neighbour(void **state)
{
	struct fixture f = { .count = 0 }, before;

	(void)state;
	for (u64 i = 0; i < MAX - 1; i++)
		add(&f, i * 20, i * 20 + 10, 1);
	add(&f, 10, 20, 2);
	before = f;
	assert_int_equal(f.count, MAX);
	assert_false(span_retype(list_of(&f), 3, (struct range){ 40, 45 }, 2));
	assert_false(span_retype(list_of(&f), 3, (struct range){ 45, 50 }, 2));
	assert_int_equal(f.count, MAX);
	assert_memory_equal(f.spans, before.spans, sizeof(f.spans));
	assert_true(span_retype(list_of(&f), 0, (struct range){ 5, 10 }, 2));
	assert_true(span_retype(list_of(&f), 2, (struct range){ 20, 25 }, 2));
	assert_int_equal(f.count, MAX);
	assert_span(&f, 0, 0, 5, 1);
	assert_span(&f, 1, 5, 25, 2);
	assert_span(&f, 2, 25, 30, 1);
}

static void questions_are_answered_per_span(void **state)
{
	struct fixture f = { .count = 0 };

	(void)state;
	add(&f, 10, 20, 1);
	add(&f, 20, 30, 2);
	add(&f, 40, 50, 1);
	assert_int_equal(span_find(f.spans, f.count, 0), 0);
	assert_int_equal(span_find(f.spans, f.count, 19), 0);
	assert_int_equal(span_find(f.spans, f.count, 20), 1);
	assert_int_equal(span_find(f.spans, f.count, 50), 3);
	assert_int_equal(span_find(f.spans, 0, 0), 0);
	assert_true(span_is(f.spans, f.count, (struct range){ 10, 20 }, 1));
	assert_false(span_is(f.spans, f.count, (struct range){ 10, 21 }, 1));
	assert_false(span_is(f.spans, f.count, (struct range){ 9, 20 }, 1));
	assert_false(span_is(f.spans, f.count, (struct range){ 10, 20 }, 2));
	assert_false(span_is(f.spans, f.count, (struct range){ 60, 70 }, 1));
	assert_int_equal(span_bytes(f.spans, f.count, 1), 20);
	assert_int_equal(span_bytes(f.spans, f.count, 3), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans_come_out_sorted),
		cmocka_unit_test(neighbours_of_one_type_become_one_span),
		cmocka_unit_test(a_middle_is_cut_out_and_put_back),
		cmocka_unit_test(an_edge_moves_to_the_neighbour),
		cmocka_unit_test(removal_leaves_a_gap),
		cmocka_unit_test(a_full_list_refuses_and_stays_as_it_is),
		cmocka_unit_test(questions_to_a_full_list_stay_inside_it),
		cmocka_unit_test(a_change_in_the_middle_keeps_both_sides),
		cmocka_unit_test(an_edge_in_a_full_list_moves_only_to_a_neighbour),
		cmocka_unit_test(questions_are_answered_per_span),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
