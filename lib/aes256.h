/*
 * AES-256, encryption only (FIPS 197), in plain C.
 * Guarantees: no branch and no address depends on key or data, so that neither timing nor cache lines
 * tell them; no writable globals, no allocation. Small rather than fast: about 65,000 instructions a block.
 */
#ifndef LIB_AES256_H
#define LIB_AES256_H

#include "lib/types.h"

enum { AES256_KEY_BYTES = 32, AES_BLOCK_BYTES = 16, AES256_ROUNDS = 14 };

struct aes256 {
	u32 round_keys[4 * (AES256_ROUNDS + 1)]; /* secret: the first eight words are the key */
};

void aes256_init(struct aes256 *aes, const u8 key[AES256_KEY_BYTES]);

/* in and out may be the same. */
void aes256_encrypt(const struct aes256 *aes, const u8 in[AES_BLOCK_BYTES], u8 out[AES_BLOCK_BYTES]);

#endif
