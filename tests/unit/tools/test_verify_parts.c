/*
 * What snp-verify reads of a captured table (Debian 6.12 under snphost, two CPUs): its parts, its
 * certificates, its log; cut at every byte, and with every bit flipped. Each input lies in memory of exactly
 * its size, so that a byte too many is found by ASan.
 */
#include "tests/unit/tools/report_table.h"

#include <stdlib.h>
#include <string.h>

#include "tools/verify/boot_log.h"

static struct report_table_file file;
static struct report_parts parts;

static int fresh(void **state)
{
	(void)state;
	report_table_load(&file);
	assert_null(report_parts_parse(file.blob, &parts));
	return 0;
}

static int done(void **state)
{
	(void)state;
	free(file.bytes);
	return 0;
}

static void the_captured_table_is_read(void **state)
{
	struct certificate_files certificates;
	struct boot_log log;

	(void)state;
	assert_int_equal(parts.error, 0);
	assert_int_equal(parts.report.bytes, 1184);
	assert_null(certificate_files_parse(parts.certificates, &certificates));
	assert_true(certificates.vcek.bytes > 1000);
	assert_true(certificates.ask.bytes > 1000);
	assert_true(certificates.ark.bytes > 1000);
	assert_null(boot_log_parse(parts.log, &log));
	assert_string_equal(log.firmware.variant, "snp-shim-report");
	assert_int_equal(log.range_count, 2);
	assert_int_equal(boot_log_ram_bytes(&log), 511 * MIB + 640 * KIB);
	assert_int_equal(log.acpi.cpu_count, 2);
	assert_true(boot_log_apic_ids_count_up(&log));
	assert_int_equal(log.cmdline.bytes, 36);
}

static void a_table_cut_anywhere_is_refused(void **state)
{
	struct report_parts cut_parts;

	(void)state;
	for (size_t bytes = 0; bytes < file.blob.bytes; bytes++) {
		struct blob cut = blob_copy((struct blob){ file.bytes, bytes });

		assert_non_null(report_parts_parse(cut, &cut_parts));
		free(blob_memory(cut));
	}
}

/* With the checksum made right each time: nothing but the bounds is left to stop it. */
static void any_bit_of_the_headers_leaves_the_parts_inside(void **state)
{
	struct report_parts changed;
	struct certificate_files certificates;
	struct boot_log log;

	(void)state;
	for (u32 bit = 0; bit < 64 * 8; bit++) {
		file.bytes[bit / 8] ^= (u8)(1 << bit % 8);
		report_table_seal(&file);
		if (!report_parts_parse(file.blob, &changed)) {
			struct blob table = blob_copy(changed.certificates);
			struct blob bytes = blob_copy(changed.log);

			(void)certificate_files_parse(table, &certificates);
			(void)boot_log_parse(bytes, &log);
			free(blob_memory(table));
			free(blob_memory(bytes));
		}
		file.bytes[bit / 8] ^= (u8)(1 << bit % 8);
	}
}

static void a_wrong_checksum_is_refused(void **state)
{
	(void)state;
	file.bytes[9] ^= 1;
	assert_non_null(report_parts_parse(file.blob, &parts));
}

static void a_log_cut_anywhere_is_refused(void **state)
{
	struct boot_log log;

	(void)state;
	for (u32 bytes = 0; bytes < parts.log.bytes; bytes++) {
		struct blob cut = blob_copy((struct blob){ parts.log.data, bytes });

		assert_non_null(boot_log_parse(cut, &log));
		if (bytes >= sizeof(struct event_log_header)) {
			le32_store(blob_memory(cut) + 12, bytes); /* its header agrees */
			assert_non_null(boot_log_parse(cut, &log));
		}
		free(blob_memory(cut));
	}
}

/* Structure: any change of header, types and sizes is seen. Payloads are facts: those may change. */
static void any_bit_of_the_logs_structure_is_refused(void **state)
{
	struct boot_log log;
	struct blob copy = blob_copy(parts.log);
	u8 *bytes = blob_memory(copy);
	u32 at = sizeof(struct event_log_header);

	(void)state;
	for (u32 bit = 0; bit < sizeof(struct event_log_header) * 8; bit++) {
		bytes[bit / 8] ^= (u8)(1 << bit % 8);
		assert_non_null(boot_log_parse(copy, &log));
		bytes[bit / 8] ^= (u8)(1 << bit % 8);
	}
	for (; at < copy.bytes; at += 4 + le16_load(bytes + at + 2)) {
		for (u32 bit = 0; bit < 32; bit++) {
			bytes[at + bit / 8] ^= (u8)(1 << bit % 8);
			assert_non_null(boot_log_parse(copy, &log));
			bytes[at + bit / 8] ^= (u8)(1 << bit % 8);
		}
	}
	assert_null(boot_log_parse(copy, &log));
	free(bytes);
}

/* One fact of the log set to `value`, of `size` bytes; the offset is in the captured log. */
static const char *log_with(u32 offset, u32 size, u64 value)
{
	struct boot_log log;
	struct blob copy = blob_copy(parts.log);
	const char *fault;

	memcpy(blob_memory(copy) + offset, &value, size);
	fault = boot_log_parse(copy, &log);
	free(blob_memory(copy));
	return fault;
}

