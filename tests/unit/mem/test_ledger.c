/* The page ledger: no page becomes private twice, and a refused move leaves no trace. */
#include "firmware/mem/ledger.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <string.h>

#define LIMIT_PAGES 1000u

static struct ledger ledger;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	memset(&ledger, 0, sizeof(ledger));
	ledger_init(&ledger, LIMIT_PAGES * PAGE_SIZE);
	return 0;
}

static struct range pages(u64 first, u64 end)
{
	return (struct range){ first * PAGE_SIZE, end * PAGE_SIZE };
}

static enum err move(u64 first, u64 end, enum page_state from, enum page_state to)
{
	return ledger_move(&ledger, pages(first, end), from, to);
}

static enum err accept(u64 first, u64 end)
{
	return move(first, end, PAGE_UNACCEPTED, PAGE_PRIVATE);
}

#define assert_refused(call, error, first, end)                                       \
	do {                                                                          \
		struct ledger before = ledger;                                        \
		assert_fault(call, error, (first) * PAGE_SIZE, (end) * PAGE_SIZE);    \
		assert_memory_equal(&ledger, &before, sizeof(ledger));                \
	} while (0)

static void a_page_is_accepted_once(void **state)
{
	(void)state;
	assert_true(ledger_is_untouched(&ledger, pages(0, LIMIT_PAGES)));
	assert_int_equal(accept(10, 20), OK);
	assert_true(ledger_is(&ledger, pages(10, 20), PAGE_PRIVATE));
	assert_int_equal(ledger_bytes(&ledger, PAGE_PRIVATE), 10 * PAGE_SIZE);
	assert_true(ledger_is_untouched(&ledger, pages(0, 10)));
	assert_true(ledger_is_untouched(&ledger, pages(20, LIMIT_PAGES)));
	assert_false(ledger_is_untouched(&ledger, pages(19, 21)));
}

static void a_second_acceptance_is_refused_for_one_page_too(void **state)
{
	(void)state;
	assert_int_equal(accept(10, 20), OK);
	assert_refused(accept(10, 20), ERR_LEDGER_TWICE, 10, 20);
	assert_refused(accept(19, 30), ERR_LEDGER_TWICE, 19, 30);
	assert_refused(accept(0, 11), ERR_LEDGER_TWICE, 0, 11);
	assert_refused(accept(0, 100), ERR_LEDGER_TWICE, 0, 100);
	assert_refused(move(10, 20, PAGE_PRIVATE, PAGE_PRIVATE), ERR_LEDGER_TWICE, 10, 20);
	assert_refused(move(9, 11, PAGE_SHARED, PAGE_PRIVATE), ERR_LEDGER_TWICE, 9, 11);
	assert_int_equal(accept(20, 30), OK);
	assert_int_equal(accept(0, 10), OK);
	assert_int_equal(ledger.count, 1);
}

static void sharing_and_back_leaves_a_whole_range(void **state)
{
	(void)state;
	assert_int_equal(accept(10, 20), OK);
	assert_int_equal(move(12, 14, PAGE_PRIVATE, PAGE_SHARED), OK);
	assert_true(ledger_is(&ledger, pages(12, 14), PAGE_SHARED));
	assert_int_equal(ledger_bytes(&ledger, PAGE_SHARED), 2 * PAGE_SIZE);
	assert_int_equal(ledger_bytes(&ledger, PAGE_PRIVATE), 8 * PAGE_SIZE);
	assert_int_equal(move(12, 14, PAGE_SHARED, PAGE_PRIVATE), OK);
	assert_true(ledger_is(&ledger, pages(10, 20), PAGE_PRIVATE));
	assert_int_equal(ledger.count, 1);
}

static void rescinded_pages_are_unaccepted_again(void **state)
{
	(void)state;
	assert_int_equal(accept(10, 20), OK);
	assert_int_equal(move(12, 14, PAGE_PRIVATE, PAGE_UNACCEPTED), OK);
	assert_true(ledger_is(&ledger, pages(12, 14), PAGE_UNACCEPTED));
	assert_int_equal(ledger.count, 2);
	assert_int_equal(accept(12, 14), OK);
	assert_int_equal(ledger.count, 1);
}

