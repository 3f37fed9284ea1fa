/* Applying decoded steps: right results, pointers that escape, steps that undo each other. */
#include "firmware/boot/acpi_script.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/table_builder.h"

#include <string.h>

#define RSDP_GPA 0x9000u
#define RSDP_BYTES 20u
#define TABLES_GPA 0x40000u
#define TABLES_BYTES 600u

static struct acpi acpi;
static u8 *rsdp, *tables;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	rsdp = machine_ram(RSDP_GPA, RSDP_BYTES, MACHINE_PRIVATE);
	tables = machine_ram(TABLES_GPA, TABLES_BYTES, MACHINE_PRIVATE);
	memset(rsdp, 0, RSDP_BYTES);
	for (u32 i = 0; i < TABLES_BYTES; i++)
		tables[i] = (u8)(i * 3);
	acpi = (struct acpi){ 0 };
	acpi.blobs[FW_CFG_FILE_RSDP] = (struct acpi_blob){ RSDP_GPA, RSDP_BYTES, 16 };
	acpi.blobs[FW_CFG_FILE_TABLES] = (struct acpi_blob){ TABLES_GPA, TABLES_BYTES, 64 };
	return 0;
}

static struct acpi_step pointer(enum fw_cfg_file file, enum fw_cfg_file source, u32 offset,
				u8 width)
{
	return (struct acpi_step){ ACPI_ADD_POINTER, (u8)file, (u8)source, width, offset, 0, 0 };
}

static struct acpi_step checksum(enum fw_cfg_file file, u32 offset, u32 start, u32 length)
{
	return (struct acpi_step){ ACPI_ADD_CHECKSUM, (u8)file, 0, 0, offset, start, length };
}

static enum err check(struct acpi_step *steps, u32 count)
{
	const struct acpi_script script = { count, steps };

	return acpi_script_check(&script, &acpi);
}

static enum err apply(struct acpi_step *steps, u32 count)
{
	const struct acpi_script script = { count, steps };

	return acpi_script_apply(&script, &acpi);
}

static void pointers_become_addresses(void **state)
{
	struct acpi_step steps[] = {
		pointer(FW_CFG_FILE_RSDP, FW_CFG_FILE_TABLES, 16, 4),
		pointer(FW_CFG_FILE_TABLES, FW_CFG_FILE_RSDP, 9, 8),
	};

	(void)state;
	le32_store(rsdp + 16, 0x123);
	le64_store(tables + 9, 7);
	assert_int_equal(check(steps, 2), OK);
	assert_int_equal(le32_load(rsdp + 16), 0x123); /* the check changes nothing */
	assert_int_equal(apply(steps, 2), OK);
	assert_int_equal(le32_load(rsdp + 16), TABLES_GPA + 0x123);
	assert_int_equal(le64_load(tables + 9), RSDP_GPA + 7);
	assert_int_equal(tables[8], 24);
	assert_int_equal(tables[17], 51);
}

static void a_pointer_past_its_source_is_refused(void **state)
{
	struct acpi_step to_tables = pointer(FW_CFG_FILE_RSDP, FW_CFG_FILE_TABLES, 16, 4);
	struct acpi_step wide = pointer(FW_CFG_FILE_TABLES, FW_CFG_FILE_TABLES, 0, 8);

	(void)state;
	le32_store(rsdp + 16, TABLES_BYTES - 1);
	assert_int_equal(check(&to_tables, 1), OK);
	le32_store(rsdp + 16, TABLES_BYTES);
	assert_fault(check(&to_tables, 1), ERR_ACPI_BOUNDS, 0, 16);
	assert_fault(apply(&to_tables, 1), ERR_ACPI_BOUNDS, 0, 16);
	assert_int_equal(le32_load(rsdp + 16), TABLES_BYTES);
	le32_store(rsdp + 16, 0xffffffff);
	assert_fault(check(&to_tables, 1), ERR_ACPI_BOUNDS, 0, 16);
	le64_store(tables, ~0ull - TABLES_GPA + 1); /* the sum would wrap to 0 */
	assert_fault(check(&wide, 1), ERR_ACPI_BOUNDS, 0, 0);
}

