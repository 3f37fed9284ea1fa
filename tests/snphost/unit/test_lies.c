/* test_lies.c - names, arguments and occasions of lies. */
#include "tests/snphost/lies.h"
#include "tests/snphost/unit/cmocka_all.h"

static enum lie_id id;
static struct lie lie;

static void a_name_brings_its_argument(void **state)
{
	(void)state;
	assert_null(lie_parse("cpuid-count", &id, &lie));
	assert_int_equal(id, LIE_CPUID_COUNT);
	assert_true(lie.on && lie.argument == 65 && lie.nth == 0);
}

static void argument_and_occasion_can_be_given(void **state)
{
	(void)state;
	assert_null(lie_parse("features=0x2@3", &id, &lie));
	assert_int_equal(id, LIE_FEATURES);
	assert_true(lie.argument == 2 && lie.nth == 3);
	assert_null(lie_parse("remap@7", &id, &lie));
	assert_true(lie.nth == 7);
}

static void mistakes_are_told(void **state)
{
	(void)state;
	assert_non_null(lie_parse("no-such-lie", &id, &lie));
	assert_non_null(lie_parse("", &id, &lie));
	assert_non_null(lie_parse("remap@0", &id, &lie));
	assert_non_null(lie_parse("remap@", &id, &lie));
	assert_non_null(lie_parse("features=x", &id, &lie));
	assert_non_null(lie_parse("remap@1x", &id, &lie));
	assert_non_null(lie_parse("a-name-that-is-far-too-long-to-be-the-name-of-a-lie", &id,
				  &lie));
}

static void occasions_are_counted(void **state)
{
	(void)state;
	assert_null(lie_parse("remap@2", &id, &lies[LIE_REMAP]));
	assert_false(lie_now(LIE_REMAP));
	assert_true(lie_now(LIE_REMAP));
	assert_false(lie_now(LIE_REMAP));
	assert_null(lie_parse("psc-noop", &id, &lies[LIE_PSC_NOOP]));
	assert_true(lie_now(LIE_PSC_NOOP) && lie_now(LIE_PSC_NOOP));
	assert_false(lie_now(LIE_PSC_NEVER));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_brings_its_argument),
		cmocka_unit_test(argument_and_occasion_can_be_given),
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(occasions_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
