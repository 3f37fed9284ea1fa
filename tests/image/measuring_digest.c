/*
 * measuring_digest.c - see measuring_digest.h. Shares no code with tools/launch.
 */
#include "measuring_digest.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum { NORMAL = 1, VMSA = 2, ZERO = 3, SECRETS = 5, CPUID = 6 }; /* page types */
enum { TRAILER = 18, HASH = 32, TABLE = TRAILER + 3 * (TRAILER + HASH) };

uint8_t digest[DIGEST];

static void hash(const void *bytes, size_t count, const EVP_MD *kind, uint8_t *to)
{
	if (EVP_Digest(bytes, count, to, NULL, kind, NULL) != 1)
		abort();
}

static void put(uint8_t *to, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		to[i] = (uint8_t)(value >> 8 * i);
}

/* One PAGE_INFO; contents NULL: the page's own hash is zero. */
static void measure(int type, uint64_t gpa, const uint8_t *contents)
{
	uint8_t info[112] = { 0 };

	memcpy(info, digest, DIGEST);
	if (contents)
		hash(contents, PAGE, EVP_sha384(), info + DIGEST);
	put(info + 96, sizeof(info), 2);
	put(info + 98, (uint64_t)type, 1);
	put(info + 104, gpa, 8);
	hash(info, sizeof(info), EVP_sha384(), digest);
}

void measure_image_page(uint64_t gpa, const uint8_t *page)
{
	measure(NORMAL, gpa, page);
}

static void put_entry(uint8_t *to, const char *guid_bytes, const void *item, size_t bytes)
{
	memcpy(to, guid_bytes, 16);
	put(to + 16, TRAILER + HASH, 2);
	hash(item, bytes, EVP_sha256(), to + TRAILER);
}

static void build_table(uint8_t *table, const uint8_t *kernel, size_t kernel_bytes)
{
	memcpy(table, "\x06\xd6\x38\x94\x22\x4f\xc9\x4c\xb4\x79\xa7\x93\xd4\x11\xfd\x21", 16);
	put(table + 16, TABLE, 2);
	put_entry(table + 18, "\xd8\x2d\xd0\x97\x20\xbd\x94\x4c\xaa\x78\xe7\x71\x4d\x36\xab\x2a", "", 1);
	put_entry(table + 68, "\x31\xf7\xba\x44\x2f\x3a\xd7\x4b\x9a\xf1\x41\xe2\x91\x69\x78\x1d", "", 0);
	put_entry(table + 118, "\x37\x94\xe7\x4d\xd2\xab\x7f\x42\xb8\x35\xd5\xb1\x72\xd2\x04\x5b", kernel,
		  kernel_bytes);
}

void measure_row(struct row row, uint32_t hash_area, const uint8_t *kernel, size_t kernel_bytes)
{
	static const int page_types[] = { [ROW_ZERO] = ZERO, [ROW_SECRETS] = SECRETS, [ROW_CPUID] = CPUID,
					  [ROW_CAA] = ZERO };
	uint8_t page[PAGE] = { 0 };

	if (row.type == ROW_HASHES) {
		build_table(page + hash_area % PAGE, kernel, kernel_bytes);
		measure(NORMAL, row.gpa, page);
		return;
	}
	for (uint32_t at = 0; at < row.bytes; at += PAGE)
		measure(page_types[row.type], row.gpa + at, NULL);
}

/* The save area of QEMU's vCPUs: what is not named is zero. */
void measure_vcpu(uint32_t start)
{
	const struct { int offset; uint64_t value; } fields[] = {
		{ 0x000, 0xffff00930000 }, { 0x010, 0xffff009bf000 }, { 0x018, start & 0xffff0000 },
		{ 0x020, 0xffff00930000 }, { 0x030, 0xffff00930000 }, { 0x040, 0xffff00930000 },
		{ 0x050, 0xffff00930000 }, { 0x060, 0xffff00000000 }, { 0x070, 0xffff00820000 },
		{ 0x080, 0xffff00000000 }, { 0x090, 0xffff008b0000 }, { 0x0d0, 0x1000 }, { 0x148, 0x40 },
		{ 0x158, 0x10 }, { 0x160, 0x400 }, { 0x168, 0xffff0ff0 }, { 0x170, 2 },
		{ 0x178, start & 0xffff }, { 0x268, 0x7040600070406 }, { 0x310, 0x800f12 }, { 0x3b0, 1 },
		{ 0x3e8, 1 }, { 0x408, 0x1f80 }, { 0x410, 0x37f },
	};
	uint8_t page[PAGE] = { 0 };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		put(page + fields[i].offset, fields[i].value, 8);
	measure(VMSA, 0xfffffffff000, page);
}
