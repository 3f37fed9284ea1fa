/* metadata.c - parses the GUIDed table, walking down from the end of the image. See metadata.h. */
#include "metadata.h"
#include "str.h"

enum {
	FOOTER_FROM_END = 0x30,
	GUID_BYTES = 16,
	ENTRY_TRAILER = GUID_BYTES + 2,
	SMALLEST_IMAGE = 0x1000,
	IMAGE_GRANULE = 0x10000,
	ASEV_HEADER = 16,
	ASEV_VERSION = 1,
	HASH_TABLE_BYTES = 176,
	VMSAS_VERSION = 1,
};

/* 96b582de-..., 00f771de-..., dc886566-..., 7255371f-...: as they lie in the file */
static const u8 guid_footer[GUID_BYTES] = { 0xde, 0x82, 0xb5, 0x96, 0xb2, 0x1f, 0xf7, 0x45,
					    0xba, 0xea, 0xa3, 0x66, 0xc5, 0x5a, 0x08, 0x2d };
static const u8 guid_reset[GUID_BYTES] = { 0xde, 0x71, 0xf7, 0x00, 0x7e, 0x1a, 0xcb, 0x4f,
					   0x89, 0x0e, 0x68, 0xc7, 0x7e, 0x2f, 0xb4, 0x4e };
static const u8 guid_metadata[GUID_BYTES] = { 0x66, 0x65, 0x88, 0xdc, 0x4a, 0x98, 0x98, 0x47,
					      0xa7, 0x5e, 0x55, 0x85, 0xa7, 0xbf, 0x67, 0xcc };
static const u8 guid_hashes[GUID_BYTES] = { 0x1f, 0x37, 0x55, 0x72, 0x3b, 0x3a, 0x04, 0x4b,
					    0x92, 0x7b, 0x1d, 0xa6, 0xef, 0xa8, 0xd4, 0x54 };
/* 1c5e9b34-d762-4f0a-8b1d-7ac402e953b6: asm/metadata_vmsa.asm */
static const u8 guid_vmsas[GUID_BYTES] = { 0x34, 0x9b, 0x5e, 0x1c, 0x62, 0xd7, 0x0a, 0x4f,
					   0x8b, 0x1d, 0x7a, 0xc4, 0x02, 0xe9, 0x53, 0xb6 };

static u32 le(const u8 *p, u32 bytes)
{
	u32 value = 0;

	while (bytes-- > 0)
		value = value << 8 | p[bytes];
	return value;
}

/* Payload of the entry with this GUID, at least want bytes long; NULL when there is none. */
static const u8 *find_entry(const u8 *image, u64 bytes, const u8 *guid, u32 want)
{
	const u8 *footer = image + bytes - FOOTER_FROM_END;
	u32 left = le(footer - 2, 2);
	const u8 *at = footer - 2;

	if (left < ENTRY_TRAILER || left > bytes - FOOTER_FROM_END)
		return NULL;
	left -= ENTRY_TRAILER;
	while (left >= ENTRY_TRAILER) {
		u32 len = le(at - ENTRY_TRAILER, 2);

		if (len < ENTRY_TRAILER || len > left)
			return NULL;
		if (memcmp(at - GUID_BYTES, guid, GUID_BYTES) == 0)
			return len - ENTRY_TRAILER >= want ? at - len : NULL;
		at -= len;
		left -= len;
	}
	return NULL;
}

static bool overlaps(u64 a, u64 a_bytes, u64 b, u64 b_bytes)
{
	return a < b + b_bytes && b < a + a_bytes;
}

static const char *check_section(const struct metadata *m, u32 i, u64 image_bytes)
{
	const struct metadata_section *s = &m->section[i];

	if (s->bytes == 0 || !is_page_aligned(s->gpa) || !is_page_aligned(s->bytes))
		return "a metadata section is empty or not page aligned";
	if (s->type == 0 || (s->type > METADATA_SVSM_CAA && s->type != METADATA_KERNEL_HASHES))
		return "a metadata section has a type that measuring tools refuse";
	if (s->type == METADATA_SECRETS && s->bytes != PAGE_BYTES)
		return "the secrets section is not one page";
	if (s->type == METADATA_CPUID && s->bytes != PAGE_BYTES)
		return "the CPUID section is not one page";
	if (s->type == METADATA_KERNEL_HASHES && s->bytes != PAGE_BYTES)
		return "the kernel-hashes section is not one page";
	if (overlaps(s->gpa, s->bytes, 4 * GIB - image_bytes, image_bytes))
		return "a metadata section overlaps the image";
	for (u32 k = 0; k < i; k++)
		if (overlaps(s->gpa, s->bytes, m->section[k].gpa, m->section[k].bytes))
			return "two metadata sections overlap";
	return NULL;
}

