/* The walk over finished tables: both revisions, then every pointer and length that lies. */
#include "firmware/boot/acpi_verify.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/table_builder.h"

#include <string.h>

#define RSDP_GPA 0xf0000u
#define TABLES_GPA 0x40000u
#define TABLES_BYTES 0x1000u

/* Offsets in the tables blob. */
#define ROOT 0x100u
#define FADT 0x300u
#define MADT 0x500u
#define MADT_BYTES 120u
#define DSDT 0xc00u

static struct acpi acpi;
static u8 *rsdp, *tables;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	tables = machine_ram(TABLES_GPA, TABLES_BYTES, MACHINE_PRIVATE);
	table_put_fadt(tables + FADT, 244);
	table_seal(tables + FADT);
	table_put(tables + MADT, "APIC", MADT_BYTES);
	table_seal(tables + MADT);
	acpi = (struct acpi){ 0 };
	acpi.blobs[FW_CFG_FILE_TABLES] = (struct acpi_blob){ TABLES_GPA, TABLES_BYTES, 64 };
	return 0;
}

static void place_rsdp(u32 bytes)
{
	rsdp = machine_ram(RSDP_GPA, bytes, MACHINE_PRIVATE);
	acpi.blobs[FW_CFG_FILE_RSDP] = (struct acpi_blob){ RSDP_GPA, bytes, 16 };
}

/* Revision 0 with an RSDT of two tables: what q35 and pc give. */
static void build_v1(void)
{
	place_rsdp(20);
	table_put_rsdp(rsdp, TABLES_GPA + ROOT);
	table_put(tables + ROOT, "RSDT", TABLE_HEADER + 8);
	le32_store(tables + ROOT + TABLE_HEADER, TABLES_GPA + FADT);
	le32_store(tables + ROOT + TABLE_HEADER + 4, TABLES_GPA + MADT);
	table_seal(tables + ROOT);
}

/* Revision 2 with an XSDT of two tables: what microvm gives. */
static void build_v2(void)
{
	place_rsdp(36);
	table_put_rsdp_v2(rsdp, TABLES_GPA + ROOT);
	table_put(tables + ROOT, "XSDT", TABLE_HEADER + 16);
	le64_store(tables + ROOT + TABLE_HEADER, TABLES_GPA + FADT);
	le64_store(tables + ROOT + TABLE_HEADER + 8, TABLES_GPA + MADT);
	table_seal(tables + ROOT);
}

static void honest_tables_of_both_revisions_pass(void **state)
{
	(void)state;
	build_v1();
	assert_int_equal(acpi_verify(&acpi), OK);
	(void)setup(NULL);
	build_v2();
	assert_int_equal(acpi_verify(&acpi), OK);
}

static void without_rsdp_there_is_nothing_to_pass(void **state)
{
	(void)state;
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, 0, 0);
	place_rsdp(19);
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, RSDP_GPA, 19);
}

static void a_spoilt_rsdp_is_refused(void **state)
{
	(void)state;
	build_v1();
	for (u32 i = 0; i < 20; i++) {
		rsdp[i]++;
		assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, RSDP_GPA, 20);
		rsdp[i]--;
	}
	assert_int_equal(acpi_verify(&acpi), OK);
	/* Another signature with a right checksum. */
	rsdp[0]++;
	rsdp[1]--;
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, RSDP_GPA, 20);
}

static void a_spoilt_extension_of_the_rsdp_is_refused(void **state)
{
	(void)state;
	build_v2();
	for (u32 i = 20; i < 36; i++) {
		rsdp[i]++;
		assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, RSDP_GPA, 36);
		rsdp[i]--;
	}
	le32_store(rsdp + 20, 37);
	table_seal_bytes(rsdp, 36, 32);
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, RSDP_GPA, 36);
}

static void the_revision_decides_the_size(void **state)
{
	(void)state;
	build_v1();
	rsdp[15] = 1; /* never published */
	table_seal_bytes(rsdp, 20, 8);
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, RSDP_GPA, 20);
	rsdp[15] = 2; /* but only 20 bytes there */
	table_seal_bytes(rsdp, 20, 8);
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, RSDP_GPA, 20);
}

static void the_root_table_is_inside_a_blob(void **state)
{
	static const u32 addresses[] = { 0, 1, TABLES_GPA - 1, TABLES_GPA + TABLES_BYTES - 35,
					 TABLES_GPA + TABLES_BYTES, 0xfffffff0 };

	(void)state;
	build_v1();
	for (size_t i = 0; i < COUNT_OF(addresses); i++) {
		table_put_rsdp(rsdp, addresses[i]);
		assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, addresses[i], 0);
	}
	(void)setup(NULL);
	build_v2();
	table_put_rsdp_v2(rsdp, ~0ull - 10);
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, ~0ull - 10, 0);
}

static void the_root_table_has_the_right_signature(void **state)
{
	(void)state;
	build_v1();
	memcpy(tables + ROOT, "XSDT", 4);
	table_seal(tables + ROOT);
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, TABLES_GPA + ROOT, 2);
	(void)setup(NULL);
	build_v2();
	memcpy(tables + ROOT, "RSDT", 4);
	table_seal(tables + ROOT);
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, TABLES_GPA + ROOT, 2);
}

static void the_root_table_is_whole_entries(void **state)
{
	(void)state;
	build_v1();
	for (u32 rest = 1; rest < 4; rest++) {
		le32_store(tables + ROOT + 4, TABLE_HEADER + 8 - rest);
		table_seal(tables + ROOT);
		assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, TABLES_GPA + ROOT, 1);
	}
	le32_store(tables + ROOT + 4, TABLE_HEADER);
	table_seal(tables + ROOT);
	assert_int_equal(acpi_verify(&acpi), OK); /* no entries at all */
}

