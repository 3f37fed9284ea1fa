/*
 * measuring_tool.c - reads a ROM as the field's usual measuring tool does (sev-snp-measure, its modules
 * ovmf and guest): GUIDed table, SEV metadata, launch digest. Every demand that the tool makes of an
 * image, stated or by crashing, is one PASS or FAIL line. Shares no code with tools/launch, which has
 * its own reader: two that agree are the check. Prints last the digest of the ROM alone and that of a guest
 * with VCPUS CPUs of type EPYC and KERNEL, without initrd and command line.
 * Usage: measuring_tool ROM KERNEL VCPUS
 */
#include "measuring_digest.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROM_MAX = 16 << 20, KERNEL_MAX = 64 << 20, TRAILER = 18, TABLE = 176 };

static const char footer_guid[] = "96b582de1fb245f7baeaa366c55a082d";
static const char hash_area_guid[] = "7255371f3a3b4b04927b1da6efa8d454";
static const char reset_guid[] = "00f771de1a7e4fcb890e68c77e2fb44e";
static const char metadata_guid[] = "dc886566984a4798a75e5585a7bf67cc";

static uint8_t rom[ROM_MAX], kernel[KERNEL_MAX];
static size_t rom_bytes, kernel_bytes;
static int failures;

static bool report(bool good, const char *demand)
{
	printf("%s measuring tool: %s\n", good ? "PASS" : "FAIL", demand);
	failures += !good;
	return good;
}

/* What the tool would crash on: nothing behind it can be read. */
static void demand(bool good, const char *text)
{
	if (!report(good, text))
		exit(1);
}

static size_t load(const char *path, uint8_t *to, size_t room)
{
	FILE *file = fopen(path, "rb");
	size_t bytes = file ? fread(to, 1, room, file) : 0;

	if (bytes == 0 || bytes == room) {
		fprintf(stderr, "measuring_tool: %s: cannot be read, is empty or too large\n", path);
		exit(2);
	}
	fclose(file);
	return bytes;
}

static uint32_t le(const uint8_t *at, int bytes)
{
	uint32_t value = 0;

	while (bytes-- > 0)
		value = value << 8 | at[bytes];
	return value;
}

/* Text order to bytes_le: the first three fields are swapped. */
static bool is_guid(const uint8_t *at, const char *text)
{
	static const int order[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };

	for (int i = 0; i < 16; i++) {
		unsigned int byte;

		if (sscanf(text + 2 * order[i], "%2x", &byte) != 1 || at[i] != byte)
			return false;
	}
	return true;
}

/* --- the GUIDed table, from its end downwards ----------------------------------------------------- */

struct table {
	const uint8_t *start, *end;
};

static struct table find_table(void)
{
	const uint8_t *footer = rom + rom_bytes - 32 - TRAILER;
	uint32_t bytes;

	demand(rom_bytes % PAGE == 0 && rom_bytes >= PAGE, "the image is whole pages");
	demand(is_guid(footer + 2, footer_guid), "the footer's GUID lies 30h bytes before the end");
	bytes = le(footer, 2);
	demand(bytes >= TRAILER && bytes <= rom_bytes - 32, "the table's length holds the footer");
	return (struct table){ footer + TRAILER - bytes, footer };
}

static int count_entries(const struct table *table, const char *guid, const uint8_t **data)
{
	int found = 0;

	for (const uint8_t *end = table->end; end - table->start >= TRAILER; end -= le(end - TRAILER, 2)) {
		if (le(end - TRAILER, 2) < TRAILER || le(end - TRAILER, 2) > end - table->start)
			return -1;
		if (is_guid(end - 16, guid)) {
			*data = end - le(end - TRAILER, 2);
			found++;
		}
	}
	return found;
}

static void check_chain(const struct table *table)
{
	const uint8_t *end = table->end;

	while (end - table->start >= TRAILER && le(end - TRAILER, 2) >= TRAILER)
		end -= le(end - TRAILER, 2);
	demand(end == table->start, "the entries fill the table exactly");
}

static const uint8_t *entry(const struct table *table, const char *guid, const char *text)
{
	const uint8_t *data = NULL;

	demand(count_entries(table, guid, &data) == 1, text);
	return data;
}

/* --- SEV metadata ------------------------------------------------------------------------------------ */

