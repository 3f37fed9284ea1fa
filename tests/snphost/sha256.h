/* sha256.h - SHA-256 (FIPS 180-4), for the kernel-hashes page. */
#ifndef SNPHOST_SHA256_H
#define SNPHOST_SHA256_H

#include "types.h"

enum { SHA256_BYTES = 32 };

struct sha256 {
	u32 state[8];
	u64 total;
	u8 block[64];
};

void sha256_init(struct sha256 *s);
void sha256_update(struct sha256 *s, const void *data, size_t len);
void sha256_final(struct sha256 *s, u8 out[SHA256_BYTES]);

#endif
