/* The error table of the default ROM: its own rows, and none of the variants'. */
#include "lib/err.h"
#include "tests/fake/cmocka_all.h"

#define ERR_NAME(name, set, code, cause, remedy) name,
static const enum err own[] = { ERR_LIST_DEFAULT(ERR_NAME) };
static const enum err of_variants[] = { ERR_LIST_REQUEST(ERR_NAME) };
#undef ERR_NAME

static void every_error_of_the_default_rom_has_a_row(void **state)
{
	(void)state;
	for (u32 i = 0; i < COUNT_OF(own); i++) {
		assert_true(own[i] == ERR_INTERNAL ||
			    err_info(own[i]).cause != err_info(ERR_INTERNAL).cause);
		assert_true(err_info(own[i]).cause[0] != '\0');
		assert_true(err_info(own[i]).remedy[0] != '\0');
	}
}

static void errors_of_variants_read_as_internal_ones(void **state)
{
	(void)state;
	for (u32 i = 0; i < COUNT_OF(of_variants); i++)
		assert_ptr_equal(err_info(of_variants[i]).cause, err_info(ERR_INTERNAL).cause);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_error_of_the_default_rom_has_a_row),
		cmocka_unit_test(errors_of_variants_read_as_internal_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
