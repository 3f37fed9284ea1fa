/*
 * input_file.c - see input_file.h.
 */
#include "tools/input_file.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 64 * 1024 };

void input_fail(const char *path, const char *reason)
{
	fprintf(stderr, "%s: %s: %s\n", program_name, path, reason);
	exit(1);
}

static FILE *open_file(const char *path)
{
	FILE *file = fopen(path, "rb");

	if (!file)
		input_fail(path, strerror(errno));
	return file;
}

/* fread that tells an error from the end of the file. */
static size_t read_some(FILE *file, const char *path, void *buffer, size_t len)
{
	size_t got = fread(buffer, 1, len, file);

	if (ferror(file))
		input_fail(path, strerror(errno));
	return got;
}

u8 *input_file_read(const char *path, size_t max, size_t *size)
{
	FILE *file = open_file(path);
	u8 *bytes = malloc(max + 1);

	if (!bytes)
		input_fail(path, "out of memory");
	*size = read_some(file, path, bytes, max + 1);
	fclose(file);
	return bytes;
}

static EVP_MD_CTX *sha256_begin(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	if (!ctx || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1)
		input_fail("SHA-256", "not available in libcrypto");
	return ctx;
}

static void sha256_add(EVP_MD_CTX *ctx, const void *data, size_t len)
{
	if (EVP_DigestUpdate(ctx, data, len) != 1)
		input_fail("SHA-256", "failed in libcrypto");
}

static void sha256_end(EVP_MD_CTX *ctx, u8 digest[32])
{
	if (EVP_DigestFinal_ex(ctx, digest, NULL) != 1)
		input_fail("SHA-256", "failed in libcrypto");
	EVP_MD_CTX_free(ctx);
}

void input_sha256(const void *data, size_t len, u8 digest[32])
{
	EVP_MD_CTX *ctx = sha256_begin();

	sha256_add(ctx, data, len);
	sha256_end(ctx, digest);
}

void input_file_sha256(const char *path, u8 digest[32], u8 start[4])
{
	static u8 chunk[CHUNK_BYTES];
	FILE *file = open_file(path);
	EVP_MD_CTX *ctx = sha256_begin();
	size_t got = read_some(file, path, chunk, sizeof(chunk));

	memset(start, 0, 4);
	memcpy(start, chunk, got < 4 ? got : 4);
	for (; got; got = read_some(file, path, chunk, sizeof(chunk)))
		sha256_add(ctx, chunk, got);
	sha256_end(ctx, digest);
	fclose(file);
}