static struct row row_at(const uint8_t *asev, uint32_t index)
{
	const uint8_t *at = asev + 16 + 12 * index;

	return (struct row){ le(at, 4), le(at + 4, 4), le(at + 8, 4) };
}

static const uint8_t *find_metadata(const struct table *table)
{
	const uint8_t *data = entry(table, metadata_guid, "one entry has the offset of the metadata");
	uint32_t from_end = le(data, 4);
	const uint8_t *asev = rom + rom_bytes - from_end;

	demand(from_end >= 16 && from_end <= rom_bytes, "the metadata lies in the image");
	demand(memcmp(asev, "ASEV", 4) == 0 && le(asev + 8, 4) == 1, "it is 'ASEV', version 1");
	demand(le(asev + 12, 4) > 0 && le(asev + 12, 4) < 64 && le(asev + 4, 4) <= from_end &&
	       le(asev + 4, 4) == 16 + 12 * le(asev + 12, 4), "its length is that of its rows");
	return asev;
}

static void check_rows(const uint8_t *asev)
{
	uint32_t count = le(asev + 12, 4), seen = 0;
	bool whole = true, known = true;

	for (uint32_t i = 0; i < count; i++) {
		struct row row = row_at(asev, i);

		known = known && ((row.type >= ROW_ZERO && row.type <= ROW_CAA) || row.type == ROW_HASHES);
		whole = whole && row.bytes > 0 && row.gpa % PAGE == 0 && row.bytes % PAGE == 0 &&
			(row.type == ROW_ZERO || row.bytes == PAGE);
		if (row.type != ROW_ZERO && known && whole)
			known = (seen & 1u << row.type) == 0, seen |= 1u << row.type;
	}
	demand(known, "rows have types 1, 2, 3, 4 or 10h, and those but 1 once");
	demand(whole, "rows are whole pages, and those of other types than 1 are one");
	demand(seen == (1u << ROW_SECRETS | 1u << ROW_CPUID | 1u << ROW_HASHES),
	       "there are rows for secrets, CPUID and kernel hashes");
	report(row_at(asev, count - 1).type == ROW_HASHES, "kernel hashes come last: one prefix per ROM");
}

static uint32_t find_hash_area(const struct table *table, const uint8_t *asev)
{
	const uint8_t *data = entry(table, hash_area_guid, "one entry has the place of the kernel hashes");
	uint32_t gpa = le(data, 4), page = row_at(asev, le(asev + 12, 4) - 1).gpa;

	demand(gpa != 0 && gpa / PAGE == page / PAGE && gpa % PAGE + TABLE <= PAGE && le(data + 4, 4) >= TABLE,
	       "it lies in the page of the last row, with room for 176 bytes");
	return gpa;
}

static uint32_t find_reset(const struct table *table)
{
	const uint8_t *data = entry(table, reset_guid, "one entry has the address of the other CPUs");
	uint32_t address = le(data, 4);

	demand(address > UINT32_MAX - rom_bytes && address < 0xfffffff0, "it lies in the image");
	return address;
}

static void print_digest(const char *name)
{
	printf("%s ", name);
	for (int i = 0; i < DIGEST; i++)
		printf("%02x", digest[i]);
	printf("\n");
}

int main(int argc, char **argv)
{
	struct table table;
	const uint8_t *asev;
	uint32_t reset, hash_area;

	if (argc != 4) {
		fprintf(stderr, "usage: measuring_tool ROM KERNEL VCPUS\n");
		return 2;
	}
	rom_bytes = load(argv[1], rom, sizeof(rom));
	kernel_bytes = load(argv[2], kernel, sizeof(kernel));
	table = find_table();
	check_chain(&table);
	asev = find_metadata(&table);
	check_rows(asev);
	hash_area = find_hash_area(&table, asev);
	reset = find_reset(&table);
	for (size_t at = 0; at < rom_bytes; at += PAGE)
		measure_image_page((1ull << 32) - rom_bytes + at, rom + at);
	print_digest("rom-digest");
	for (uint32_t i = 0; i < le(asev + 12, 4); i++)
		measure_row(row_at(asev, i), hash_area, kernel, kernel_bytes);
	for (int i = 0; i < atoi(argv[3]); i++)
		measure_vcpu(i == 0 ? 0xfffffff0 : reset);
	print_digest("launch-digest");
	return failures != 0;
}
