/*
 * AES-256-GCM (NIST SP 800-38D) with 96-bit IVs and 128-bit tags, in place.
 * Guarantees: as lib/aes256.h on branches and addresses; the expanded key is wiped before a function
 * returns. Trusts its caller never to seal twice with one key and IV.
 */
#ifndef LIB_AES_GCM_H
#define LIB_AES_GCM_H

#include "lib/aes256.h"

enum { AES_GCM_IV_BYTES = 12, AES_GCM_TAG_BYTES = 16 };

/* A message: `aad` is authenticated, `data` is authenticated and encrypted. Lengths below 4 GiB. */
struct aes_gcm_message {
	const u8 *iv; /* AES_GCM_IV_BYTES */
	const u8 *aad;
	u32 aad_bytes;
	u8 *data;
	u32 data_bytes;
};

/* Encrypts the data and writes the tag. */
void aes_gcm_seal(const u8 key[AES256_KEY_BYTES], const struct aes_gcm_message *message,
		  u8 tag[AES_GCM_TAG_BYTES]);

/* Decrypts the data if the tag is right. False: it is not, and the data is as it was. */
MUST_CHECK bool aes_gcm_open(const u8 key[AES256_KEY_BYTES], const struct aes_gcm_message *message,
			     const u8 tag[AES_GCM_TAG_BYTES]);

#endif
