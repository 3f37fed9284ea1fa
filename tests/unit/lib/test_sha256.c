/*
 * test_sha256.c - SHA-256 against FIPS 180-4 and OpenSSL, portable and SHA-NI, and the property
 * that measured boot rests on: the hash of a copy is the hash of what the copy holds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <cpuid.h>
#include <openssl/evp.h>
#include <sys/mman.h>

#include "lib/sha256.h"

enum { RANDOM_LENGTHS = 100000, LENGTH_MAX = 1500, GUARDED_BYTES = 8192 };

static u64 random_state = 20261121;

static u32 random_below(u32 limit)
{
	random_state = random_state * 6364136223846793005ull + 1442695040888963407ull;
	return (u32)(random_state >> 33) % limit;
}

static bool cpu_has_sha(void)
{
	u32 eax, ebx, ecx, edx;

	if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & bit_SSE4_1))
		return false;
	return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (ebx & bit_SHA);
}

static void require_sha(void)
{
	if (!cpu_has_sha()) {
		puts("SKIP test_sha256: this CPU has no SHA extensions");
		skip();
	}
}

static void hash_once(sha256_blocks *blocks, const void *data, size_t bytes,
		      u8 digest[SHA256_BYTES])
{
	struct sha256 hash;

	sha256_init(&hash, blocks);
	sha256_update(&hash, data, bytes);
	sha256_final(&hash, digest);
}

static void from_hex(const char *hex, u8 bytes[SHA256_BYTES])
{
	for (size_t i = 0; i < SHA256_BYTES; i++) {
		unsigned int byte;

		assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
		bytes[i] = (u8)byte;
	}
}

/* FIPS 180-4 examples and the empty message; repeat tells how often the text is hashed. */
static const struct {
	const char *text;
	u32 repeat;
	const char *digest;
} vectors[] = {
	{ "", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
	  "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", 1,
	  "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
	{ "aaaaaaaaaa", 100000,
	  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
};

static void assert_fips_vectors(sha256_blocks *blocks)
{
	for (size_t i = 0; i < COUNT_OF(vectors); i++) {
		u8 digest[SHA256_BYTES], expected[SHA256_BYTES];
		struct sha256 hash;

		sha256_init(&hash, blocks);
		for (u32 n = 0; n < vectors[i].repeat; n++) {
			sha256_update(&hash, vectors[i].text, strlen(vectors[i].text));
			sha256_update(&hash, NULL, 0);
		}
		sha256_final(&hash, digest);
		from_hex(vectors[i].digest, expected);
		assert_memory_equal(digest, expected, sizeof(digest));
	}
}

static void portable_gives_the_fips_vectors(void **state)
{
	(void)state;
	assert_fips_vectors(sha256_blocks_portable);
}

static void sha_ni_gives_the_fips_vectors(void **state)
{
	(void)state;
	require_sha();
	assert_fips_vectors(sha256_blocks_ni);
}

/* Random start, length and two random cuts; one of the three pieces goes the copying way. */
static void hash_in_pieces(sha256_blocks *blocks, const u8 *data, u32 bytes,
			   u8 digest[SHA256_BYTES])
{
	static u8 copy[LENGTH_MAX];
	u32 first = random_below(bytes + 1);
	u32 second = first + random_below(bytes - first + 1);
	struct sha256 hash;

	sha256_init(&hash, blocks);
	sha256_update(&hash, data, first);
	sha256_update_copy(&hash, copy, data + first, second - first);
	sha256_update(&hash, data + second, bytes - second);
	sha256_final(&hash, digest);
	assert_memory_equal(copy, data + first, second - first);
}

static void assert_agrees_with_openssl(sha256_blocks *blocks)
{
	static u8 data[LENGTH_MAX + 64];
	u8 digest[SHA256_BYTES], expected[SHA256_BYTES];

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (u8)random_below(256);
	for (u32 i = 0; i < RANDOM_LENGTHS; i++) {
		const u8 *start = data + random_below(64);
		u32 bytes = random_below(LENGTH_MAX + 1);

		data[random_below(sizeof(data))] ^= (u8)(1 + random_below(255));
		hash_in_pieces(blocks, start, bytes, digest);
		assert_int_equal(EVP_Digest(start, bytes, expected, NULL, EVP_sha256(), NULL), 1);
		assert_memory_equal(digest, expected, sizeof(digest));
	}
}

static void portable_agrees_with_openssl_on_100000_random_lengths(void **state)
{
	(void)state;
	assert_agrees_with_openssl(sha256_blocks_portable);
}

static void sha_ni_agrees_with_openssl_on_100000_random_lengths(void **state)
{
	(void)state;
	require_sha();
	assert_agrees_with_openssl(sha256_blocks_ni);
}

static void both_agree_on_blocks_and_state(void **state)
{
	u8 data[10 * SHA256_BLOCK_BYTES];
	u32 portable[8], ni[8];

	(void)state;
	require_sha();
	for (u32 round = 0; round < 1000; round++) {
		u64 count = round % 11;

		for (size_t i = 0; i < sizeof(data); i++)
			data[i] = (u8)random_below(256);
		for (size_t i = 0; i < 8; i++)
			portable[i] = ni[i] = random_below(UINT32_MAX) << 1 ^ round;
		sha256_blocks_portable(portable, data, count);
		sha256_blocks_ni(ni, data, count);
		assert_memory_equal(portable, ni, sizeof(portable));
	}
}

/* Data that ends at an inaccessible page, and a state that does. */
static void assert_stays_inside(sha256_blocks *blocks)
{
	u8 *pages = mmap(NULL, GUARDED_BYTES + 2 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			 0);
	u8 *start = pages + 4096, *end = start + GUARDED_BYTES;
	u8 digest[SHA256_BYTES], expected[SHA256_BYTES];
	u32 *last_words = (u32 *)(void *)end - 8;

	assert_true(pages != MAP_FAILED);
	assert_int_equal(mprotect(start, GUARDED_BYTES, PROT_READ | PROT_WRITE), 0);
	memset(start, 0x5a, GUARDED_BYTES);
	for (u32 bytes = 0; bytes <= 200; bytes++) {
		EVP_Digest(start, bytes, expected, NULL, EVP_sha256(), NULL);
		hash_once(blocks, start, bytes, digest);
		assert_memory_equal(digest, expected, sizeof(digest));
		hash_once(blocks, end - bytes, bytes, digest);
		assert_memory_equal(digest, expected, sizeof(digest));
	}
	blocks(last_words, start, 2);
	munmap(pages, GUARDED_BYTES + 2 * 4096);
}

static void portable_touches_nothing_outside_its_arguments(void **state)
{
	(void)state;
	assert_stays_inside(sha256_blocks_portable);
}

static void sha_ni_touches_nothing_outside_its_arguments(void **state)
{
	(void)state;
	require_sha();
	assert_stays_inside(sha256_blocks_ni);
}

/* A host that rewrites the shared source whenever the firmware starts to hash. */
static u8 shared[20000];

static void blocks_while_the_host_rewrites(u32 state[8], const u8 *data, u64 block_count)
{
	for (size_t i = 0; i < sizeof(shared); i++)
		shared[i]++;
	sha256_blocks_portable(state, data, block_count);
}

static void the_hash_of_a_copy_is_that_of_what_the_copy_holds(void **state)
{
	static u8 private[sizeof(shared)];
	u8 digest[SHA256_BYTES], expected[SHA256_BYTES];
	struct sha256 hash;

	(void)state;
	sha256_init(&hash, blocks_while_the_host_rewrites);
	sha256_update_copy(&hash, private, shared, sizeof(shared));
	sha256_final(&hash, digest);
	assert_int_not_equal(private[0], private[sizeof(private) - 1]);	/* it did interfere */
	EVP_Digest(private, sizeof(private), expected, NULL, EVP_sha256(), NULL);
	assert_memory_equal(digest, expected, sizeof(digest));
}

static u64 calls, blocks_seen;

static void counting_blocks(u32 state[8], const u8 *data, u64 block_count)
{
	calls++;
	blocks_seen += block_count;
	sha256_blocks_portable(state, data, block_count);
}

static void block_function_is_called_with_whole_runs(void **state)
{
	static u8 data[1 << 20];
	u8 digest[SHA256_BYTES];

	(void)state;
	calls = blocks_seen = 0;
	hash_once(counting_blocks, data, sizeof(data), digest);
	assert_int_equal(blocks_seen, sizeof(data) / SHA256_BLOCK_BYTES + 1);
	assert_int_equal(calls, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(portable_gives_the_fips_vectors),
		cmocka_unit_test(sha_ni_gives_the_fips_vectors),
		cmocka_unit_test(portable_agrees_with_openssl_on_100000_random_lengths),
		cmocka_unit_test(sha_ni_agrees_with_openssl_on_100000_random_lengths),
		cmocka_unit_test(both_agree_on_blocks_and_state),
		cmocka_unit_test(portable_touches_nothing_outside_its_arguments),
		cmocka_unit_test(sha_ni_touches_nothing_outside_its_arguments),
		cmocka_unit_test(the_hash_of_a_copy_is_that_of_what_the_copy_holds),
		cmocka_unit_test(block_function_is_called_with_whole_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