static void the_old_state_must_hold_for_every_page(void **state)
{
	(void)state;
	assert_int_equal(accept(10, 20), OK);
	assert_int_equal(move(15, 20, PAGE_PRIVATE, PAGE_SHARED), OK);
	assert_refused(move(10, 20, PAGE_PRIVATE, PAGE_SHARED), ERR_LEDGER_RANGE, 10, 20);
	assert_refused(move(5, 15, PAGE_PRIVATE, PAGE_SHARED), ERR_LEDGER_RANGE, 5, 15);
	assert_refused(move(30, 40, PAGE_PRIVATE, PAGE_SHARED), ERR_LEDGER_RANGE, 30, 40);
	assert_refused(move(15, 30, PAGE_UNACCEPTED, PAGE_SHARED), ERR_LEDGER_RANGE, 15, 30);
	assert_refused(move(15, 30, PAGE_UNACCEPTED, PAGE_PRIVATE), ERR_LEDGER_RANGE, 15, 30);
	assert_refused(move(15, 20, PAGE_SHARED, PAGE_SHARED), ERR_LEDGER_RANGE, 15, 20);
	assert_refused(move(50, 60, PAGE_UNACCEPTED, PAGE_UNACCEPTED), ERR_LEDGER_RANGE, 50, 60);
}

static void impossible_ranges_are_refused(void **state)
{
	(void)state;
	assert_refused(accept(5, 5), ERR_LEDGER_RANGE, 5, 5);
	assert_refused(accept(6, 5), ERR_LEDGER_RANGE, 6, 5);
	assert_refused(accept(999, 1001), ERR_LEDGER_RANGE, 999, 1001);
	assert_fault(ledger_move(&ledger, (struct range){ 1, PAGE_SIZE }, PAGE_UNACCEPTED,
				 PAGE_PRIVATE), ERR_LEDGER_RANGE, 1, PAGE_SIZE);
	assert_fault(ledger_move(&ledger, (struct range){ 0, 1 }, PAGE_UNACCEPTED, PAGE_PRIVATE),
		     ERR_LEDGER_RANGE, 0, 1);
	assert_fault(ledger_move(&ledger, (struct range){ 0, ~0ull & ~(PAGE_SIZE - 1) },
				 PAGE_UNACCEPTED, PAGE_PRIVATE), ERR_LEDGER_RANGE, 0,
		     ~0ull & ~(PAGE_SIZE - 1));
	assert_int_equal(ledger.count, 0);
	assert_int_equal(accept(999, 1000), OK);
	assert_int_equal(accept(0, 1), OK);
}

static void a_full_ledger_refuses(void **state)
{
	(void)state;
	ledger_init(&ledger, 1ull << 40);
	for (u64 i = 0; i < LEDGER_MAX; i++)
		assert_int_equal(accept(i * 4, i * 4 + 3), OK);
	assert_refused(accept(4000, 4001), ERR_LEDGER_RANGE, 4000, 4001);
	assert_refused(move(5, 6, PAGE_PRIVATE, PAGE_SHARED), ERR_LEDGER_RANGE, 5, 6);
	assert_refused(move(5, 6, PAGE_PRIVATE, PAGE_UNACCEPTED), ERR_LEDGER_RANGE, 5, 6);
	assert_int_equal(accept(3, 4), OK);
	assert_int_equal(ledger.count, LEDGER_MAX - 1);
}

/*
 * Every sequence of moves over a few pages, against an array of states: the ledger must agree
 * with it after each, and refuse exactly what the array's states forbid.
 */
#define MODEL_PAGES 5u

static enum err model_move(enum page_state *model, u64 first, u64 end, enum page_state from,
			   enum page_state to)
{
	bool is_twice = false, is_wrong = first >= end || from == to;

	for (u64 i = first; i < end; i++) {
		is_twice |= model[i] == PAGE_PRIVATE && to == PAGE_PRIVATE;
		is_wrong |= model[i] != from;
	}
	if (first < end && is_twice)
		return ERR_LEDGER_TWICE;
	if (is_wrong)
		return ERR_LEDGER_RANGE;
	for (u64 i = first; i < end; i++)
		model[i] = to;
	return OK;
}

