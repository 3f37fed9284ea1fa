/* Log lines as they reach the port. */
#include "lib/log.h"
#include "firmware/dev/uart.h"
#include "tests/fake/cmocka_all.h"

#include <string.h>

static char sent[2048];

void uart_write(const char *text)
{
	assert_true(strlen(sent) + strlen(text) < sizeof(sent));
	strcat(sent, text);
}

static int setup(void **state)
{
	(void)state;
	sent[0] = '\0';
	return 0;
}

static void a_line_says_who_speaks_and_ends(void **state)
{
	(void)state;
	log_line("%s: %u entries, a=%#lx", "memory map", 3u, 0x1000ul);
	assert_string_equal(sent, "snp-shim: memory map: 3 entries, a=0x1000\r\n");
}

static void an_endless_line_is_cut(void **state)
{
	char long_text[1000];

	(void)state;
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	log_line("%s", long_text);
	assert_in_range(strlen(sent), 300, 340);
	assert_memory_equal(sent, "snp-shim: xxx", 13);
	assert_string_equal(sent + strlen(sent) - 3, "x\r\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
	const struct CMUnitTest tests[] = {
		TEST(a_line_says_who_speaks_and_ends),
		TEST(an_endless_line_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
