/* The ROM for development: runs without a table, says so, and obeys a table that is there. */
#include "firmware/boot/measured.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/log.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/hash_table.h"

#include <string.h>

static struct measured measured;
static u8 table[HASHES_BYTES];

static int setup(void **state)
{
	static const struct table_items items = {
		.data = { [MEASURED_KERNEL] = "kernel" }, .bytes = { [MEASURED_KERNEL] = 6 },
	};

	(void)state;
	fake_panic_reset();
	fake_log_reset();
	hash_table_build(table, &items);
	return 0;
}

static void assert_announced(void)
{
	assert_int_equal(fake_log_lines, 1);
	assert_non_null(strstr(fake_log_line, "unmeasured development build"));
}

static void without_a_table_everything_runs(void **state)
{
	(void)state;
	memset(table, 0, sizeof(table));
	assert_int_equal(measured_start(&measured, table, sha256_blocks_portable), OK);
	assert_announced();
	assert_null(measured_begin(&measured));
	assert_int_equal(measured_end(&measured, MEASURED_KERNEL, 6), OK);
	assert_true(verdict_deviations(&measured.verdict, false) == 0);
}

static void a_table_is_obeyed(void **state)
{
	struct sha256 *hash;

	(void)state;
	assert_int_equal(measured_start(&measured, table, sha256_blocks_portable), OK);
	assert_announced();
	hash = measured_begin(&measured);
	assert_non_null(hash);
	sha256_update(hash, "kernal", 6);
	assert_error(measured_end(&measured, MEASURED_KERNEL, 6), ERR_HASH_KERNEL);
	assert_true(verdict_deviations(&measured.verdict, false) != 0);
}

static void a_malformed_table_is_no_absent_one(void **state)
{
	(void)state;
	table[0] ^= 1;
	assert_error(measured_start(&measured, table, sha256_blocks_portable), ERR_HASH_TABLE);
	assert_true(verdict_deviations(&measured.verdict, false) != 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(without_a_table_everything_runs, setup),
		cmocka_unit_test_setup(a_table_is_obeyed, setup),
		cmocka_unit_test_setup(a_malformed_table_is_no_absent_one, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
