/*
 * report_table.c - see report_table.h.
 */
#include "tests/unit/tools/report_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES_MAX = 64 * 1024 };

struct blob blob_read(const char *path)
{
	static u8 buffer[FILE_BYTES_MAX];
	FILE *file = fopen(path, "rb");
	size_t bytes;

	if (!file)
		fail_msg("no file %s: run from the top of the tree", path);
	bytes = fread(buffer, 1, sizeof(buffer), file);
	(void)fclose(file);
	return blob_copy((struct blob){ buffer, bytes });
}

struct blob blob_copy(struct blob blob)
{
	u8 *copy = malloc(blob.bytes);

	assert_true(copy || blob.bytes == 0);
	if (blob.bytes)
		memcpy(copy, blob.data, blob.bytes);
	return (struct blob){ copy, blob.bytes };
}

/* Copies come from malloc: nobody but the tests' reader takes them for constant. */
u8 *blob_memory(struct blob copy)
{
	return (u8 *)(uintptr_t)copy.data;
}

void report_table_load(struct report_table_file *file)
{
	file->blob = blob_read("tests/unit/tools/report_table.bin");
	file->bytes = blob_memory(file->blob);
}

void report_table_seal(struct report_table_file *file)
{
	u8 sum = 0;

	file->bytes[9] = 0;
	for (size_t i = 0; i < file->blob.bytes; i++)
		sum = (u8)(sum + file->bytes[i]);
	file->bytes[9] = (u8)-sum;
}