static const char *parse_sections(const u8 *image, u64 bytes, struct metadata *m)
{
	const u8 *entry = find_entry(image, bytes, guid_metadata, 4), *blob;
	const char *wrong;
	u32 offset;

	if (!entry)
		return "no SEV metadata block (QEMU: failed to locate SEV metadata header)";
	offset = le(entry, 4);
	if (offset < ASEV_HEADER || offset > bytes)
		return "the SEV metadata offset points outside the image";
	blob = image + bytes - offset;
	if (memcmp(blob, "ASEV", 4) != 0 || le(blob + 8, 4) != ASEV_VERSION)
		return "the SEV metadata has no ASEV signature or an unknown version";
	m->section_count = le(blob + 12, 4);
	if (m->section_count > METADATA_MAX_SECTIONS ||
	    le(blob + 4, 4) != ASEV_HEADER + 12 * m->section_count || le(blob + 4, 4) > offset)
		return "the SEV metadata length and count do not agree";
	/* QEMU compares the length with the wrong end of the image; keep its refusal. */
	if (le(blob + 4, 4) > bytes - offset)
		return "the SEV metadata lies too near the start of the image for QEMU";
	for (u32 i = 0; i < m->section_count; i++) {
		const u8 *s = blob + ASEV_HEADER + 12 * i;

		m->section[i] = (struct metadata_section){ le(s, 4), le(s + 4, 4), le(s + 8, 4) };
		wrong = check_section(m, i, bytes);
		if (wrong)
			return wrong;
	}
	return NULL;
}

static const char *parse_vmsas(const u8 *image, u64 bytes, struct metadata_vmsas *v)
{
	const u8 *entry = find_entry(image, bytes, guid_vmsas, 16);

	if (!entry)
		return NULL;
	*v = (struct metadata_vmsas){ le(entry, 4), le(entry + 4, 4), le(entry + 8, 4),
				      le(entry + 12, 4) };
	if (v->version != VMSAS_VERSION)
		return "the announcement of VMSAs has an unknown version";
	if (v->count == 0 || !is_page_aligned(v->base) || v->stride == 0 || !is_page_aligned(v->stride))
		return "the announcement of VMSAs names no pages";
	for (u32 i = 0; i < v->count; i++)
		if ((v->base + (u64)i * v->stride) % BYTES_2M == 0)
			return "the announcement of VMSAs has one at a multiple of 2 MiB";
	return NULL;
}

static u32 sections_of_type(const struct metadata *m, u32 type)
{
	u32 n = 0;

	for (u32 i = 0; i < m->section_count; i++)
		n += m->section[i].type == type;
	return n;
}

const char *metadata_parse(const u8 *image, u64 bytes, struct metadata *m)
{
	const u8 *entry;
	const char *wrong;

	memset(m, 0, sizeof(*m));
	if (bytes < SMALLEST_IMAGE || bytes % IMAGE_GRANULE)
		return "the image size is not a multiple of 64 KiB";
	if (memcmp(image + bytes - FOOTER_FROM_END, guid_footer, GUID_BYTES) != 0)
		return "no GUIDed table footer 48 bytes before the end of the image";
	entry = find_entry(image, bytes, guid_reset, 4);
	m->reset_address = entry ? le(entry, 4) : 0;
	if (m->reset_address == 0)
		return "no SEV-ES reset block, or its address is 0";
	entry = find_entry(image, bytes, guid_hashes, 8);
	if (entry) {
		m->hash_base = le(entry, 4);
		m->hash_bytes = le(entry + 4, 4);
	}
	if (m->hash_base && m->hash_bytes < HASH_TABLE_BYTES)
		return "the hash-table area is smaller than 176 bytes";
	wrong = parse_sections(image, bytes, m);
	if (wrong)
		return wrong;
	wrong = parse_vmsas(image, bytes, &m->vmsas);
	if (wrong)
		return wrong;
	if (sections_of_type(m, METADATA_CPUID) != 1 || sections_of_type(m, METADATA_SECRETS) != 1)
		return "the SEV metadata needs exactly one CPUID and one secrets section";
	return NULL;
}
