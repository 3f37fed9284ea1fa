/* test_ghcb.c - the GHCB page's layout against the offsets and bitmap bits of the specification. */
#include "tests/snphost/ghcb_abi.h"
#include "tests/snphost/unit/cmocka_all.h"

static void bitmap_bits_are_those_of_the_specification(void **state)
{
	(void)state;
	assert_int_equal(GHCB_FIELD(rcx), 1ull << 33);
	assert_int_equal(GHCB_FIELD(rdx), 1ull << 34);
	assert_int_equal(GHCB_FIELD(rbx), 1ull << 35);
	assert_int_equal(GHCB_FIELD(rsi), 1ull << 38);
	assert_int_equal(GHCB_FIELD(exit_code), 1ull << 50);
	assert_int_equal(GHCB_FIELD(exit_info_1), 1ull << 51);
	assert_int_equal(GHCB_FIELD(exit_info_2), 1ull << 52);
	assert_int_equal(GHCB_FIELD(scratch), 1ull << 53);
	assert_int_equal(GHCB_FIELD(xcr0), 1ull << 61);
	assert_int_equal(offsetof(struct ghcb, rax) / 8, GHCB_RAX_BIT);
	assert_int_equal(offsetof(struct ghcb, xss) / 8, GHCB_XSS_BIT);
	assert_int_equal(offsetof(struct ghcb, cpl) / 8, GHCB_CPL_BIT);
}

static void the_raise_gp_answer_reads_as_linux_checks_it(void **state)
{
	const u64 raise = GHCB_RAISE_GP;

	(void)state;
	assert_int_equal(raise & 0xff, 13);
	assert_int_equal(bits(raise, 10, 8), 3);
	assert_int_equal(bits(raise, 11, 11), 0);
	assert_int_equal(bits(raise, 31, 31), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bitmap_bits_are_those_of_the_specification),
		cmocka_unit_test(the_raise_gp_answer_reads_as_linux_checks_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