static void the_number_of_entries_is_capped(void **state)
{
	(void)state;
	build_v1();
	table_put(tables + 0x800, "RSDT", TABLE_HEADER + 4 * (ACPI_ROOT_ENTRIES_MAX + 1));
	for (u32 i = 0; i <= ACPI_ROOT_ENTRIES_MAX; i++)
		le32_store(tables + 0x800 + TABLE_HEADER + (size_t)i * 4, TABLES_GPA + MADT);
	table_seal(tables + 0x800);
	table_put_rsdp(rsdp, TABLES_GPA + 0x800);
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, TABLES_GPA + 0x800,
		     ACPI_ROOT_ENTRIES_MAX + 1);
	le32_store(tables + 0x800 + 4, TABLE_HEADER + 4 * ACPI_ROOT_ENTRIES_MAX);
	table_seal(tables + 0x800);
	assert_int_equal(acpi_verify(&acpi), OK);
}

static void a_table_is_whole_inside_its_blob(void **state)
{
	static const u32 lengths[] = { 0, 35, TABLES_BYTES - MADT + 1, 0xffffffff };

	(void)state;
	build_v1();
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		le32_store(tables + MADT + 4, lengths[i]);
		assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, TABLES_GPA + MADT, lengths[i]);
	}
	le32_store(tables + MADT + 4, TABLES_BYTES - MADT);
	table_seal(tables + MADT);
	assert_int_equal(acpi_verify(&acpi), OK);
}

static void a_table_may_be_the_first_of_its_blob(void **state)
{
	(void)state;
	build_v1();
	table_put(tables, "SSDT", 64);
	table_seal(tables);
	le32_store(tables + ROOT + TABLE_HEADER, TABLES_GPA);
	table_seal(tables + ROOT);
	assert_int_equal(acpi_verify(&acpi), OK);
}

static void a_table_with_a_wrong_checksum_is_refused(void **state)
{
	(void)state;
	build_v2();
	tables[MADT + MADT_BYTES - 1]++;
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, TABLES_GPA + MADT, MADT_BYTES);
}

static void an_entry_outside_every_blob_is_refused(void **state)
{
	(void)state;
	build_v2();
	le64_store(tables + ROOT + TABLE_HEADER, 0xfee00000);
	table_seal(tables + ROOT);
	assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, 0xfee00000, 0);
}

/* Each of the four pointers: none, a whole table, one byte outside, a table that is cut off. */
static void what_the_fadt_points_to_is_whole(void **state)
{
	static const struct {
		u32 offset, bytes;
	} pointers[] = { { 36, 4 }, { 40, 4 }, { 132, 8 }, { 140, 8 } };

	(void)state;
	build_v1();
	table_put(tables + DSDT, "DSDT", TABLES_BYTES - DSDT); /* not summed again */
	for (size_t i = 0; i < COUNT_OF(pointers); i++) {
		u8 *field = tables + FADT + pointers[i].offset;

		le_store(field, pointers[i].bytes, TABLES_GPA + DSDT);
		table_seal(tables + FADT);
		assert_int_equal(acpi_verify(&acpi), OK);
		le_store(field, pointers[i].bytes, TABLES_GPA + TABLES_BYTES - 35);
		table_seal(tables + FADT);
		assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, TABLES_GPA + TABLES_BYTES - 35, 0);
		le_store(field, pointers[i].bytes, TABLES_GPA + DSDT + 1);
		le32_store(tables + DSDT + 5, TABLES_BYTES - DSDT);
		table_seal(tables + FADT);
		assert_fault(acpi_verify(&acpi), ERR_ACPI_TABLE, TABLES_GPA + DSDT + 1,
			     TABLES_BYTES - DSDT);
		le32_store(tables + DSDT + 4, TABLES_BYTES - DSDT);
		le_store(field, pointers[i].bytes, 0);
	}
}

static void a_short_fadt_has_no_64_bit_pointers(void **state)
{
	(void)state;
	build_v1();
	table_put_fadt(tables + FADT, 116); /* revision 1 */
	memset(tables + FADT + 116, 0xff, 128);
	table_seal(tables + FADT);
	assert_int_equal(acpi_verify(&acpi), OK);
	table_put_fadt(tables + FADT, 147); /* X_DSDT is one byte short */
	memset(tables + FADT + 132, 0, 8);
	memset(tables + FADT + 140, 0xff, 8);
	table_seal(tables + FADT);
	assert_int_equal(acpi_verify(&acpi), OK);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(honest_tables_of_both_revisions_pass),
		TEST(without_rsdp_there_is_nothing_to_pass),
		TEST(a_spoilt_rsdp_is_refused),
		TEST(a_spoilt_extension_of_the_rsdp_is_refused),
		TEST(the_revision_decides_the_size),
		TEST(the_root_table_is_inside_a_blob),
		TEST(the_root_table_has_the_right_signature),
		TEST(the_root_table_is_whole_entries),
		TEST(the_number_of_entries_is_capped),
		TEST(a_table_is_whole_inside_its_blob),
		TEST(a_table_may_be_the_first_of_its_blob),
		TEST(a_table_with_a_wrong_checksum_is_refused),
		TEST(an_entry_outside_every_blob_is_refused),
		TEST(what_the_fadt_points_to_is_whole),
		TEST(a_short_fadt_has_no_64_bit_pointers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
