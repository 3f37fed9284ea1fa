/* test_sha256.c - the published SHA-256 vectors (FIPS 180-4 examples) and odd splits. */
#include <stdio.h>

#include "tests/snphost/sha256.h"
#include "tests/snphost/unit/cmocka_all.h"

static void digest_is(const void *data, size_t len, size_t step, const char *hex)
{
	struct sha256 s;
	u8 out[SHA256_BYTES];
	char text[65];

	sha256_init(&s);
	for (size_t at = 0; at < len; at += step)
		sha256_update(&s, (const u8 *)data + at, len - at < step ? len - at : step);
	sha256_final(&s, out);
	for (int i = 0; i < SHA256_BYTES; i++)
		sprintf(text + 2 * i, "%02x", out[i]);
	assert_string_equal(text, hex);
}

static void published_vectors(void **state)
{
	(void)state;
	digest_is("", 0, 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	digest_is("abc", 3, 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	digest_is("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, 7,
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	digest_is("", 1, 1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(published_vectors) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
