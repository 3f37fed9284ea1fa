/* Integers in memory: byte order, width, alignment, and bounds that cannot wrap. */
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

static const u8 bytes[] = { 0xff, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef };

static void loads_have_their_byte_order(void **state)
{
	(void)state;
	assert_int_equal(le16_load(bytes + 1), 0x2301);
	assert_int_equal(le32_load(bytes + 1), 0x67452301);
	assert_int_equal(le64_load(bytes + 1), 0xefcdab8967452301);
	assert_int_equal(be16_load(bytes + 1), 0x0123);
	assert_int_equal(be32_load(bytes + 1), 0x01234567);
	assert_int_equal(be64_load(bytes + 1), 0x0123456789abcdef);
}

static void sized_loads_take_exactly_their_bytes(void **state)
{
	(void)state;
	assert_int_equal(le_load(bytes, 1), 0xff);
	assert_int_equal(le_load(bytes + 1, 2), 0x2301);
	assert_int_equal(le_load(bytes + 1, 4), 0x67452301);
	assert_int_equal(le_load(bytes + 1, 8), 0xefcdab8967452301);
}

static void sized_stores_touch_exactly_their_bytes(void **state)
{
	static const u32 sizes[] = { 1, 2, 4, 8 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		u8 to[10] = { 0 };

		le_store(to + 1, sizes[i], 0x8877665544332211);
		for (u32 at = 0; at < sizeof(to); at++)
			assert_int_equal(to[at], at >= 1 && at <= sizes[i] ? at * 0x11 : 0);
		assert_int_equal(le_load(to + 1, sizes[i]),
				 0x8877665544332211 & (~0ull >> (64 - sizes[i] * 8)));
	}
}

static void another_size_is_a_defect(void **state)
{
	u8 to[16] = { 0 };

	(void)state;
	fake_panic_reset();
	expect_assert_failure((void)le_load(to, 3));
	assert_int_equal(fake_panic, ERR_INTERNAL);
	expect_assert_failure((void)le_load(to, 0));
	expect_assert_failure(le_store(to, 16, 0));
}

static void inside_is_exact_and_does_not_wrap(void **state)
{
	(void)state;
	assert_true(bytes_inside(0, 0, 0));
	assert_true(bytes_inside(0, 10, 10));
	assert_true(bytes_inside(9, 1, 10));
	assert_true(bytes_inside(10, 0, 10));
	assert_false(bytes_inside(9, 2, 10));
	assert_false(bytes_inside(11, 0, 10));
	assert_false(bytes_inside(1, ~0ull, 10));
	assert_false(bytes_inside(~0ull, 1, 10));
	assert_false(bytes_inside(~0ull, ~0ull, ~0ull));
	assert_true(bytes_inside(~0ull, 0, ~0ull));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loads_have_their_byte_order),
		cmocka_unit_test(sized_loads_take_exactly_their_bytes),
		cmocka_unit_test(sized_stores_touch_exactly_their_bytes),
		cmocka_unit_test(another_size_is_a_defect),
		cmocka_unit_test(inside_is_exact_and_does_not_wrap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
