/*
 * memcpy and its kin, each length and alignment around a word and a block of words. The build
 * gives them the prefix firmware_, so that the C library's stay in place.
 */
#include "lib/types.h"
#include "tests/fake/cmocka_all.h"

#include <string.h>

void *firmware_memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *firmware_memmove(void *to, const void *from, size_t bytes);
void *firmware_memset(void *to, int value, size_t bytes);
int firmware_memcmp(const void *left, const void *right, size_t bytes);
size_t firmware_strlen(const char *text);

#define LENGTH_MAX 300u /* memset takes 128 bytes a step */
#define ROOM (LENGTH_MAX + 32u)

static void fill(u8 *bytes, size_t count, u8 seed)
{
	for (size_t i = 0; i < count; i++)
		bytes[i] = (u8)(i * 7 + seed);
}

static void memcpy_copies_exactly_the_length(void **state)
{
	(void)state;
	for (size_t length = 0; length <= LENGTH_MAX; length++)
		for (size_t skew = 0; skew < 8; skew++) {
			u8 from[ROOM], to[ROOM], want[ROOM];

			fill(from, ROOM, 1);
			memset(to, 0xee, ROOM);
			memset(want, 0xee, ROOM);
			memcpy(want + skew, from + 3, length);
			assert_ptr_equal(firmware_memcpy(to + skew, from + 3, length), to + skew);
			assert_memory_equal(to, want, ROOM);
		}
}

static void memmove_survives_every_overlap(void **state)
{
	(void)state;
	for (size_t length = 0; length <= LENGTH_MAX; length++)
		for (size_t to = 0; to < 20; to++) {
			u8 bytes[ROOM], want[ROOM];

			fill(bytes, ROOM, 2);
			memcpy(want, bytes, ROOM);
			memmove(want + to, want + 10, length);
			assert_ptr_equal(firmware_memmove(bytes + to, bytes + 10, length), bytes + to);
			assert_memory_equal(bytes, want, ROOM);
		}
}

static void memset_fills_exactly_the_length(void **state)
{
	(void)state;
	for (size_t length = 0; length <= LENGTH_MAX; length++)
		for (size_t skew = 0; skew < 8; skew++) {
			u8 to[ROOM], want[ROOM];

			fill(to, ROOM, 3);
			fill(want, ROOM, 3);
			memset(want + skew, 0xab, length);
			/* Only the low byte of the value counts. */
			assert_ptr_equal(firmware_memset(to + skew, 0x1ab, length), to + skew);
			assert_memory_equal(to, want, ROOM);
		}
}

static void memcmp_finds_the_first_difference(void **state)
{
	u8 left[LENGTH_MAX], right[LENGTH_MAX];

	(void)state;
	fill(left, LENGTH_MAX, 4);
	fill(right, LENGTH_MAX, 4);
	for (size_t at = 0; at < LENGTH_MAX; at++) {
		right[at] = (u8)(left[at] ^ 0x80);
		assert_int_equal(firmware_memcmp(left, right, at), 0);
		for (size_t length = at + 1; length <= LENGTH_MAX; length++)
			assert_true((firmware_memcmp(left, right, length) < 0) ==
				    (left[at] < right[at]));
		right[at] = left[at];
	}
	assert_int_equal(firmware_memcmp(left, right, LENGTH_MAX), 0);
}

static void memcmp_orders_by_the_first_difference_not_the_last(void **state)
{
	(void)state;
	assert_true(firmware_memcmp("aaaaaaab.", "aaaaaaaa/", 9) > 0);
	assert_true(firmware_memcmp("a\xff", "b\x01", 2) < 0);
	assert_true(firmware_memcmp("\xff", "\x01", 1) > 0);
}

static void strlen_stops_at_the_first_nul(void **state)
{
	(void)state;
	assert_int_equal(firmware_strlen(""), 0);
	assert_int_equal(firmware_strlen("snp"), 3);
	assert_int_equal(firmware_strlen("ab\0cd"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memcpy_copies_exactly_the_length),
		cmocka_unit_test(memmove_survives_every_overlap),
		cmocka_unit_test(memset_fills_exactly_the_length),
		cmocka_unit_test(memcmp_finds_the_first_difference),
		cmocka_unit_test(memcmp_orders_by_the_first_difference_not_the_last),
		cmocka_unit_test(strlen_stops_at_the_first_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
