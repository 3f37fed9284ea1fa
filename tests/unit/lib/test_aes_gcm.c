/*
 * AES-256-GCM against published vectors (FIPS 197, C.3; the GCM specification's test cases 13 to 16) and
 * OpenSSL, and what is left on the stack: nothing of the key.
 */
#define _GNU_SOURCE /* memmem */
#include "lib/aes_gcm.h"
#include "tests/fake/cmocka_all.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

enum { RANDOM_BLOCKS = 4000, RANDOM_MESSAGES = 400, MESSAGE_BYTES_MAX = 200, STACK_BYTES = 256 * 1024 };

static u64 random_state = 20261121;

static u8 random_byte(void)
{
	random_state = random_state * 6364136223846793005ull + 1442695040888963407ull;
	return (u8)(random_state >> 33);
}

static void random_bytes(void *at, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		((u8 *)at)[i] = random_byte();
}

static u32 from_hex(const char *hex, u8 *bytes)
{
	u32 count = 0;

	for (; *hex; hex += 2) {
		unsigned int byte;

		assert_int_equal(sscanf(hex, "%2x", &byte), 1);
		bytes[count++] = (u8)byte;
	}
	return count;
}

/* --- published vectors ------------------------------------------------------------------------- */

static void a_block_is_that_of_fips_197(void **state)
{
	struct aes256 aes;
	u8 key[AES256_KEY_BYTES], block[AES_BLOCK_BYTES], wanted[AES_BLOCK_BYTES];

	(void)state;
	from_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", key);
	from_hex("00112233445566778899aabbccddeeff", block);
	from_hex("8ea2b7ca516745bfeafc49904b496089", wanted);
	aes256_init(&aes, key);
	aes256_encrypt(&aes, block, block);
	assert_memory_equal(block, wanted, sizeof(block));
}

#define KEY_15 "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
#define PLAIN_16 \
	"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72" \
	"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
#define SEALED_16 \
	"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa" \
	"8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
#define ZEROS_16 "00000000000000000000000000000000"

static const struct vector {
	const char *key, *iv, *aad, *plain, *sealed, *tag;
} vectors[] = {
	{ ZEROS_16 ZEROS_16, "000000000000000000000000", "", "", "", "530f8afbc74536b9a963b4f1c4cb738b" },
	{ ZEROS_16 ZEROS_16, "000000000000000000000000", "", ZEROS_16,
	  "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919" },
	{ KEY_15, "cafebabefacedbaddecaf888", "", PLAIN_16 "1aafd255", SEALED_16 "898015ad",
	  "b094dac5d93471bdec1a502270e3cc6c" },
	{ KEY_15, "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2", PLAIN_16,
	  SEALED_16, "76fc6ece0f4e1768cddf8853bb2d551b" },
};

static void messages_are_those_of_the_gcm_specification(void **state)
{
	(void)state;
	for (u32 i = 0; i < COUNT_OF(vectors); i++) {
		u8 key[AES256_KEY_BYTES], iv[AES_GCM_IV_BYTES], aad[20], data[64], wanted[64];
		u8 tag[AES_GCM_TAG_BYTES], wanted_tag[AES_GCM_TAG_BYTES];
		struct aes_gcm_message message = { .iv = iv, .aad = aad, .data = data };

		from_hex(vectors[i].key, key);
		from_hex(vectors[i].iv, iv);
		message.aad_bytes = from_hex(vectors[i].aad, aad);
		message.data_bytes = from_hex(vectors[i].plain, data);
		from_hex(vectors[i].tag, wanted_tag);
		aes_gcm_seal(key, &message, tag);
		assert_memory_equal(data, wanted, from_hex(vectors[i].sealed, wanted));
		assert_memory_equal(tag, wanted_tag, sizeof(tag));
		assert_true(aes_gcm_open(key, &message, tag));
		assert_memory_equal(data, wanted, from_hex(vectors[i].plain, wanted));
	}
}

/* --- OpenSSL ------------------------------------------------------------------------------------ */

static void openssl_encrypt_block(const u8 *key, const u8 *in, u8 *out)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int bytes = 0;

	assert_int_equal(EVP_EncryptInit_ex(context, EVP_aes_256_ecb(), NULL, key, NULL), 1);
	EVP_CIPHER_CTX_set_padding(context, 0);
	assert_int_equal(EVP_EncryptUpdate(context, out, &bytes, in, AES_BLOCK_BYTES), 1);
	assert_int_equal(bytes, AES_BLOCK_BYTES);
	EVP_CIPHER_CTX_free(context);
}

static void blocks_are_those_of_openssl(void **state)
{
	(void)state;
	for (u32 i = 0; i < RANDOM_BLOCKS; i++) {
		u8 key[AES256_KEY_BYTES], in[AES_BLOCK_BYTES], out[AES_BLOCK_BYTES];
		u8 wanted[AES_BLOCK_BYTES];
		struct aes256 aes;

		random_bytes(key, sizeof(key));
		random_bytes(in, sizeof(in));
		aes256_init(&aes, key);
		aes256_encrypt(&aes, in, out);
		openssl_encrypt_block(key, in, wanted);
		assert_memory_equal(out, wanted, sizeof(out));
	}
}

