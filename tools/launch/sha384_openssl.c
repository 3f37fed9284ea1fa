/*
 * sha384_openssl.c - sha384.h over libcrypto, for programs that run on a build machine.
 */
#include "tools/launch/sha384.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

void sha384(const void *data, size_t len, u8 digest[SHA384_BYTES])
{
	if (EVP_Digest(data, len, digest, NULL, EVP_sha384(), NULL) != 1) {
		fputs("SHA-384 failed in libcrypto\n", stderr);
		abort();
	}
}