static void facts_that_no_firmware_writes_are_refused(void **state)
{
	enum { NAME = 32, STATUS = 64, GHCB = 80, C_BIT = 84, RANGES = 92, ACPI = 128, KERNEL = 176,
	       INITRD = 220, CMDLINE = 264, CPUS = 308 };

	(void)state;
	assert_null(log_with(STATUS, 8, 7));
	assert_non_null(log_with(STATUS, 8, 3));             /* no SNP */
	assert_non_null(log_with(GHCB, 4, 1));
	assert_non_null(log_with(C_BIT, 4, 46));
	assert_non_null(log_with(C_BIT, 4, 52));
	assert_null(log_with(C_BIT, 4, 47));
	assert_non_null(log_with(NAME, 1, 0));               /* no name */
	assert_non_null(log_with(NAME, 1, '\n'));
	assert_non_null(log_with(NAME + 27, 1, 'x'));        /* bytes behind its end */
	assert_non_null(log_with(RANGES, 8, 0x200000));      /* start behind end */
	assert_non_null(log_with(RANGES + 8, 8, 0x100000 + PAGE_SIZE)); /* overlap */
	assert_non_null(log_with(RANGES + 8, 8, 0xa0001));   /* no page */
	assert_non_null(log_with(ACPI, 4, 0));               /* machine */
	assert_non_null(log_with(ACPI, 4, 4));
	assert_null(log_with(ACPI, 4, 3));
	assert_non_null(log_with(ACPI + 4, 4, 4));           /* flags */
	assert_non_null(log_with(ACPI + 8, 4, 0));           /* CPUs */
	assert_non_null(log_with(ACPI + 8, 4, 1025));
	assert_null(log_with(ACPI + 8, 4, 1024));
	assert_non_null(log_with(KERNEL + 32, 8, 0));
	assert_non_null(log_with(INITRD + 32, 8, 0));
	assert_non_null(log_with(CMDLINE + 32, 8, 0));
	assert_non_null(log_with(CMDLINE + 32, 8, 1));
	assert_non_null(log_with(CPUS, 4, 0));
	assert_non_null(log_with(CPUS, 4, 3));
	assert_null(log_with(CPUS, 4, 2));
}

static void apic_ids_that_do_not_count_up_are_told(void **state)
{
	struct boot_log log;

	(void)state;
	assert_null(boot_log_parse(parts.log, &log));
	log.acpi.cpu_count = 3;
	assert_false(boot_log_apic_ids_count_up(&log));
}

/* Offset and length of each row at each value that matters; then any bit of the rows. */
static void certificates_outside_their_table_are_refused(void **state)
{
	static const u32 edges[] = { 0, 1, 95, 4442, 4443, 0x7fffffff, 0xffffffff };
	struct certificate_files files;
	struct blob table = blob_copy(parts.certificates);
	u8 *bytes = blob_memory(table);

	(void)state;
	for (u32 row = 0; row < 3; row++) {
		for (u32 i = 0; i < COUNT_OF(edges) * COUNT_OF(edges); i++) {
			u32 offset = edges[i / COUNT_OF(edges)], count = edges[i % COUNT_OF(edges)];
			const char *fault;

			memcpy(bytes, parts.certificates.data, table.bytes);
			le32_store(bytes + row * 24 + 16, offset);
			le32_store(bytes + row * 24 + 20, count);
			fault = certificate_files_parse(table, &files);
			assert_int_equal(fault == NULL, (u64)offset + count <= table.bytes);
		}
	}
	free(bytes);
}

static void a_certificate_table_cut_anywhere_is_refused(void **state)
{
	struct certificate_files files;

	(void)state;
	for (size_t count = 1; count < parts.certificates.bytes; count++) {
		struct blob cut = blob_copy((struct blob){ parts.certificates.data, count });

		assert_non_null(certificate_files_parse(cut, &files));
		free(blob_memory(cut));
	}
	assert_null(certificate_files_parse((struct blob){ parts.certificates.data, 0 }, &files));
	assert_int_equal(files.vcek.bytes + files.ask.bytes + files.ark.bytes, 0);
}

static void a_certificate_table_without_end_is_refused(void **state)
{
	struct certificate_files files;
	struct blob rows = { calloc(100, 24), 100 * 24 };

	(void)state;
	for (u32 row = 0; row < 100; row++)
		blob_memory(rows)[row * 24] = 1;
	assert_non_null(certificate_files_parse(rows, &files));
	free(blob_memory(rows));
}

static void the_same_certificate_twice_is_refused(void **state)
{
	struct certificate_files files;
	struct blob table = blob_copy(parts.certificates);

	(void)state;
	memcpy(blob_memory(table) + 24, table.data, 16);
	assert_non_null(certificate_files_parse(table, &files));
	free(blob_memory(table));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fresh, done)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_captured_table_is_read),
		CASE(a_table_cut_anywhere_is_refused),
		CASE(any_bit_of_the_headers_leaves_the_parts_inside),
		CASE(a_wrong_checksum_is_refused),
		CASE(a_log_cut_anywhere_is_refused),
		CASE(any_bit_of_the_logs_structure_is_refused),
		CASE(facts_that_no_firmware_writes_are_refused),
		CASE(apic_ids_that_do_not_count_up_are_told),
		CASE(certificates_outside_their_table_are_refused),
		CASE(a_certificate_table_cut_anywhere_is_refused),
		CASE(a_certificate_table_without_end_is_refused),
		CASE(the_same_certificate_twice_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
