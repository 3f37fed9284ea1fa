/* test_format.c - the bounded printf subset. */
#include "tests/snphost/log.h"
#include "tests/snphost/unit/cmocka_all.h"

static char out[32];

static void print(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	format(out, sizeof(out), fmt, args);
	va_end(args);
}

static void conversions(void **state)
{
	(void)state;
	print("%s %u %x %lx", "a", 10u, 0xabu, (u64)1 << 40);
	assert_string_equal(out, "a 10 ab 10000000000");
	print("%d%c%%", -5, 'z');
	assert_string_equal(out, "-5z%");
	print("%04x|%4u", 0x1fu, 7u);
	assert_string_equal(out, "001f|   7");
}

static void output_is_cut_at_the_end(void **state)
{
	(void)state;
	print("%s%s", "0123456789abcdef", "0123456789abcdefXYZ");
	assert_int_equal(strlen(out), sizeof(out) - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conversions),
		cmocka_unit_test(output_is_cut_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
