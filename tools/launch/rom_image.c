/*
 * rom_image.c - see rom_image.h. Reads the table from the end of the image downwards, then the
 * metadata it points to; every offset is checked against the image before use.
 */
#include "tools/launch/rom_image.h"

#include "lib/bytes.h"
#include "lib/guid.h"
#include "tools/launch/hash_page.h"
#include "tools/launch/launch_digest.h"

enum {
	ROM_SIZE_UNIT = 64 * 1024,
	FOOTER_END = 0x20,		/* distance of the table's end from the image's end */
	ENTRY_TRAILER_BYTES = 18,	/* u16 length and GUID behind each entry's payload */
	ASEV_SIGNATURE = 0x56455341,
	ASEV_HEADER_BYTES = 16,
	ASEV_VERSION = 1,
};

static const struct guid footer_guid =
	GUID_BYTES(0x96b582de, 0x1fb2, 0x45f7, 0xba, 0xea, 0xa3, 0x66, 0xc5, 0x5a, 0x08, 0x2d);
static const struct guid reset_guid =
	GUID_BYTES(0x00f771de, 0x1a7e, 0x4fcb, 0x89, 0x0e, 0x68, 0xc7, 0x7e, 0x2f, 0xb4, 0x4e);
static const struct guid hash_area_guid =
	GUID_BYTES(0x7255371f, 0x3a3b, 0x4b04, 0x92, 0x7b, 0x1d, 0xa6, 0xef, 0xa8, 0xd4, 0x54);
static const struct guid metadata_guid =
	GUID_BYTES(0xdc886566, 0x984a, 0x4798, 0xa7, 0x5e, 0x55, 0x85, 0xa7, 0xbf, 0x67, 0xcc);

struct guid_table {
	const u8 *start;
	const u8 *end;		/* of the entries: the footer's length field */
};

static const char *find_table(const struct rom_image *image, struct guid_table *table)
{
	const u8 *footer = image->bytes + image->size - FOOTER_END - sizeof(struct guid);
	u32 total;

	if (!guid_equal(&footer_guid, footer))
		return "the image has no GUIDed table (no footer GUID 30h bytes before its end)";
	total = le16_load(footer - 2);
	if (total < ENTRY_TRAILER_BYTES || total > image->size - FOOTER_END)
		return "the GUIDed table's length does not fit the image";
	table->end = footer - 2;
	table->start = image->bytes + image->size - FOOTER_END - total;
	return NULL;
}

/* First entry with the GUID; *payload is NULL when there is none. False: the table is broken. */
static bool find_entry(const struct guid_table *table, const struct guid *guid, const u8 **payload,
		       u32 *payload_bytes)
{
	const u8 *end = table->end;

	*payload = NULL;
	while (end != table->start) {
		size_t left = (size_t)(end - table->start);
		u32 bytes;

		if (left < ENTRY_TRAILER_BYTES)
			return false;
		bytes = le16_load(end - ENTRY_TRAILER_BYTES);
		if (bytes < ENTRY_TRAILER_BYTES || bytes > left)
			return false;
		if (guid_equal(guid, end - sizeof(*guid))) {
			*payload = end - bytes;
			*payload_bytes = bytes - ENTRY_TRAILER_BYTES;
			return true;
		}
		end -= bytes;
	}
	return true;
}

static const char *read_reset_address(struct rom_image *image, const struct guid_table *table)
{
	const u8 *payload;
	u32 bytes;

	if (!find_entry(table, &reset_guid, &payload, &bytes))
		return "an entry of the GUIDed table does not fit the table";
	if (!payload || bytes < 4)
		return "the image has no SEV-ES reset block (GUID 00f771de...)";
	image->reset_address = le32_load(payload);
	return image->reset_address ? NULL : "the address in the SEV-ES reset block is zero";
}

static const char *read_hash_area(struct rom_image *image, const struct guid_table *table)
{
	const u8 *payload;
	u32 bytes;

	if (!find_entry(table, &hash_area_guid, &payload, &bytes))
		return "an entry of the GUIDed table does not fit the table";
	if (!payload)
		return NULL;
	if (bytes < 8)
		return "the hash table area (GUID 7255371f...) is shorter than 8 bytes";
	if (le32_load(payload) && le32_load(payload + 4) < HASH_TABLE_BYTES)
		return "the hash table area (GUID 7255371f...) is smaller than 176 bytes";
	image->hash_area_gpa = le32_load(payload);
	return NULL;
}

static bool is_single_page_type(u32 type)
{
	return type == ROM_SECTION_SECRETS || type == ROM_SECTION_CPUID ||
	       type == ROM_SECTION_KERNEL_HASHES;
}