static void the_ledger_agrees_with_an_array_of_pages(void **state)
{
	enum page_state model[MODEL_PAGES] = { PAGE_UNACCEPTED };
	u64 random = 1;

	(void)state;
	for (u32 step = 0; step < 20000; step++) {
		u64 first, end;
		enum page_state from, to;

		random = random * 6364136223846793005ull + 1442695040888963407ull;
		first = (random >> 33) % MODEL_PAGES;
		end = (random >> 37) % (MODEL_PAGES + 1);
		from = (random >> 41) % 3;
		to = (random >> 45) % 3;
		assert_int_equal(move(first, end, from, to),
				 model_move(model, first, end, from, to));
		for (u64 i = 0; i < MODEL_PAGES; i++)
			assert_true(ledger_is(&ledger, pages(i, i + 1), model[i]));
	}
}

/*
 * Over a few pages, all of it: from the one right list of every map of states, every move gives the one
 * right list of the map that it should lead to, or changes nothing. So does every sequence of moves.
 */
#define MAP_PAGES 6u
#define STATES 3u

/* The list of a map: sorted, neighbours of one state merged, unaccepted pages left out. */
static struct ledger list_of_map(const enum page_state *map)
{
	struct ledger list = { .limit = LIMIT_PAGES * PAGE_SIZE };

	for (u64 i = 0; i < MAP_PAGES; i++) {
		if (map[i] == PAGE_UNACCEPTED)
			continue;
		if (i > 0 && map[i] == map[i - 1])
			list.entries[list.count - 1].range.end += PAGE_SIZE;
		else
			list.entries[list.count++] = (struct span){ pages(i, i + 1), map[i] };
	}
	return list;
}

static void assert_list_of_map(const enum page_state *map)
{
	struct ledger wanted = list_of_map(map);

	assert_int_equal(ledger.count, wanted.count);
	for (u32 i = 0; i < wanted.count; i++) {
		assert_int_equal(ledger.entries[i].range.start, wanted.entries[i].range.start);
		assert_int_equal(ledger.entries[i].range.end, wanted.entries[i].range.end);
		assert_int_equal(ledger.entries[i].type, wanted.entries[i].type);
	}
}

static void assert_moves_of_range(const enum page_state *map, u64 first, u64 end)
{
	for (u32 way = 0; way < STATES * STATES; way++) {
		enum page_state after[MAP_PAGES], from = way / STATES, to = way % STATES;
		enum err wanted;

		memcpy(after, map, sizeof(after));
		wanted = model_move(after, first, end, from, to);
		ledger = list_of_map(map);
		assert_int_equal(move(first, end, from, to), wanted);
		assert_list_of_map(wanted == OK ? after : map);
	}
}

static void every_move_from_every_map_leads_to_the_right_list(void **state)
{
	(void)state;
	for (u32 number = 0; number < 729; number++) { /* 3^6 */
		enum page_state map[MAP_PAGES];
		u32 rest = number;

		for (u32 i = 0; i < MAP_PAGES; i++, rest /= STATES)
			map[i] = rest % STATES;
		for (u64 first = 0; first <= MAP_PAGES; first++)
			for (u64 end = 0; end <= MAP_PAGES; end++)
				assert_moves_of_range(map, first, end);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_page_is_accepted_once, setup),
		cmocka_unit_test_setup(a_second_acceptance_is_refused_for_one_page_too, setup),
		cmocka_unit_test_setup(sharing_and_back_leaves_a_whole_range, setup),
		cmocka_unit_test_setup(rescinded_pages_are_unaccepted_again, setup),
		cmocka_unit_test_setup(the_old_state_must_hold_for_every_page, setup),
		cmocka_unit_test_setup(impossible_ranges_are_refused, setup),
		cmocka_unit_test_setup(a_full_ledger_refuses, setup),
		cmocka_unit_test_setup(the_ledger_agrees_with_an_array_of_pages, setup),
		cmocka_unit_test_setup(every_move_from_every_map_leads_to_the_right_list, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
