/*
 * input_file.h - files as the tools need them: whole, or only their SHA-256.
 * A failure ends the program with status 1 and one line that names the file.
 */
#ifndef INPUT_FILE_H
#define INPUT_FILE_H

#include "lib/types.h"

/* The first *size bytes of the file, at most max of them plus one; the caller frees. */
u8 *input_file_read(const char *path, size_t max, size_t *size);

/* SHA-256 of the whole file; the first bytes go to start as far as they exist, zeros after. */
void input_file_sha256(const char *path, u8 digest[32], u8 start[4]);

/* SHA-256 of len bytes. */
void input_sha256(const void *data, size_t len, u8 digest[32]);

/* The running tool, for its messages; each tool defines it. */
extern const char program_name[];

/* "PROGRAM: PATH: REASON" on stderr, status 1. */
NORETURN void input_fail(const char *path, const char *reason);

#endif
