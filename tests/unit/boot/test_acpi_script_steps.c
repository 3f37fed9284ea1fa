/* Decoding pointers and sums of the table-loader script: each stays inside a file that was loaded. */
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/script_decoder.h"

static void nothing_is_used_before_it_was_loaded(void **state)
{
	(void)state;
	(void)script_allocate(&decoder.script, RSDP, 16, 2);
	(void)script_add_pointer(&decoder.script, RSDP, TABLES, 16, 4);
	(void)script_allocate(&decoder.script, TABLES, 64, 1);
	assert_fault(decoder_run(), ERR_ACPI_SCRIPT, 1, 2);
	decoder.script.count = 1;
	(void)script_add_pointer(&decoder.script, TABLES, RSDP, 0, 4);
	assert_fault(decoder_run(), ERR_ACPI_SCRIPT, 1, 2);
	decoder.script.count = 1;
	(void)script_add_checksum(&decoder.script, TABLES, 0, 0, 10);
	assert_fault(decoder_run(), ERR_ACPI_SCRIPT, 1, 3);
	decoder.script.count = 1;
	(void)script_write_pointer(&decoder.script, VMGENID_ADDRESS, VMGENID, 0, 0, 8);
	assert_fault(decoder_run(), ERR_ACPI_SCRIPT, 1, 4);
}

static void names_that_are_not_allowed_are_never_loaded(void **state)
{
	static const char *const names[] = { "", "etc/acpi/other", "opt/acpi", "etc/e820" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		(void)decoder_setup(NULL);
		decoder_load_all();
		(void)script_add_pointer(&decoder.script, names[i], TABLES, 0, 4);
		assert_fault(decoder_run(), ERR_ACPI_SCRIPT, FIRST, 2);
		decoder.script.count = FIRST;
		(void)script_add_pointer(&decoder.script, TABLES, names[i], 0, 4);
		assert_fault(decoder_run(), ERR_ACPI_SCRIPT, FIRST, 2);
		decoder.script.count = FIRST;
		(void)script_add_checksum(&decoder.script, names[i], 0, 0, 4);
		assert_fault(decoder_run(), ERR_ACPI_SCRIPT, FIRST, 3);
	}
}

static void pointers_are_1_2_4_or_8_bytes_wide(void **state)
{
	(void)state;
	for (u32 width = 0; width < 256; width++) {
		bool is_good = width == 1 || width == 2 || width == 4 || width == 8;

		(void)decoder_setup(NULL);
		decoder_load_all();
		(void)script_add_pointer(&decoder.script, TABLES, TABLES, 0, (u8)width);
		if (is_good)
			assert_int_equal(decoder_run(), OK);
		else
			assert_fault(decoder_run(), ERR_ACPI_SCRIPT, FIRST, 2);
	}
}

static void pointers_stay_inside_their_file(void **state)
{
	(void)state;
	decoder_load_all();
	(void)script_add_pointer(&decoder.script, TABLES, RSDP, TABLES_BYTES - 4, 4);
	assert_int_equal(decoder_run(), OK);
	(void)script_add_pointer(&decoder.script, TABLES, RSDP, TABLES_BYTES - 3, 4);
	assert_fault(decoder_run(), ERR_ACPI_BOUNDS, FIRST + 1, 2);
	decoder.script.count = FIRST;
	(void)script_add_pointer(&decoder.script, RSDP, TABLES, RSDP_BYTES, 1);
	assert_fault(decoder_run(), ERR_ACPI_BOUNDS, FIRST, 2);
	decoder.script.count = FIRST;
	(void)script_add_pointer(&decoder.script, TABLES, TABLES, 0xffffffff, 8);
	assert_fault(decoder_run(), ERR_ACPI_BOUNDS, FIRST, 2);
	decoder.script.count = FIRST;
	(void)script_add_pointer(&decoder.script, TABLES, TABLES, 0xfffffffc, 4); /* wraps in 32 bits */
	assert_fault(decoder_run(), ERR_ACPI_BOUNDS, FIRST, 2);
}