static const char *check_section(const struct rom_image *image, const struct rom_section *s)
{
	if (s->type != ROM_SECTION_SEC_MEM && s->type != ROM_SECTION_SVSM_CAA &&
	    !is_single_page_type(s->type))
		return "a metadata section has a type other than 1, 2, 3, 4 and 10h";
	if (s->gpa % LAUNCH_PAGE_BYTES || s->bytes % LAUNCH_PAGE_BYTES || !s->bytes)
		return "a metadata section is empty or not 4 KiB aligned";
	if (is_single_page_type(s->type) && s->bytes != LAUNCH_PAGE_BYTES)
		return "a secrets, CPUID or kernel hashes section is not exactly one page";
	if ((u64)s->gpa + s->bytes > image->base)
		return "a metadata section overlaps the image or passes 4 GiB";
	for (const struct rom_section *other = image->section; other != s; other++) {
		if (s->gpa < other->gpa + other->bytes && other->gpa < s->gpa + s->bytes)
			return "two metadata sections overlap";
		if (is_single_page_type(s->type) && s->type == other->type)
			return "the metadata has two sections of a type that must be unique";
	}
	return NULL;
}

/* room: bytes from the metadata to the image's end. */
static const char *read_sections(struct rom_image *image, const u8 *asev, u32 room)
{
	u32 length = le32_load(asev + 4);
	const char *fault;

	if (le32_load(asev) != ASEV_SIGNATURE)
		return "the SEV metadata does not start with 'ASEV'";
	if (length > image->size - room)	/* QEMU's check, odd as it is */
		return "the SEV metadata is nearer to the image's start than it is long";
	if (le32_load(asev + 8) != ASEV_VERSION)
		return "the SEV metadata has a version other than 1";
	image->section_count = le32_load(asev + 12);
	if (image->section_count > ROM_SECTIONS_MAX)
		return "the SEV metadata has more than 64 sections";
	if (length > room ||
	    length != ASEV_HEADER_BYTES + image->section_count * sizeof(struct rom_section))
		return "the SEV metadata's length does not fit its section count or the image";
	for (u32 i = 0; i < image->section_count; i++) {
		const u8 *row = asev + ASEV_HEADER_BYTES + i * sizeof(struct rom_section);
		struct rom_section *s = &image->section[i];

		*s = (struct rom_section){ le32_load(row), le32_load(row + 4), le32_load(row + 8) };
		fault = check_section(image, s);
		if (fault)
			return fault;
	}
	return NULL;
}

static const char *read_metadata(struct rom_image *image, const struct guid_table *table)
{
	const u8 *payload;
	u32 bytes, from_end;

	if (!find_entry(table, &metadata_guid, &payload, &bytes))
		return "an entry of the GUIDed table does not fit the table";
	if (!payload || bytes < 4)
		return "the image has no SEV metadata (GUID dc886566...)";
	from_end = le32_load(payload);
	if (from_end < ASEV_HEADER_BYTES || from_end > image->size)
		return "the offset of the SEV metadata lies outside the image";
	return read_sections(image, image->bytes + image->size - from_end, from_end);
}

static const char *check_hash_area(const struct rom_image *image)
{
	for (u32 i = 0; i < image->section_count; i++) {
		const struct rom_section *s = &image->section[i];

		if (s->type != ROM_SECTION_KERNEL_HASHES || !image->hash_area_gpa)
			continue;
		if (image->hash_area_gpa < s->gpa ||
		    (u64)image->hash_area_gpa + HASH_TABLE_BYTES > (u64)s->gpa + s->bytes)
			return "the hash table area lies outside the kernel hashes section";
	}
	return NULL;
}

const char *rom_image_parse(struct rom_image *image, const u8 *bytes, size_t size)
{
	struct guid_table table;
	const char *fault;

	if (size == 0 || size % ROM_SIZE_UNIT || size > ROM_BYTES_MAX)
		return "the image's size is not a multiple of 64 KiB up to 16 MiB";
	*image = (struct rom_image){ .bytes = bytes, .size = (u32)size };
	image->base = 4 * GIB - size;
	fault = find_table(image, &table);
	if (!fault)
		fault = read_reset_address(image, &table);
	if (!fault)
		fault = read_hash_area(image, &table);
	if (!fault)
		fault = read_metadata(image, &table);
	return fault ? fault : check_hash_area(image);
}

const struct rom_section *rom_image_hash_section(const struct rom_image *image)
{
	if (!image->hash_area_gpa)
		return NULL;
	for (u32 i = 0; i < image->section_count; i++) {
		if (image->section[i].type == ROM_SECTION_KERNEL_HASHES)
			return &image->section[i];
	}
	return NULL;
}
