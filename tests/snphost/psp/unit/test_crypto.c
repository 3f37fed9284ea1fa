/*
 * test_crypto.c - the PSP's own cryptography against published vectors and OpenSSL.
 * Inputs come from a fixed generator, so a failure repeats.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include "tests/snphost/psp/aes_gcm.h"
#include "tests/snphost/psp/ecdsa_p384.h"
#include "tests/snphost/psp/sha384_stream.h"

static u64 random_state;

static u8 random_byte(void)
{
	random_state = random_state * 6364136223846793005ull + 1442695040888963407ull;
	return (u8)(random_state >> 56);
}

static void random_fill(u8 *p, size_t len)
{
	while (len--)
		*p++ = random_byte();
}

static int restart_random(void **state)
{
	(void)state;
	random_state = 20261121;
	return 0;
}

static void from_hex(const char *hex, u8 *out, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned int byte;

		assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
		out[i] = (u8)byte;
	}
}

static void sha384_gives_the_fips_180_example(void **state)
{
	u8 expected[SHA384_BYTES], digest[SHA384_BYTES];

	(void)state;
	from_hex("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
		 "8086072ba1e7cc2358baeca134c825a7", expected, sizeof(expected));
	sha384("abc", 3, digest);
	assert_memory_equal(digest, expected, sizeof(expected));
}

static void sha384_agrees_with_openssl_at_every_length_and_split(void **state)
{
	u8 data[700], expected[EVP_MAX_MD_SIZE], digest[SHA384_BYTES];

	(void)state;
	random_fill(data, sizeof(data));
	for (size_t len = 0; len <= sizeof(data); len++) {
		size_t split = len ? random_byte() % len : 0;
		struct sha384_stream s;

		EVP_Digest(data, len, expected, NULL, EVP_sha384(), NULL);
		sha384_init(&s);
		sha384_update(&s, data, split);
		sha384_update(&s, data + split, len - split);
		sha384_final(&s, digest);
		assert_memory_equal(digest, expected, sizeof(digest));
	}
}

static void hmac_agrees_with_openssl(void **state)
{
	u8 key[SHA384_BYTES], data[300], expected[EVP_MAX_MD_SIZE], mac[SHA384_BYTES];

	(void)state;
	for (size_t len = 0; len < sizeof(data); len++) {
		struct hmac_sha384 h;

		random_fill(key, sizeof(key));
		random_fill(data, sizeof(data));
		assert_non_null(HMAC(EVP_sha384(), key, sizeof(key), data, len, expected, NULL));
		hmac_sha384_init(&h, key, sizeof(key));
		hmac_sha384_update(&h, data, len);
		hmac_sha384_final(&h, mac);
		assert_memory_equal(mac, expected, sizeof(mac));
	}
}

struct gcm_case {
	u8 key[AES256_KEY_BYTES], iv[GCM_IV_BYTES];
	u8 aad[64], plain[520];
	u8 sealed[520], tag[GCM_TAG_BYTES];	/* OpenSSL's answer */
	int aad_len, len;
};

static void openssl_seal(struct gcm_case *c)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int done;

	assert_int_equal(EVP_EncryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, c->key, c->iv), 1);
	assert_int_equal(EVP_EncryptUpdate(ctx, NULL, &done, c->aad, c->aad_len), 1);
	assert_int_equal(EVP_EncryptUpdate(ctx, c->sealed, &done, c->plain, c->len), 1);
	assert_int_equal(EVP_EncryptFinal_ex(ctx, c->sealed + done, &done), 1);
	assert_int_equal(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, GCM_TAG_BYTES, c->tag), 1);
	EVP_CIPHER_CTX_free(ctx);
}

static void random_gcm_case(struct gcm_case *c, int len)
{
	random_fill(c->key, sizeof(c->key));
	random_fill(c->iv, sizeof(c->iv));
	random_fill(c->aad, sizeof(c->aad));
	random_fill(c->plain, sizeof(c->plain));
	c->aad_len = random_byte() % (int)sizeof(c->aad);
	c->len = len;
	openssl_seal(c);
}

static void gcm_seals_and_opens_as_openssl_does(void **state)
{
	struct gcm_case c;
	u8 data[520], tag[GCM_TAG_BYTES];

	(void)state;
	for (int len = 0; len <= (int)sizeof(data); len++) {
		struct aes_gcm_aad aad;

		random_gcm_case(&c, len);
		aad = (struct aes_gcm_aad){ c.aad, (size_t)c.aad_len };
		memcpy(data, c.plain, sizeof(data));
		aes_gcm_seal(c.key, c.iv, aad, data, (size_t)len, tag);
		assert_memory_equal(data, c.sealed, (size_t)len);
		assert_memory_equal(tag, c.tag, sizeof(tag));
		assert_true(aes_gcm_open(c.key, c.iv, aad, data, (size_t)len, tag));
		assert_memory_equal(data, c.plain, (size_t)len);
	}
}

static void gcm_refuses_every_flipped_bit_and_leaves_the_data_alone(void **state)
{
	struct gcm_case c;

	(void)state;
	random_gcm_case(&c, 40);
	for (int bit = 0; bit < 8 * (GCM_TAG_BYTES + 40); bit++) {
		u8 *byte = bit < 8 * GCM_TAG_BYTES ? &c.tag[bit / 8] :
						     &c.sealed[bit / 8 - GCM_TAG_BYTES];
		u8 before[40];

		*byte ^= (u8)(1 << bit % 8);
		memcpy(before, c.sealed, sizeof(before));
		assert_false(aes_gcm_open(c.key, c.iv,
					  (struct aes_gcm_aad){ c.aad, (size_t)c.aad_len },
					  c.sealed, 40, c.tag));
		assert_memory_equal(c.sealed, before, sizeof(before));
		*byte ^= (u8)(1 << bit % 8);
	}
}