static void openssl_seal(const u8 *key, const struct aes_gcm_message *message, u8 *out, u8 *tag)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int bytes = 0;

	assert_int_equal(EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, message->iv), 1);
	assert_int_equal(EVP_EncryptUpdate(context, NULL, &bytes, message->aad,
					   (int)message->aad_bytes), 1);
	assert_int_equal(EVP_EncryptUpdate(context, out, &bytes, message->data,
					   (int)message->data_bytes), 1);
	assert_int_equal(EVP_EncryptFinal_ex(context, out + bytes, &bytes), 1);
	assert_int_equal(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, AES_GCM_TAG_BYTES, tag), 1);
	EVP_CIPHER_CTX_free(context);
}

static void messages_of_any_length_are_those_of_openssl(void **state)
{
	(void)state;
	for (u32 i = 0; i < RANDOM_MESSAGES; i++) {
		u8 key[AES256_KEY_BYTES], iv[AES_GCM_IV_BYTES], aad[256], data[256], wanted[272];
		u8 tag[AES_GCM_TAG_BYTES], wanted_tag[AES_GCM_TAG_BYTES];
		struct aes_gcm_message message = {
			.iv = iv, .aad = aad, .aad_bytes = random_byte() % 100, .data = data,
			.data_bytes = i < MESSAGE_BYTES_MAX ? i : random_byte(),
		};

		random_bytes(key, sizeof(key));
		random_bytes(iv, sizeof(iv));
		random_bytes(aad, sizeof(aad));
		random_bytes(data, sizeof(data));
		openssl_seal(key, &message, wanted, wanted_tag);
		aes_gcm_seal(key, &message, tag);
		assert_memory_equal(data, wanted, message.data_bytes);
		assert_memory_equal(tag, wanted_tag, sizeof(tag));
	}
}

/* --- forgeries ---------------------------------------------------------------------------------- */

struct sealed {
	u8 key[AES256_KEY_BYTES], iv[AES_GCM_IV_BYTES], aad[24], data[40], tag[AES_GCM_TAG_BYTES];
};

static struct aes_gcm_message message_of(struct sealed *sealed)
{
	return (struct aes_gcm_message){ sealed->iv, sealed->aad, sizeof(sealed->aad), sealed->data,
					 sizeof(sealed->data) };
}

static void seal_random(struct sealed *sealed)
{
	struct aes_gcm_message message = message_of(sealed);

	random_bytes(sealed, sizeof(*sealed));
	aes_gcm_seal(sealed->key, &message, sealed->tag);
}

static void a_message_with_any_bit_flipped_does_not_open_and_stays_as_it_is(void **state)
{
	struct sealed good;

	(void)state;
	seal_random(&good);
	for (size_t bit = 0; bit < sizeof(good) * 8; bit++) {
		struct sealed bad = good, before;
		struct aes_gcm_message message = message_of(&bad);

		((u8 *)&bad)[bit / 8] ^= (u8)(1 << bit % 8);
		before = bad;
		assert_false(aes_gcm_open(bad.key, &message, bad.tag));
		assert_memory_equal(&bad, &before, sizeof(bad));
	}
}

static void a_message_cut_or_grown_by_a_byte_does_not_open(void **state)
{
	struct sealed good;
	struct aes_gcm_message message = message_of(&good);

	(void)state;
	seal_random(&good);
	message.data_bytes--;
	assert_false(aes_gcm_open(good.key, &message, good.tag));
	message.data_bytes++;
	message.aad_bytes--;
	assert_false(aes_gcm_open(good.key, &message, good.tag));
	message.aad_bytes++;
	assert_true(aes_gcm_open(good.key, &message, good.tag));
}

/* --- what is left behind ------------------------------------------------------------------------ */

static ucontext_t test_context, seal_context;
static struct sealed on_other_stack;

static void seal_and_open(void)
{
	struct aes_gcm_message message = message_of(&on_other_stack);

	aes_gcm_seal(on_other_stack.key, &message, on_other_stack.tag);
	on_other_stack.data[0] ^= (u8)!aes_gcm_open(on_other_stack.key, &message, on_other_stack.tag);
}

static void run_on(u8 *stack)
{
	assert_int_equal(getcontext(&seal_context), 0);
	seal_context.uc_stack.ss_sp = stack;
	seal_context.uc_stack.ss_size = STACK_BYTES;
	seal_context.uc_link = &test_context;
	makecontext(&seal_context, seal_and_open, 0);
	assert_int_equal(swapcontext(&test_context, &seal_context), 0);
}

static void nothing_of_the_key_is_left_on_the_stack(void **state)
{
	u8 *stack = aligned_alloc(PAGE_SIZE, STACK_BYTES);
	const void *touched = &on_other_stack.tag;
	struct aes256 aes;

	(void)state;
	random_bytes(&on_other_stack, sizeof(on_other_stack));
	memset(stack, 0, STACK_BYTES);
	run_on(stack);
	aes256_init(&aes, on_other_stack.key);
	for (u32 i = 0; i < COUNT_OF(aes.round_keys); i += 2)
		assert_null(memmem(stack, STACK_BYTES, &aes.round_keys[i], 2 * sizeof(u32)));
	assert_non_null(memmem(stack, STACK_BYTES, &touched, sizeof(touched))); /* it ran there */
	free(stack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_block_is_that_of_fips_197),
		cmocka_unit_test(messages_are_those_of_the_gcm_specification),
		cmocka_unit_test(blocks_are_those_of_openssl),
		cmocka_unit_test(messages_of_any_length_are_those_of_openssl),
		cmocka_unit_test(a_message_with_any_bit_flipped_does_not_open_and_stays_as_it_is),
		cmocka_unit_test(a_message_cut_or_grown_by_a_byte_does_not_open),
		cmocka_unit_test(nothing_of_the_key_is_left_on_the_stack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
