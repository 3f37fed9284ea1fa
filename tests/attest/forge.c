/*
 * forge.c - changes a captured table OEMR as somebody could who wants snp-verify to believe something else,
 * up to somebody with the chip's key: the test host's is published (tests/snphost/psp).
 *
 *   forge TABLE OUT [--rebind] [--sign KEY] [--keep-checksum] [--swap-items] [PART+OFFSET=HEX | PART+OFFSET^HEX]...
 *
 * PART is table, log, report, certificates, vcek, ask or ark; = sets bytes, ^ flips bits. --swap-items lets
 * kernel and initrd change places in the log, --rebind makes REPORT_DATA that of the log: in the order of the
 * command line. At the end the report is signed (--sign) and the table's checksum made right. Trusts its command line.
 */
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/boot/event_log_abi.h"
#include "firmware/sev/guest_request_abi.h"
#include "tests/snphost/psp/ecdsa_p384.h"
#include "tests/snphost/psp/sha384_stream.h"
#include "tools/verify/report_parts.h"

enum { TABLE_MAX = 64 * 1024, CHECKSUM_OFFSET = 9 };

static u8 table[TABLE_MAX];
static struct report_parts parts;
static struct certificate_files certificates;
static struct blob whole;

static _Noreturn void fail(const char *what, const char *why)
{
	fprintf(stderr, "forge: %s: %s\n", what, why);
	exit(1);
}

static void load(const char *path)
{
	FILE *file = fopen(path, "rb");
	const char *fault;

	if (!file)
		fail(path, "cannot be opened");
	whole = (struct blob){ table, fread(table, 1, sizeof(table), file) };
	fclose(file);
	fault = report_parts_parse(whole, &parts);
	if (!fault)
		fault = certificate_files_parse(parts.certificates, &certificates);
	if (fault)
		fail(path, fault);
}

static u8 *part_bytes(struct blob part)
{
	return table + (part.data - table);
}

static struct blob part_named(const char *name, size_t length)
{
	const struct {
		const char *name;
		struct blob part;
	} all[] = {
		{ "table", whole }, { "log", parts.log }, { "report", parts.report },
		{ "certificates", parts.certificates }, { "vcek", certificates.vcek },
		{ "ask", certificates.ask }, { "ark", certificates.ark },
	};

	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (strlen(all[i].name) == length && strncmp(all[i].name, name, length) == 0)
			return all[i].part;
	fail(name, "is no part");
}

static u8 hex_byte(const char *edit, const char *digits)
{
	unsigned int value;

	if (sscanf(digits, "%2x", &value) != 1)
		fail(edit, "wants hexadecimal bytes");
	return (u8)value;
}

static void apply(const char *edit)
{
	const char *plus = strchr(edit, '+');
	struct blob part = part_named(edit, plus ? (size_t)(plus - edit) : strlen(edit));
	char *operation;
	u64 offset = plus ? strtoull(plus + 1, &operation, 0) : 0;

	if (!plus || (*operation != '=' && *operation != '^'))
		fail(edit, "is not PART+OFFSET=HEX or PART+OFFSET^HEX");
	for (const char *digits = operation + 1; *digits; digits += 2, offset++) {
		if (offset >= part.bytes)
			fail(edit, "leaves the part");
		if (*operation == '=')
			part_bytes(part)[offset] = hex_byte(edit, digits);
		else
			part_bytes(part)[offset] ^= hex_byte(edit, digits);
	}
}

static u8 *find_event(u16 type)
{
	u8 *at = part_bytes(parts.log) + sizeof(struct event_log_header);
	u8 *end = part_bytes(parts.log) + parts.log.bytes;

	while (at < end && le16_load(at) != type)
		at += sizeof(struct event_header) + le16_load(at + 2);
	return at < end ? at : NULL;
}

/* Whole events, headers too: their payloads have one size. */
static void swap_items(void)
{
	u8 *kernel = find_event(EVENT_KERNEL), *initrd = find_event(EVENT_INITRD);

	if (!kernel || !initrd)
		fail("--swap-items", "the log has no kernel and initrd");
	for (size_t i = 0; i < sizeof(struct event_header) + sizeof(struct event_item); i++) {
		u8 byte = kernel[i];

		kernel[i] = initrd[i];
		initrd[i] = byte;
	}
}

static void rebind(void)
{
	struct event_log_report_data data = { .tag = EVENT_LOG_REPORT_TAG };
	struct attestation_report *report = (struct attestation_report *)part_bytes(parts.report);

	SHA256(parts.log.data, parts.log.bytes, data.log_sha256);
	memcpy(report->report_data, &data, sizeof(data));
}

static void store_reversed(u8 field[72], const u8 value[P384_BYTES])
{
	memset(field, 0, 72);
	for (size_t i = 0; i < P384_BYTES; i++)
		field[i] = value[P384_BYTES - 1 - i];
}

static void sign(const char *key_path)
{
	struct attestation_report report;
	u8 key[P384_BYTES], digest[SHA384_BYTES], r[P384_BYTES], s[P384_BYTES];
	FILE *file = fopen(key_path, "rb");

	if (!file || fread(key, 1, sizeof(key), file) != sizeof(key))
		fail(key_path, "is no key of 48 bytes");
	fclose(file);
	memcpy(&report, parts.report.data, sizeof(report));
	sha384(&report, REPORT_SIGNED_BYTES, digest);
	ecdsa_p384_sign(key, digest, r, s);
	store_reversed(report.signature_r, r);
	store_reversed(report.signature_s, s);
	memcpy(part_bytes(parts.report), &report, sizeof(report));
}

static void seal(void)
{
	u8 sum = 0;

	table[CHECKSUM_OFFSET] = 0;
	for (size_t i = 0; i < whole.bytes; i++)
		sum = (u8)(sum + table[i]);
	table[CHECKSUM_OFFSET] = (u8)-sum;
}

static void save(const char *path)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(table, 1, whole.bytes, file) != whole.bytes || fclose(file) != 0)
		fail(path, "cannot be written");
}

int main(int argc, char **argv)
{
	const char *key = NULL;
	bool wants_seal = true;

	if (argc < 3)
		fail("usage", "forge TABLE OUT [OPTION | EDIT]...");
	load(argv[1]);
	for (int i = 3; i < argc; i++) {
		if (strcmp(argv[i], "--sign") == 0 && i + 1 < argc)
			key = argv[++i];
		else if (strcmp(argv[i], "--rebind") == 0)
			rebind();
		else if (strcmp(argv[i], "--swap-items") == 0)
			swap_items();
		else if (strcmp(argv[i], "--keep-checksum") == 0)
			wants_seal = false;
		else
			apply(argv[i]);
	}
	if (key)
		sign(key);
	if (wants_seal)
		seal();
	save(argv[2]);
	return 0;
}
