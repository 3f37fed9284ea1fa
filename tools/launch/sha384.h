/*
 * sha384.h - SHA-384 (FIPS 180-4) as the launch code and the test host's PSP need it.
 * Two implementations satisfy this header: tests/snphost/psp/sha384.c (freestanding) and
 * tools/launch/sha384_openssl.c (libcrypto, for programs that run on a build machine).
 */
#ifndef SHA384_H
#define SHA384_H

#include "lib/types.h"

enum { SHA384_BYTES = 48 };

/* One-shot hash of len bytes at data; data may be NULL only when len is 0. */
void sha384(const void *data, size_t len, u8 digest[SHA384_BYTES]);

#endif
