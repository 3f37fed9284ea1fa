/* The log's printf subset against the C library's, and its bounds. */
#include "lib/fmt.h"
#include "tests/fake/cmocka_all.h"

#include <stdio.h>
#include <string.h>

/* Both printfs must agree on text and length. */
#define assert_like_printf(...)                                              \
	do {                                                                 \
		char got[128], want[128];                                    \
		int length = snprintf(want, sizeof(want), __VA_ARGS__);      \
		assert_int_equal(fmt_print(got, sizeof(got), __VA_ARGS__), length); \
		assert_string_equal(got, want);                              \
	} while (0)

static void every_conversion_prints_like_printf(void **state)
{
	(void)state;
	assert_like_printf("plain");
	assert_like_printf("%s and %s", "one", "two");
	assert_like_printf("%c%c", 'a', 'z');
	assert_like_printf("%u %u %u", 0u, 7u, 4294967295u);
	assert_like_printf("%x %x", 0u, 0xdeadbeefu);
	assert_like_printf("%#x %#x", 0x1u, 0xdeadbeefu);
	assert_like_printf("%lu %lx", ~0ul, ~0ul);
	assert_like_printf("%#lx", 0x123456789abcdef0ul);
	assert_like_printf("100%%");
	assert_like_printf("%#x", 0u);
}

static void output_that_does_not_fit_is_cut(void **state)
{
	char to[8];

	(void)state;
	memset(to, 'x', sizeof(to));
	assert_int_equal(fmt_print(to, 5, "%s", "abcdef"), 4);
	assert_string_equal(to, "abcd");
	assert_int_equal(to[5], 'x');
	assert_int_equal(fmt_print(to, 5, "%s", "abcd"), 4);
	assert_int_equal(fmt_print(to, 1, "%u", 12345u), 0);
	assert_string_equal(to, "");
}

static void a_buffer_of_no_bytes_stays_untouched(void **state)
{
	char to[1] = { 'x' };

	(void)state;
	assert_int_equal(fmt_print(to, 0, "%s", "abc"), 0);
	assert_int_equal(to[0], 'x');
}

/* Not for the compiler's format check: these are defects that must stay harmless. */
static size_t print_unchecked(char *to, size_t size, const char *format, ...)
{
	va_list args;
	size_t used;

	va_start(args, format);
	used = fmt_print_va(to, size, format, args);
	va_end(args);
	return used;
}

static void an_unknown_conversion_is_copied(void **state)
{
	char to[32];

	(void)state;
	(void)print_unchecked(to, sizeof(to), "%d|%#lq|%u", 5u);
	assert_string_equal(to, "%d|%#lq|5");
	(void)print_unchecked(to, sizeof(to), "end %");
	assert_string_equal(to, "end %");
	(void)print_unchecked(to, sizeof(to), "end %l");
	assert_string_equal(to, "end %l");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_conversion_prints_like_printf),
		cmocka_unit_test(output_that_does_not_fit_is_cut),
		cmocka_unit_test(a_buffer_of_no_bytes_stays_untouched),
		cmocka_unit_test(an_unknown_conversion_is_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