/* RFC 6979 appendix A.2.6, P-384 with SHA-384. */
static const struct {
	const char *message, *r, *s;
} rfc6979[] = {
	{ "sample",
	  "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c"
	  "81a648152e44acf96e36dd1e80fabe46",
	  "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94f"
	  "a329c145786e679e7b82c71a38628ac8" },
	{ "test",
	  "8203b63d3c853e8d77227fb377bcf7b7b772e97892a80f36ab775d509d7a5feb"
	  "0542a7f0812998da8f1dd3ca3cf023db",
	  "ddd0760448d42d8a43af45af836fce4de8be06b485e9b61b827c2f13173923e0"
	  "6a739f040649a667bf3b828246baa5a5" },
};

static void signatures_equal_the_rfc_6979_vectors(void **state)
{
	u8 key[P384_BYTES], digest[SHA384_BYTES], r[P384_BYTES], s[P384_BYTES];
	u8 expected[P384_BYTES];

	(void)state;
	from_hex("6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d8"
		 "96d5724e4c70a825f872c9ea60d2edf5", key, sizeof(key));
	for (size_t i = 0; i < sizeof(rfc6979) / sizeof(rfc6979[0]); i++) {
		sha384(rfc6979[i].message, strlen(rfc6979[i].message), digest);
		ecdsa_p384_sign(key, digest, r, s);
		from_hex(rfc6979[i].r, expected, sizeof(expected));
		assert_memory_equal(r, expected, sizeof(expected));
		from_hex(rfc6979[i].s, expected, sizeof(expected));
		assert_memory_equal(s, expected, sizeof(expected));
	}
}

static EVP_PKEY *public_key_of(const u8 private_key[P384_BYTES])
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_secp384r1);
	EC_POINT *point = EC_POINT_new(group);
	BIGNUM *d = BN_bin2bn(private_key, P384_BYTES, NULL);
	u8 octets[1 + 2 * P384_BYTES];
	OSSL_PARAM params[3];
	char name[] = "P-384";
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *key = NULL;

	assert_int_equal(EC_POINT_mul(group, point, d, NULL, NULL, NULL), 1);
	assert_int_equal(EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, octets,
					    sizeof(octets), NULL), sizeof(octets));
	params[0] = OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name, 0);
	params[1] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, octets,
						      sizeof(octets));
	params[2] = OSSL_PARAM_construct_end();
	assert_int_equal(EVP_PKEY_fromdata_init(ctx), 1);
	assert_int_equal(EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params), 1);
	EVP_PKEY_CTX_free(ctx);
	BN_free(d);
	EC_POINT_free(point);
	EC_GROUP_free(group);
	return key;
}

static int openssl_verifies(EVP_PKEY *key, const u8 *digest, const u8 *r, const u8 *s)
{
	ECDSA_SIG *sig = ECDSA_SIG_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	u8 *der = NULL;
	int der_len, verdict;

	ECDSA_SIG_set0(sig, BN_bin2bn(r, P384_BYTES, NULL), BN_bin2bn(s, P384_BYTES, NULL));
	der_len = i2d_ECDSA_SIG(sig, &der);
	assert_true(der_len > 0);
	assert_int_equal(EVP_PKEY_verify_init(ctx), 1);
	verdict = EVP_PKEY_verify(ctx, der, (size_t)der_len, digest, SHA384_BYTES);
	OPENSSL_free(der);
	EVP_PKEY_CTX_free(ctx);
	ECDSA_SIG_free(sig);
	return verdict;
}

static void openssl_accepts_signatures_by_random_keys_and_no_altered_digest(void **state)
{
	u8 key[P384_BYTES], digest[SHA384_BYTES], r[P384_BYTES], s[P384_BYTES];

	(void)state;
	for (int i = 0; i < 100; i++) {
		EVP_PKEY *public_key;

		random_fill(key, sizeof(key));
		key[0] &= 0x7f;				/* below the group order */
		random_fill(digest, sizeof(digest));
		if (i == 0)
			memset(digest, 0xff, sizeof(digest));	/* above the group order */
		if (i == 1) {
			memset(key, 0, sizeof(key));
			key[P384_BYTES - 1] = 1;
		}
		public_key = public_key_of(key);
		ecdsa_p384_sign(key, digest, r, s);
		assert_int_equal(openssl_verifies(public_key, digest, r, s), 1);
		digest[i % SHA384_BYTES] ^= 1;
		assert_int_not_equal(openssl_verifies(public_key, digest, r, s), 1);
		EVP_PKEY_free(public_key);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(sha384_gives_the_fips_180_example, restart_random),
		cmocka_unit_test_setup(sha384_agrees_with_openssl_at_every_length_and_split,
				       restart_random),
		cmocka_unit_test_setup(hmac_agrees_with_openssl, restart_random),
		cmocka_unit_test_setup(gcm_seals_and_opens_as_openssl_does, restart_random),
		cmocka_unit_test_setup(gcm_refuses_every_flipped_bit_and_leaves_the_data_alone,
				       restart_random),
		cmocka_unit_test_setup(signatures_equal_the_rfc_6979_vectors, restart_random),
		cmocka_unit_test_setup(
			openssl_accepts_signatures_by_random_keys_and_no_altered_digest,
			restart_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
