/* The panic seam in unit tests; see the header. */
#include "tests/fake/panic.h"
#include "tests/fake/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>

struct fake_fault fake_fault;
enum err fake_panic;

void fake_panic_reset(void)
{
	fake_fault = (struct fake_fault){ 0 };
	fake_panic = OK;
}

#define ERR_NAME(name, set, code, cause, remedy) #name,
static const char *const names[] = { "OK", ERR_LIST(ERR_NAME) };

void fake_note_error(enum err error)
{
	static bool is_noted[ERR_COUNT];
	const char *path = getenv("UNIT_ERRORS");
	FILE *file;

	if (path == NULL || error == OK || error >= ERR_COUNT || is_noted[error])
		return;
	is_noted[error] = true;
	file = fopen(path, "a");
	assert_non_null(file);
	assert_true(fprintf(file, "%s\n", names[error]) > 0);
	assert_int_equal(fclose(file), 0);
}

void fault_detail(u64 a, u64 b)
{
	fake_fault.a = a;
	fake_fault.b = b;
	fake_fault.calls++;
}

void panic(enum err error)
{
	fake_panic = error;
	mock_assert(0, err_info(error)->cause, __FILE__, __LINE__);
	abort(); /* mock_assert does not come back */
}
