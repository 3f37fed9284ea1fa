/*
 * aes_gcm.c - see aes_gcm.h. AES-256 straight from FIPS 197 (bytes, one table), GHASH bit by bit:
 * a guest message has at most 250 blocks, so clarity costs nothing here.
 * Judged against OpenSSL in unit/test_crypto.c.
 */
#include "tests/snphost/psp/aes_gcm.h"

#include "lib/mem.h"

enum { AES_BLOCK = 16, AES256_ROUNDS = 14, AES256_KEY_WORDS = 8 };

struct aes256 {
	u8 round_key[AES256_ROUNDS + 1][AES_BLOCK];
};

static const u8 sbox[256] = {
	0x63, 0x7c, 0x77, 0x7b, 0xf2, 0x6b, 0x6f, 0xc5,
	0x30, 0x01, 0x67, 0x2b, 0xfe, 0xd7, 0xab, 0x76,
	0xca, 0x82, 0xc9, 0x7d, 0xfa, 0x59, 0x47, 0xf0,
	0xad, 0xd4, 0xa2, 0xaf, 0x9c, 0xa4, 0x72, 0xc0,
	0xb7, 0xfd, 0x93, 0x26, 0x36, 0x3f, 0xf7, 0xcc,
	0x34, 0xa5, 0xe5, 0xf1, 0x71, 0xd8, 0x31, 0x15,
	0x04, 0xc7, 0x23, 0xc3, 0x18, 0x96, 0x05, 0x9a,
	0x07, 0x12, 0x80, 0xe2, 0xeb, 0x27, 0xb2, 0x75,
	0x09, 0x83, 0x2c, 0x1a, 0x1b, 0x6e, 0x5a, 0xa0,
	0x52, 0x3b, 0xd6, 0xb3, 0x29, 0xe3, 0x2f, 0x84,
	0x53, 0xd1, 0x00, 0xed, 0x20, 0xfc, 0xb1, 0x5b,
	0x6a, 0xcb, 0xbe, 0x39, 0x4a, 0x4c, 0x58, 0xcf,
	0xd0, 0xef, 0xaa, 0xfb, 0x43, 0x4d, 0x33, 0x85,
	0x45, 0xf9, 0x02, 0x7f, 0x50, 0x3c, 0x9f, 0xa8,
	0x51, 0xa3, 0x40, 0x8f, 0x92, 0x9d, 0x38, 0xf5,
	0xbc, 0xb6, 0xda, 0x21, 0x10, 0xff, 0xf3, 0xd2,
	0xcd, 0x0c, 0x13, 0xec, 0x5f, 0x97, 0x44, 0x17,
	0xc4, 0xa7, 0x7e, 0x3d, 0x64, 0x5d, 0x19, 0x73,
	0x60, 0x81, 0x4f, 0xdc, 0x22, 0x2a, 0x90, 0x88,
	0x46, 0xee, 0xb8, 0x14, 0xde, 0x5e, 0x0b, 0xdb,
	0xe0, 0x32, 0x3a, 0x0a, 0x49, 0x06, 0x24, 0x5c,
	0xc2, 0xd3, 0xac, 0x62, 0x91, 0x95, 0xe4, 0x79,
	0xe7, 0xc8, 0x37, 0x6d, 0x8d, 0xd5, 0x4e, 0xa9,
	0x6c, 0x56, 0xf4, 0xea, 0x65, 0x7a, 0xae, 0x08,
	0xba, 0x78, 0x25, 0x2e, 0x1c, 0xa6, 0xb4, 0xc6,
	0xe8, 0xdd, 0x74, 0x1f, 0x4b, 0xbd, 0x8b, 0x8a,
	0x70, 0x3e, 0xb5, 0x66, 0x48, 0x03, 0xf6, 0x0e,
	0x61, 0x35, 0x57, 0xb9, 0x86, 0xc1, 0x1d, 0x9e,
	0xe1, 0xf8, 0x98, 0x11, 0x69, 0xd9, 0x8e, 0x94,
	0x9b, 0x1e, 0x87, 0xe9, 0xce, 0x55, 0x28, 0xdf,
	0x8c, 0xa1, 0x89, 0x0d, 0xbf, 0xe6, 0x42, 0x68,
	0x41, 0x99, 0x2d, 0x0f, 0xb0, 0x54, 0xbb, 0x16,
};

static u8 times_two(u8 x)
{
	return (u8)((x << 1) ^ ((x >> 7) * 0x1b));
}

/* FIPS 197, section 5.2: words of four bytes, w[i] = w[i - 8] ^ f(w[i - 1]). */
static void aes256_expand_key(struct aes256 *aes, const u8 key[AES256_KEY_BYTES])
{
	u8 *w = &aes->round_key[0][0];
	u8 rcon = 1;

	memcpy(w, key, AES256_KEY_BYTES);
	for (int i = AES256_KEY_WORDS; i < 4 * (AES256_ROUNDS + 1); i++) {
		const u8 *prev = w + 4 * (i - 1);
		u8 t[4] = { prev[0], prev[1], prev[2], prev[3] };

		if (i % AES256_KEY_WORDS == 0) {
			t[0] = (u8)(sbox[prev[1]] ^ rcon);
			t[1] = sbox[prev[2]];
			t[2] = sbox[prev[3]];
			t[3] = sbox[prev[0]];
			rcon = times_two(rcon);
		} else if (i % AES256_KEY_WORDS == 4) {
			for (int j = 0; j < 4; j++)
				t[j] = sbox[t[j]];
		}
		for (int j = 0; j < 4; j++)
			w[4 * i + j] = w[4 * (i - AES256_KEY_WORDS) + j] ^ t[j];
	}
}