static void sums_stay_inside_their_file_and_include_their_byte(void **state)
{
	static const struct {
		u32 offset, start, length;
		enum err error;
	} cases[] = {
		{ 0, 0, 1, OK },
		{ 9, 0, TABLES_BYTES, OK },
		{ TABLES_BYTES - 1, 0, TABLES_BYTES, OK },
		{ TABLES_BYTES - 1, TABLES_BYTES - 1, 1, OK },
		{ 9, 0, TABLES_BYTES + 1, ERR_ACPI_BOUNDS },
		{ 9, 1, TABLES_BYTES, ERR_ACPI_BOUNDS },
		{ 9, 9, 0, ERR_ACPI_BOUNDS },
		{ 8, 9, 10, ERR_ACPI_BOUNDS },
		{ 19, 9, 10, ERR_ACPI_BOUNDS },
		{ 9, 0xffffffff, 2, ERR_ACPI_BOUNDS },
		{ 9, 1, 0xffffffff, ERR_ACPI_BOUNDS },
		{ 0xffffffff, 0, 10, ERR_ACPI_BOUNDS },
		{ TABLES_BYTES, TABLES_BYTES, 0, ERR_ACPI_BOUNDS },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		(void)decoder_setup(NULL);
		decoder_load_all();
		(void)script_add_checksum(&decoder.script, TABLES, cases[i].offset, cases[i].start,
					  cases[i].length);
		if (cases[i].error == OK)
			assert_int_equal(decoder_run(), OK);
		else
			assert_fault(decoder_run(), cases[i].error, FIRST, 3);
	}
}

static void a_pointer_is_written_for_the_generation_id_only(void **state)
{
	static const struct {
		const char *file, *source;
		u32 offset, source_offset;
		u8 width;
		enum err error;
	} cases[] = {
		{ VMGENID_ADDRESS, VMGENID, 0, VMGENID_BYTES - 1, 8, OK },
		{ VMGENID_ADDRESS, VMGENID, 0, VMGENID_BYTES, 8, ERR_ACPI_BOUNDS },
		{ VMGENID_ADDRESS, VMGENID, 1, 0, 8, ERR_ACPI_BOUNDS },
		{ VMGENID_ADDRESS, VMGENID, 0xffffffff, 0, 8, ERR_ACPI_BOUNDS },
		{ VMGENID_ADDRESS, VMGENID, 0, 0, 4, ERR_ACPI_SCRIPT },
		{ VMGENID_ADDRESS, VMGENID, 0, 0, 0, ERR_ACPI_SCRIPT },
		{ VMGENID_ADDRESS, TABLES, 0, 0, 8, ERR_ACPI_SCRIPT },
		{ "etc/e820", VMGENID, 0, 0, 8, ERR_ACPI_SCRIPT },
		{ VMGENID, VMGENID, 0, 0, 8, ERR_ACPI_SCRIPT },
		{ "etc/hardware_errors_addr", VMGENID, 0, 0, 8, ERR_ACPI_SCRIPT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		(void)decoder_setup(NULL);
		decoder_load_all();
		(void)script_write_pointer(&decoder.script, cases[i].file, cases[i].source, cases[i].offset,
					   cases[i].source_offset, cases[i].width);
		if (cases[i].error == OK)
			assert_int_equal(decoder_run(), OK);
		else
			assert_fault(decoder_run(), cases[i].error, FIRST, 4);
	}
	decoder.dir.files[FW_CFG_FILE_VMGENID_ADDRESS].size = 4;
	decoder.script.count = FIRST;
	(void)script_write_pointer(&decoder.script, VMGENID_ADDRESS, VMGENID, 0, 0, 8);
	assert_fault(decoder_run(), ERR_ACPI_SCRIPT, FIRST, 4);
}

#define TEST(name) cmocka_unit_test_setup(name, decoder_setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_used_before_it_was_loaded),
		TEST(names_that_are_not_allowed_are_never_loaded),
		TEST(pointers_are_1_2_4_or_8_bytes_wide),
		TEST(pointers_stay_inside_their_file),
		TEST(sums_stay_inside_their_file_and_include_their_byte),
		TEST(a_pointer_is_written_for_the_generation_id_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
