/*
 * aes_gcm.h - AES-256-GCM (FIPS 197, NIST SP 800-38D) with 96-bit IVs and 128-bit tags, as SNP
 * guest messages use it. In place, freestanding, not constant-time: the keys are test keys.
 */
#ifndef AES_GCM_H
#define AES_GCM_H

#include "lib/types.h"

enum { AES256_KEY_BYTES = 32, GCM_IV_BYTES = 12, GCM_TAG_BYTES = 16 };

struct aes_gcm_aad {
	const u8 *data;
	size_t len;
};

/* Encrypts len bytes at data in place and writes the tag. */
void aes_gcm_seal(const u8 key[AES256_KEY_BYTES], const u8 iv[GCM_IV_BYTES],
		  struct aes_gcm_aad aad, u8 *data, size_t len, u8 tag[GCM_TAG_BYTES]);

/* Checks the tag, then decrypts in place. False: the tag is wrong and data is unchanged. */
bool aes_gcm_open(const u8 key[AES256_KEY_BYTES], const u8 iv[GCM_IV_BYTES],
		  struct aes_gcm_aad aad, u8 *data, size_t len, const u8 tag[GCM_TAG_BYTES]);

#endif
