/*
 * report_parts.c - see report_parts.h. Guarantees: every part lies inside the file, and the table's parts
 * do not overlap its headers.
 */
#include "tools/verify/report_parts.h"

#include <string.h>

#include "firmware/boot/acpi_abi.h"
#include "firmware/boot/event_log_abi.h"
#include "firmware/sev/guest_request_abi.h"

enum { CERTIFICATE_ROWS_MAX = 64 };

static u8 sum8(struct blob blob)
{
	u8 sum = 0;

	for (size_t i = 0; i < blob.bytes; i++)
		sum = (u8)(sum + blob.data[i]);
	return sum;
}

static const char *check_header(struct blob file)
{
	struct acpi_header header;

	if (file.bytes < REPORT_TABLE_BYTES)
		return "it is shorter than its headers; pass all of /sys/firmware/acpi/tables/OEMR";
	memcpy(&header, file.data, sizeof(header));
	if (memcmp(header.signature, REPORT_TABLE_SIGNATURE, 4) != 0 ||
	    memcmp(header.oem_table_id, REPORT_TABLE_OEM_TABLE_ID, 8) != 0)
		return "it is no table OEMR of snp-shim; pass /sys/firmware/acpi/tables/OEMR";
	if (header.revision != REPORT_TABLE_REVISION)
		return "its revision is unknown; use the snp-verify of that firmware's release";
	if (header.length != file.bytes)
		return "its length is not that of the file; pass the file as the guest reads it";
	if (sum8(file) != 0)
		return "its checksum is wrong; copy the file again";
	return NULL;
}

const char *report_parts_parse(struct blob file, struct report_parts *parts)
{
	struct report_table_body body;
	const char *fault = check_header(file);

	if (fault)
		return fault;
	memcpy(&body, file.data + REPORT_TABLE_ACPI_HEADER_BYTES, sizeof(body));
	parts->error = body.error;
	if (body.log_offset < REPORT_TABLE_BYTES || body.report_offset < REPORT_TABLE_BYTES ||
	    body.certificates_offset < REPORT_TABLE_BYTES ||
	    !blob_part(file, body.log_offset, body.log_bytes, &parts->log) ||
	    !blob_part(file, body.report_offset, body.report_bytes, &parts->report) ||
	    !blob_part(file, body.certificates_offset, body.certificates_bytes,
		       &parts->certificates))
		return "a part leaves the table";
	return NULL;
}

/* Where a certificate of this GUID goes; NULL for those that are not needed. */
static struct blob *place_of(const u8 guid[16], struct certificate_files *files)
{
	static const u8 vcek[16] = { 0x63, 0xda, 0x75, 0x8d, 0xe6, 0x64, 0x45, 0x64,
				     0xad, 0xc5, 0xf4, 0xb9, 0x3b, 0xe8, 0xac, 0xcd };
	static const u8 ask[16] = { 0x4a, 0xb7, 0xb3, 0x79, 0xbb, 0xac, 0x4f, 0xe4,
				    0xa0, 0x2f, 0x05, 0xae, 0xf3, 0x27, 0xc7, 0x82 };
	static const u8 ark[16] = { 0xc0, 0xb4, 0x06, 0xa4, 0xa8, 0x03, 0x49, 0x52,
				    0x97, 0x43, 0x3f, 0xb6, 0x01, 0x4c, 0xd0, 0xae };

	if (memcmp(guid, vcek, sizeof(vcek)) == 0)
		return &files->vcek;
	if (memcmp(guid, ask, sizeof(ask)) == 0)
		return &files->ask;
	if (memcmp(guid, ark, sizeof(ark)) == 0)
		return &files->ark;
	return NULL;
}

static bool is_last(const struct certificate_entry *entry)
{
	static const struct certificate_entry zero;

	return memcmp(entry, &zero, sizeof(zero)) == 0;
}

const char *certificate_files_parse(struct blob table, struct certificate_files *files)
{
	struct certificate_entry entry;
	struct blob row, file, *place;

	*files = (struct certificate_files){ 0 };
	if (table.bytes == 0)
		return NULL;
	for (u64 i = 0; i < CERTIFICATE_ROWS_MAX; i++) {
		if (!blob_part(table, i * sizeof(entry), sizeof(entry), &row))
			return "the host's certificate table has no end";
		memcpy(&entry, row.data, sizeof(entry));
		if (is_last(&entry))
			return NULL;
		if (!blob_part(table, entry.offset, entry.bytes, &file))
			return "a certificate leaves the host's certificate table";
		place = place_of(entry.guid, files);
		if (place && place->bytes)
			return "the host's certificate table has a certificate twice";
		if (place)
			*place = file;
	}
	return "the host's certificate table has too many entries";
}