static void an_address_must_fit_its_field(void **state)
{
	struct acpi_step narrow = pointer(FW_CFG_FILE_TABLES, FW_CFG_FILE_RSDP, 0, 2);
	struct acpi_step narrowest = pointer(FW_CFG_FILE_TABLES, FW_CFG_FILE_RSDP, 0, 1);
	struct acpi_step to_tables = pointer(FW_CFG_FILE_RSDP, FW_CFG_FILE_TABLES, 0, 2);

	(void)state;
	le16_store(tables, 4);
	assert_int_equal(apply(&narrow, 1), OK);
	assert_int_equal(le16_load(tables), RSDP_GPA + 4);
	tables[0] = 1;
	assert_fault(check(&narrowest, 1), ERR_ACPI_BOUNDS, 0, 0);
	assert_fault(check(&to_tables, 1), ERR_ACPI_BOUNDS, 0, 0);
	(void)machine_ram(0x100000000, TABLES_BYTES, MACHINE_PRIVATE);
	acpi.blobs[FW_CFG_FILE_TABLES].gpa = 0x100000000;
	to_tables.field_bytes = 4;
	assert_fault(check(&to_tables, 1), ERR_ACPI_BOUNDS, 0, 0);
	to_tables.field_bytes = 8;
	assert_int_equal(check(&to_tables, 1), OK);
}

/* Each of two pointers in one place is fine alone; together they would leave the source. */
static void a_pointer_that_a_step_before_has_changed_is_refused(void **state)
{
	struct acpi_step steps[] = {
		pointer(FW_CFG_FILE_RSDP, FW_CFG_FILE_TABLES, 16, 4),
		pointer(FW_CFG_FILE_RSDP, FW_CFG_FILE_TABLES, 16, 4),
	};

	(void)state;
	assert_int_equal(check(steps, 2), OK);
	assert_fault(apply(steps, 2), ERR_ACPI_BOUNDS, 1, 16);
	assert_int_equal(le32_load(rsdp + 16), TABLES_GPA);
}

static void checksums_make_their_range_sum_to_zero(void **state)
{
	static const struct {
		u32 offset, start, length;
	} cases[] = { { 0, 0, 1 }, { 109, 100, 244 }, { TABLES_BYTES - 1, 0, TABLES_BYTES },
		      { 0, 0, TABLES_BYTES }, { 33, 33, 9 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct acpi_step step = checksum(FW_CFG_FILE_TABLES, cases[i].offset,
						 cases[i].start, cases[i].length);
		u8 before[TABLES_BYTES];

		tables[cases[i].offset] = 0;
		memcpy(before, tables, TABLES_BYTES);
		assert_int_equal(check(&step, 1), OK);
		assert_int_equal(apply(&step, 1), OK);
		assert_int_equal(table_sum(tables + cases[i].start, cases[i].length), 0);
		before[cases[i].offset] = tables[cases[i].offset];
		assert_memory_equal(tables, before, TABLES_BYTES);
	}
}

static void other_steps_write_nothing(void **state)
{
	struct acpi_step steps[] = {
		{ ACPI_ALLOCATE, FW_CFG_FILE_TABLES, 0, 0, 0, 0, 0 },
		{ ACPI_WRITE_POINTER, FW_CFG_FILE_VMGENID_ADDRESS, FW_CFG_FILE_TABLES, 0, 0, 40,
		  0 },
	};
	u8 before[TABLES_BYTES];

	(void)state;
	memcpy(before, tables, TABLES_BYTES);
	assert_int_equal(check(steps, 2), OK);
	assert_int_equal(apply(steps, 2), OK);
	assert_memory_equal(tables, before, TABLES_BYTES);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(pointers_become_addresses),
		TEST(a_pointer_past_its_source_is_refused),
		TEST(an_address_must_fit_its_field),
		TEST(a_pointer_that_a_step_before_has_changed_is_refused),
		TEST(checksums_make_their_range_sum_to_zero),
		TEST(other_steps_write_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
