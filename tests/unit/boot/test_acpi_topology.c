/* APIC IDs from the host's MADT: every topology QEMU packs, and every lie. */
#include "firmware/boot/acpi_topology.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/madt_builder.h"

#include <stdlib.h>
#include <string.h>

static struct madt_builder madt;
static struct acpi_topology topology;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	madt_start(&madt);
	return 0;
}

/* The file in a block of exactly `bytes` bytes: a read behind it fails under ASan. */
static enum err find_in(u32 bytes)
{
	u8 *copy = malloc(bytes > 0 ? bytes : 1);
	enum err error;

	assert_non_null(copy);
	memcpy(copy, madt.file, bytes);
	error = acpi_topology_find(copy, bytes, &topology);
	if (error == OK) {
		u32 cursor = 0, id;

		while (acpi_topology_next_cpu(&topology, &cursor, &id))
			assert_in_range(id, 0, ACPI_APIC_ID_LIMIT - 1);
	}
	free(copy);
	return error;
}

static enum err find(void)
{
	return acpi_topology_find(madt.file, sizeof(madt.file), &topology);
}

/* Refused, and for this reason. */
static void expect_defect(enum acpi_madt_defect wanted)
{
	assert_error(find(), ERR_ACPI_MADT);
	assert_int_equal(fake_fault.b, wanted);
}

static void expect_cpus(const u32 *ids, u32 count)
{
	u32 cursor = 0, id;

	assert_int_equal(find(), OK);
	assert_int_equal(topology.cpu_count, count);
	for (u32 i = 0; i < count; i++) {
		assert_true(acpi_topology_next_cpu(&topology, &cursor, &id));
		assert_int_equal(id, ids[i]);
	}
	assert_false(acpi_topology_next_cpu(&topology, &cursor, &id));
	assert_false(acpi_topology_next_cpu(&topology, &cursor, &id));
}

static void one_cpu(void **state)
{
	(void)state;
	(void)madt_add_cpu(&madt, 0, 1);
	expect_cpus((u32[]){ 0 }, 1);
	assert_false(topology.has_wide_id);
	assert_false(topology.has_io_apic2);
}

static void ids_with_gaps_come_in_the_hosts_order(void **state)
{
	static const u32 ids[] = { 0, 1, 2, 4, 5, 6 }; /* 2 sockets of 3 cores */

	(void)state;
	for (u32 i = 0; i < COUNT_OF(ids); i++)
		(void)madt_add_cpu(&madt, (u8)ids[i], 1);
	expect_cpus(ids, COUNT_OF(ids));
}

static void cpus_that_are_not_there_are_left_out(void **state)
{
	(void)state;
	(void)madt_add_cpu(&madt, 0, 1);
	(void)madt_add_cpu(&madt, 1, 0);
	(void)madt_add_cpu(&madt, 2, 2); /* online capable only */
	(void)madt_add_cpu(&madt, 3, 1);
	(void)madt_add_x2apic(&madt, 256, 0);
	expect_cpus((u32[]){ 0, 3 }, 2);
	assert_false(topology.has_wide_id);
}

static void ids_from_255_are_wide(void **state)
{
	(void)state;
	(void)madt_add_cpu(&madt, 254, 1);
	expect_cpus((u32[]){ 254 }, 1);
	assert_false(topology.has_wide_id);
	(void)madt_add_x2apic(&madt, 255, 1);
	(void)madt_add_x2apic(&madt, ACPI_APIC_ID_LIMIT - 1, 1);
	expect_cpus((u32[]){ 254, 255, ACPI_APIC_ID_LIMIT - 1 }, 3);
	assert_true(topology.has_wide_id);
}

static void other_entries_are_skipped(void **state)
{
	static const u8 mailbox[16] = { 0x10, 16 }, nmi[6] = { 4, 6, 0xff, 0, 0, 1 }, tiny[2] = { 200, 2 };

	(void)state;
	(void)madt_add(&madt, mailbox, sizeof(mailbox));
	(void)madt_add_cpu(&madt, 0, 1);
	(void)madt_add(&madt, nmi, sizeof(nmi));
	(void)madt_add(&madt, tiny, sizeof(tiny));
	expect_cpus((u32[]){ 0 }, 1);
}

static void the_second_io_apic_is_noticed(void **state)
{
	(void)state;
	(void)madt_add_cpu(&madt, 0, 1);
	(void)madt_add_io_apic(&madt, ACPI_IO_APIC_GPA, 0);
	assert_int_equal(find(), OK);
	assert_false(topology.has_io_apic2);
	(void)madt_add_io_apic(&madt, ACPI_IO_APIC2_GPA, ACPI_IO_APIC2_GSI);
	assert_int_equal(find(), OK);
	assert_true(topology.has_io_apic2);
}

static void an_io_apic_elsewhere_is_refused(void **state)
{
	static const struct {
		u32 address, gsi;
	} lies[] = {
		{ 0x1000000, 0 },
		{ ACPI_IO_APIC_GPA, 1 },
		{ ACPI_IO_APIC2_GPA, 0 },
		{ ACPI_IO_APIC_GPA, ACPI_IO_APIC2_GSI },
	};

	(void)state;
	for (u32 i = 0; i < COUNT_OF(lies); i++) {
		madt_start(&madt);
		(void)madt_add_cpu(&madt, 0, 1);
		(void)madt_add_io_apic(&madt, lies[i].address, lies[i].gsi);
		expect_defect(ACPI_MADT_DEFECT_IO_APIC);
	}
}

static void no_cpu_is_refused(void **state)
{
	(void)state;
	expect_defect(ACPI_MADT_DEFECT_CPUS);
	(void)madt_add_cpu(&madt, 0, 0);
	expect_defect(ACPI_MADT_DEFECT_CPUS);
}