static void xor_block(u8 dst[AES_BLOCK], const u8 src[AES_BLOCK])
{
	for (int i = 0; i < AES_BLOCK; i++)
		dst[i] ^= src[i];
}

/* SubBytes and ShiftRows in one step: row r of the column-major state moves left by r columns. */
static void sub_bytes_shift_rows(u8 s[AES_BLOCK])
{
	u8 t[AES_BLOCK];

	for (int i = 0; i < AES_BLOCK; i++)
		t[i] = sbox[s[(i + 4 * (i % 4)) % AES_BLOCK]];
	memcpy(s, t, sizeof(t));
}

static void mix_columns(u8 s[AES_BLOCK])
{
	for (u8 *c = s; c < s + AES_BLOCK; c += 4) {
		u8 first = c[0];
		u8 all = c[0] ^ c[1] ^ c[2] ^ c[3];

		c[0] ^= all ^ times_two(c[0] ^ c[1]);
		c[1] ^= all ^ times_two(c[1] ^ c[2]);
		c[2] ^= all ^ times_two(c[2] ^ c[3]);
		c[3] ^= all ^ times_two(c[3] ^ first);
	}
}

static void aes256_encrypt(const struct aes256 *aes, u8 block[AES_BLOCK])
{
	xor_block(block, aes->round_key[0]);
	for (int round = 1; round <= AES256_ROUNDS; round++) {
		sub_bytes_shift_rows(block);
		if (round != AES256_ROUNDS)
			mix_columns(block);
		xor_block(block, aes->round_key[round]);
	}
}

static void shift_right_one_bit(u8 v[AES_BLOCK])
{
	for (int i = AES_BLOCK - 1; i > 0; i--)
		v[i] = (u8)(v[i] >> 1 | v[i - 1] << 7);
	v[0] >>= 1;
}

/* x = x * h in GF(2^128), SP 800-38D section 6.3: bit 0 is the leftmost bit. */
static void ghash_multiply(u8 x[AES_BLOCK], const u8 h[AES_BLOCK])
{
	u8 z[AES_BLOCK] = { 0 };
	u8 v[AES_BLOCK];

	memcpy(v, h, sizeof(v));
	for (int bit = 0; bit < 128; bit++) {
		u8 carry = v[15] & 1;

		if (x[bit / 8] >> (7 - bit % 8) & 1)
			xor_block(z, v);
		shift_right_one_bit(v);
		if (carry)
			v[0] ^= 0xe1;
	}
	memcpy(x, z, sizeof(z));
}

static void ghash_update(u8 x[AES_BLOCK], const u8 h[AES_BLOCK], const u8 *data, size_t len)
{
	while (len) {
		size_t take = len < AES_BLOCK ? len : AES_BLOCK;

		for (size_t i = 0; i < take; i++)
			x[i] ^= data[i];
		ghash_multiply(x, h);
		data += take;
		len -= take;
	}
}

static void store_be(u8 *p, u64 v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		p[i] = (u8)(v >> (8 * (bytes - 1 - i)));
}

static void counter_block(u8 block[AES_BLOCK], const u8 iv[GCM_IV_BYTES], u32 counter)
{
	memcpy(block, iv, GCM_IV_BYTES);
	store_be(block + GCM_IV_BYTES, counter, 4);
}

static void gcm_tag(const struct aes256 *aes, const u8 iv[GCM_IV_BYTES], struct aes_gcm_aad aad,
		    const u8 *ciphertext, size_t len, u8 tag[GCM_TAG_BYTES])
{
	u8 h[AES_BLOCK] = { 0 };
	u8 x[AES_BLOCK] = { 0 };
	u8 lengths[AES_BLOCK];

	aes256_encrypt(aes, h);
	ghash_update(x, h, aad.data, aad.len);
	ghash_update(x, h, ciphertext, len);
	store_be(lengths, (u64)aad.len * 8, 8);
	store_be(lengths + 8, (u64)len * 8, 8);
	ghash_update(x, h, lengths, sizeof(lengths));
	counter_block(tag, iv, 1);
	aes256_encrypt(aes, tag);
	xor_block(tag, x);
}

/* Encryption and decryption alike: counters 2, 3, ... belong to the data. */
static void gcm_crypt(const struct aes256 *aes, const u8 iv[GCM_IV_BYTES], u8 *data, size_t len)
{
	for (u32 counter = 2; len; counter++) {
		size_t take = len < AES_BLOCK ? len : AES_BLOCK;
		u8 key_stream[AES_BLOCK];

		counter_block(key_stream, iv, counter);
		aes256_encrypt(aes, key_stream);
		for (size_t i = 0; i < take; i++)
			data[i] ^= key_stream[i];
		data += take;
		len -= take;
	}
}

void aes_gcm_seal(const u8 key[AES256_KEY_BYTES], const u8 iv[GCM_IV_BYTES],
		  struct aes_gcm_aad aad, u8 *data, size_t len, u8 tag[GCM_TAG_BYTES])
{
	struct aes256 aes;

	aes256_expand_key(&aes, key);
	gcm_crypt(&aes, iv, data, len);
	gcm_tag(&aes, iv, aad, data, len, tag);
}

bool aes_gcm_open(const u8 key[AES256_KEY_BYTES], const u8 iv[GCM_IV_BYTES],
		  struct aes_gcm_aad aad, u8 *data, size_t len, const u8 tag[GCM_TAG_BYTES])
{
	struct aes256 aes;
	u8 expected[GCM_TAG_BYTES];

	aes256_expand_key(&aes, key);
	gcm_tag(&aes, iv, aad, data, len, expected);
	if (memcmp(expected, tag, sizeof(expected)) != 0)
		return false;
	gcm_crypt(&aes, iv, data, len);
	return true;
}
