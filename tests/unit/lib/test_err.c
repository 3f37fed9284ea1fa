/* The error list: complete, unambiguous, readable. */
#include "lib/err.h"
#include "tests/fake/cmocka_all.h"

static void every_error_has_a_cause_and_a_remedy(void **state)
{
	(void)state;
	for (enum err error = OK + 1; error < ERR_COUNT; error++) {
		assert_non_null(err_info(error).cause);
		assert_non_null(err_info(error).remedy);
		assert_true(err_info(error).cause[0] != '\0');
		assert_true(err_info(error).remedy[0] != '\0');
	}
}

/* Texts and codes are counted apart: they must stay in step. */
static void every_row_gives_back_its_own_texts_and_codes(void **state)
{
	(void)state;
#define ROW(name, error_set, error_code, error_cause, error_remedy) \
	assert_string_equal(err_info(name).cause, error_cause); \
	assert_string_equal(err_info(name).remedy, error_remedy[0] ? error_remedy : ERR_REMEDY); \
	assert_int_equal(err_info(name).set, error_set); \
	assert_int_equal(err_info(name).code, error_code);
	ERR_LIST(ROW)
#undef ROW
}

/* The GHCB specification has one code for several causes; the firmware has one for each. */
static void no_two_errors_share_a_code_of_this_firmware(void **state)
{
	(void)state;
	for (enum err a = OK + 1; a < ERR_COUNT; a++)
		for (enum err b = a + 1; b < ERR_COUNT; b++)
			assert_false(err_info(a).set == ERR_SET_SHIM &&
				     err_info(b).set == ERR_SET_SHIM &&
				     err_info(a).code == err_info(b).code);
}

static void sets_are_those_of_the_ghcb_and_of_this_firmware(void **state)
{
	(void)state;
	for (enum err error = OK + 1; error < ERR_COUNT; error++)
		assert_true(err_info(error).set == ERR_SET_GHCB ||
			    err_info(error).set == ERR_SET_SHIM);
	assert_int_equal(err_info(ERR_GHCB_PROTOCOL).set, ERR_SET_GHCB);
	assert_int_equal(err_info(ERR_GHCB_PROTOCOL).code, 1);
	assert_int_equal(err_info(ERR_PVALIDATE_CF).code, 0x21);
}

static void an_unknown_error_reads_as_an_internal_one(void **state)
{
	const char *internal = err_info(ERR_INTERNAL).cause;

	(void)state;
	assert_string_equal(internal, "internal assertion failed");
	assert_ptr_equal(err_info(OK).cause, internal);
	assert_ptr_equal(err_info(ERR_COUNT).cause, internal);
	assert_ptr_equal(err_info((enum err)0x7fffffff).cause, internal);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_error_has_a_cause_and_a_remedy),
		cmocka_unit_test(every_row_gives_back_its_own_texts_and_codes),
		cmocka_unit_test(no_two_errors_share_a_code_of_this_firmware),
		cmocka_unit_test(sets_are_those_of_the_ghcb_and_of_this_firmware),
		cmocka_unit_test(an_unknown_error_reads_as_an_internal_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
