/* Bytes captured from a real host, for tests: files below tests/, read from the top of the tree. */
#ifndef FAKE_CAPTURED_H
#define FAKE_CAPTURED_H

#include "lib/types.h"

/* The whole file in an allocation of its size, which the caller frees; fails the test without it. */
u8 *captured_read(const char *path, u32 *bytes);

#endif