static void an_id_twice_is_refused(void **state)
{
	(void)state;
	(void)madt_add_cpu(&madt, 5, 1);
	(void)madt_add_x2apic(&madt, 5, 1);
	expect_defect(ACPI_MADT_DEFECT_ID);
}

static void an_id_at_the_limit_is_refused(void **state)
{
	(void)state;
	(void)madt_add_x2apic(&madt, ACPI_APIC_ID_LIMIT, 1);
	expect_defect(ACPI_MADT_DEFECT_ID);
	madt_start(&madt);
	(void)madt_add_x2apic(&madt, 0xffffffff, 1);
	expect_defect(ACPI_MADT_DEFECT_ID);
}

static void one_cpu_too_many_is_refused(void **state)
{
	(void)state;
	for (u32 id = 0; id < ACPI_CPUS_MAX; id++)
		(void)madt_add_x2apic(&madt, id, 1);
	assert_int_equal(find(), OK);
	assert_int_equal(topology.cpu_count, ACPI_CPUS_MAX);
	(void)madt_add_x2apic(&madt, ACPI_CPUS_MAX, 1);
	expect_defect(ACPI_MADT_DEFECT_CPUS);
}

static void a_file_without_madt_is_refused(void **state)
{
	(void)state;
	memcpy(madt.file + MADT_OFFSET, "APIX", 4);
	(void)madt_add_cpu(&madt, 0, 1);
	expect_defect(ACPI_MADT_DEFECT_ABSENT);
	memset(madt.file, 0, sizeof(madt.file));
	expect_defect(ACPI_MADT_DEFECT_ABSENT);
}

static void every_shorter_file_is_refused(void **state)
{
	(void)state;
	(void)madt_add_cpu(&madt, 0, 1);
	for (u32 bytes = 0; bytes < madt.end; bytes++)
		assert_int_equal(find_in(bytes), ERR_ACPI_MADT);
	assert_int_equal(find_in(madt.end), OK);
}

/* A table in front whose length leads nowhere, backwards or past the end. */
static void a_bad_table_length_is_refused(void **state)
{
	static const u32 lengths[] = { 0, 1, 35, MADT_FILE_BYTES, MADT_FILE_BYTES - 63, 0xffffffff };

	(void)state;
	(void)madt_add_cpu(&madt, 0, 1);
	for (u32 i = 0; i < COUNT_OF(lengths); i++) {
		le32_store(madt.file + 64 + 4, lengths[i]);
		expect_defect(ACPI_MADT_DEFECT_ABSENT);
	}
}

static void a_madt_shorter_than_its_header_is_refused(void **state)
{
	(void)state;
	(void)madt_add_cpu(&madt, 0, 1);
	for (u32 bytes = 0; bytes < 44; bytes++) {
		le32_store(madt.file + MADT_OFFSET + 4, bytes);
		expect_defect(bytes < 36 ? ACPI_MADT_DEFECT_ABSENT : ACPI_MADT_DEFECT_ENTRY);
	}
}

static void an_entry_too_short_for_its_type_is_refused(void **state)
{
	static const u8 types[] = { 0, 1, 9, 77 }, sizes[] = { 8, 12, 16, 2 };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(types); i++) {
		for (u8 bytes = 0; bytes < sizes[i]; bytes++) {
			u8 entry[16] = { types[i], bytes };

			madt_start(&madt);
			(void)madt_add_cpu(&madt, 0, 1);
			(void)madt_add(&madt, entry, sizeof(entry));
			expect_defect(ACPI_MADT_DEFECT_ENTRY);
		}
	}
}

static void an_entry_that_leaves_the_madt_is_refused(void **state)
{
	static const u8 half[9] = { 0, 8, 0, 0, 1, 0, 0, 0, 77 }; /* and one byte of the next */
	u32 offset;

	(void)state;
	offset = madt_add_cpu(&madt, 0, 1);
	madt.file[offset + 1] = 9;
	expect_defect(ACPI_MADT_DEFECT_ENTRY);
	madt_start(&madt);
	(void)madt_add(&madt, half, sizeof(half));
	expect_defect(ACPI_MADT_DEFECT_ENTRY);
	assert_int_equal(find_in(madt.end), ERR_ACPI_MADT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(one_cpu, setup),
		cmocka_unit_test_setup(ids_with_gaps_come_in_the_hosts_order, setup),
		cmocka_unit_test_setup(cpus_that_are_not_there_are_left_out, setup),
		cmocka_unit_test_setup(ids_from_255_are_wide, setup),
		cmocka_unit_test_setup(other_entries_are_skipped, setup),
		cmocka_unit_test_setup(the_second_io_apic_is_noticed, setup),
		cmocka_unit_test_setup(an_io_apic_elsewhere_is_refused, setup),
		cmocka_unit_test_setup(no_cpu_is_refused, setup),
		cmocka_unit_test_setup(an_id_twice_is_refused, setup),
		cmocka_unit_test_setup(an_id_at_the_limit_is_refused, setup),
		cmocka_unit_test_setup(one_cpu_too_many_is_refused, setup),
		cmocka_unit_test_setup(a_file_without_madt_is_refused, setup),
		cmocka_unit_test_setup(every_shorter_file_is_refused, setup),
		cmocka_unit_test_setup(a_bad_table_length_is_refused, setup),
		cmocka_unit_test_setup(a_madt_shorter_than_its_header_is_refused, setup),
		cmocka_unit_test_setup(an_entry_too_short_for_its_type_is_refused, setup),
		cmocka_unit_test_setup(an_entry_that_leaves_the_madt_is_refused, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
