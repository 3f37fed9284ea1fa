/* The byte sum against a byte loop, above all where its lanes could run over. */
#include "lib/mem.h"
#include "tests/fake/cmocka_all.h"

#include <stdlib.h>

static u8 slow_sum(const u8 *bytes, size_t count)
{
	u8 sum = 0;

	while (count > 0)
		sum = (u8)(sum + bytes[--count]);
	return sum;
}

/* An exact allocation, so that ASan sees a read past the end. */
static void check_filled(size_t count, u32 (*value)(size_t index))
{
	u8 *bytes = malloc(count + 1);

	assert_non_null(bytes);
	for (size_t i = 0; i < count; i++)
		bytes[i] = (u8)value(i);
	bytes = realloc(bytes, count > 0 ? count : 1);
	assert_non_null(bytes);
	assert_int_equal(mem_sum8(bytes, count), slow_sum(bytes, count));
	free(bytes);
}

static u32 all_ones(size_t index)
{
	(void)index;
	return 0xff;
}

static u32 mixed(size_t index)
{
	return (u32)(index * 2654435761u >> 7);
}

static u32 odd_ones(size_t index)
{
	return index % 2 == 1 ? 0xff : 0;
}

static void sums_of_every_short_length_are_right(void **state)
{
	(void)state;
	for (size_t count = 0; count <= 130; count++) {
		check_filled(count, mixed);
		check_filled(count, all_ones);
	}
}

/* 256 words is what a lane holds: one word less, exactly, one more, and several times. */
static void full_lanes_do_not_run_over(void **state)
{
	static const size_t words[] = { 255, 256, 257, 511, 512, 513, 4096 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		for (size_t rest = 0; rest < 8; rest++) {
			check_filled(words[i] * 8 + rest, all_ones);
			check_filled(words[i] * 8 + rest, odd_ones);
			check_filled(words[i] * 8 + rest, mixed);
		}
}

static void the_sum_does_not_depend_on_alignment(void **state)
{
	u8 bytes[80];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (u8)mixed(i);
	for (size_t skew = 0; skew < 16; skew++)
		assert_int_equal(mem_sum8(bytes + skew, 61), slow_sum(bytes + skew, 61));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_of_every_short_length_are_right),
		cmocka_unit_test(full_lanes_do_not_run_over),
		cmocka_unit_test(the_sum_does_not_depend_on_alignment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
