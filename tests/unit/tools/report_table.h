/*
 * report_table.h - the table OEMR that a guest of snphost read (make check-attest leaves such ones), and copies
 * of its parts of exactly their size.
 */
#ifndef TEST_REPORT_TABLE_H
#define TEST_REPORT_TABLE_H

#include "tests/fake/cmocka_all.h"
#include "tools/verify/report_parts.h"

struct report_table_file {
	u8 *bytes; /* the caller frees */
	struct blob blob;
};

void report_table_load(struct report_table_file *file);

/* The checksum. */
void report_table_seal(struct report_table_file *file);

/* A file of the tree, whole; the caller frees blob_memory(). */
struct blob blob_read(const char *path);
struct blob blob_copy(struct blob blob);
u8 *blob_memory(struct blob copy);

#endif
