/* The ROM that goes on without a report: it says so. */
#include "firmware/boot/report.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/log.h"

#include <string.h>

static void an_error_is_one_line_and_no_error(void **state)
{
	(void)state;
	fake_log_reset();
	assert_int_equal(report_policy(ERR_REQUEST_BUSY), OK);
	assert_int_equal(fake_log_lines, 1);
	assert_non_null(strstr(fake_log_line, "without an attestation report"));
	assert_non_null(strstr(fake_log_line, "[7:73]"));
}

static void success_is_silent(void **state)
{
	(void)state;
	fake_log_reset();
	assert_int_equal(report_policy(OK), OK);
	assert_int_equal(fake_log_lines, 0);
}

static void the_variant_has_a_name_of_its_own(void **state)
{
	(void)state;
	assert_string_equal(report_variant(EVENT_AP_MODE_LINUX), "snp-shim-report-optional");
	assert_string_equal(report_variant(EVENT_AP_MODE_MAILBOX), "snp-shim-mailbox-optional");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_is_one_line_and_no_error),
		cmocka_unit_test(success_is_silent),
		cmocka_unit_test(the_variant_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
