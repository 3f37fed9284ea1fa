/* The verdict words: right for equal digests only, and far from anything else. */
#include "firmware/boot/verdict.h"
#include "tests/fake/cmocka_all.h"

#include <string.h>

#define DISTANCE_MIN 8 /* bits between a right word and any other value that a word can get */

static struct verdict verdict;
static u8 measured[SHA256_BYTES], found[SHA256_BYTES];

static int setup(void **state)
{
	(void)state;
	verdict_init(&verdict);
	for (u32 i = 0; i < SHA256_BYTES; i++)
		measured[i] = found[i] = (u8)(i * 73 + 5);
	return 0;
}

static void compare_all(void)
{
	for (enum measured_item item = 0; item < MEASURED_COUNT; item++)
		verdict_compare(&verdict, item, measured, found);
}

static void equal_digests_hold(void **state)
{
	(void)state;
	compare_all();
	for (enum measured_item item = 0; item < MEASURED_COUNT; item++)
		assert_true(verdict_deviation(&verdict, item) == 0);
	assert_true(verdict_deviations(&verdict, false) == 0);
}

static void every_bit_of_a_digest_counts_in_both_halves(void **state)
{
	(void)state;
	for (u32 bit = 0; bit < SHA256_BYTES * 8; bit++) {
		for (enum measured_item item = 0; item < MEASURED_COUNT; item++) {
			u64 deviation;

			compare_all();
			found[bit / 8] ^= (u8)(1u << bit % 8);
			verdict_compare(&verdict, item, measured, found);
			found[bit / 8] ^= (u8)(1u << bit % 8);
			deviation = verdict_deviation(&verdict, item);
			assert_true((u32)deviation != 0 && deviation >> 32 != 0);
			assert_true(verdict_deviations(&verdict, false) != 0);
		}
	}
}

static void one_item_left_out_is_no_verdict(void **state)
{
	(void)state;
	assert_true(verdict_deviations(&verdict, false) != 0);
	for (enum measured_item missing = 0; missing < MEASURED_COUNT; missing++) {
		verdict_init(&verdict);
		for (enum measured_item item = 0; item < MEASURED_COUNT; item++)
			if (item != missing)
				verdict_compare(&verdict, item, measured, found);
		assert_true(verdict_deviation(&verdict, missing) != 0);
		assert_true(verdict_deviations(&verdict, false) != 0);
		assert_true(verdict_deviations(&verdict, true) != 0);
	}
}

static void a_plain_vms_words_are_not_those_of_a_measured_boot(void **state)
{
	(void)state;
	verdict_set_plain(&verdict);
	assert_true(verdict_deviations(&verdict, true) == 0);
	assert_true(verdict_deviations(&verdict, false) != 0);
	compare_all();
	assert_true(verdict_deviations(&verdict, true) != 0);
}

/* Words that a fault could leave: of another item, of a plain VM, nothing, everything. */
static void no_word_is_close_to_another(void **state)
{
	u64 words[2 * MEASURED_COUNT + 2] = { 0, ~0ull };

	(void)state;
	compare_all();
	for (u32 i = 0; i < MEASURED_COUNT; i++)
		words[2 + i] = verdict.words[i];
	verdict_set_plain(&verdict);
	for (u32 i = 0; i < MEASURED_COUNT; i++)
		words[2 + MEASURED_COUNT + i] = verdict.words[i];
	for (u32 i = 0; i < COUNT_OF(words); i++)
		for (u32 j = 0; j < i; j++)
			assert_true(__builtin_popcountll(words[i] ^ words[j]) >= DISTANCE_MIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(equal_digests_hold, setup),
		cmocka_unit_test_setup(every_bit_of_a_digest_counts_in_both_halves, setup),
		cmocka_unit_test_setup(one_item_left_out_is_no_verdict, setup),
		cmocka_unit_test_setup(a_plain_vms_words_are_not_those_of_a_measured_boot, setup),
		cmocka_unit_test_setup(no_word_is_close_to_another, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
