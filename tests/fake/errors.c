/* Which errors the tests of this binary have provoked; see panic.h. */
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <stdio.h>
#include <stdlib.h>

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
