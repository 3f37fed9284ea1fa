/* Captured bytes; see the header. */
#include "tests/fake/captured.h"
#include "tests/fake/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>

u8 *captured_read(const char *path, u32 *bytes)
{
	FILE *file = fopen(path, "rb");
	long size;
	u8 *content;

	if (file == NULL)
		fail_msg("no file %s", path);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	size = ftell(file);
	assert_true(size > 0);
	rewind(file);
	content = malloc((size_t)size);
	assert_non_null(content);
	assert_int_equal(fread(content, 1, (size_t)size, file), size);
	(void)fclose(file);
	*bytes = (u32)size;
	return content;
}
