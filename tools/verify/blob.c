/*
 * blob.c - see blob.h.
 */
#include "tools/verify/blob.h"

void blob_sha256(struct blob blob, u8 digest[SHA256_BYTES])
{
	struct sha256 hash;

	sha256_init(&hash, sha256_blocks_portable);
	sha256_update(&hash, blob.data, blob.bytes);
	sha256_final(&hash, digest);
}
