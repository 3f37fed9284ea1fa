/* Decoding the table-loader script: its size, its commands, and the files that it loads. */
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/script_decoder.h"

#include <string.h>

static void an_honest_script_becomes_steps(void **state)
{
	(void)state;
	decoder_load_all();
	(void)script_add_pointer(&decoder.script, TABLES, TABLES, 400, 4);
	(void)script_command(&decoder.script, 0);
	(void)script_add_checksum(&decoder.script, TABLES, 9, 0, 100);
	(void)script_write_pointer(&decoder.script, VMGENID_ADDRESS, VMGENID, 0, 40, 8);
	(void)script_command(&decoder.script, 0);
	assert_int_equal(decoder_run(), OK);
	assert_int_equal(decoder.decoded.count, 6);
	assert_int_equal(decoder.acpi.blobs[FW_CFG_FILE_RSDP].bytes, RSDP_BYTES);
	assert_int_equal(decoder.acpi.blobs[FW_CFG_FILE_RSDP].alignment, 16);
	assert_int_equal(decoder.acpi.blobs[FW_CFG_FILE_TABLES].bytes, TABLES_BYTES);
	assert_int_equal(decoder.acpi.blobs[FW_CFG_FILE_TPM_LOG].bytes, 0);
	assert_int_equal(decoder.steps[3].command, ACPI_ADD_POINTER);
	assert_int_equal(decoder.steps[3].file, FW_CFG_FILE_TABLES);
	assert_int_equal(decoder.steps[3].source, FW_CFG_FILE_TABLES);
	assert_int_equal(decoder.steps[3].offset, 400);
	assert_int_equal(decoder.steps[3].field_bytes, 4);
	assert_int_equal(decoder.steps[4].command, ACPI_ADD_CHECKSUM);
	assert_int_equal(decoder.steps[4].offset, 9);
	assert_int_equal(decoder.steps[4].length, 100);
	assert_int_equal(decoder.steps[5].command, ACPI_WRITE_POINTER);
	assert_int_equal(decoder.steps[5].file, FW_CFG_FILE_VMGENID_ADDRESS);
	assert_int_equal(decoder.steps[5].source, FW_CFG_FILE_VMGENID);
	assert_int_equal(decoder.steps[5].start, 40);
}

static void the_size_is_whole_commands_and_capped(void **state)
{
	(void)state;
	decoder_load_all();
	assert_fault(decoder_run_bytes(0), ERR_ACPI_SCRIPT, 0, 0);
	assert_fault(decoder_run_bytes(127), ERR_ACPI_SCRIPT, 0, 127);
	assert_fault(decoder_run_bytes(129), ERR_ACPI_SCRIPT, 1, 129);
	while (decoder.script.count < ACPI_COMMANDS_MAX)
		(void)script_add_pointer(&decoder.script, TABLES, TABLES, 0, 4);
	assert_int_equal(decoder_run(), OK);
	assert_int_equal(decoder.decoded.count, ACPI_COMMANDS_MAX);
	(void)script_command(&decoder.script, 0);
	assert_fault(decoder_run(), ERR_ACPI_SCRIPT, ACPI_COMMANDS_MAX + 1, script_bytes(&decoder.script));
}

static void unknown_commands_are_refused(void **state)
{
	static const u32 commands[] = { 5, 0x101, 0x10001, 0x80000000, 0x80000001, 0xffffffff };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		(void)decoder_setup(NULL);
		decoder_load_all();
		(void)script_command(&decoder.script, commands[i]);
		assert_fault(decoder_run(), ERR_ACPI_SCRIPT, FIRST, commands[i]);
	}
}

static void only_table_files_are_loaded(void **state)
{
	static const char *const names[] = { "", "etc/e820", "etc/boot/kernel", "etc/table-loader",
					     "etc/acpi/table", "acpi/rsdp", VMGENID_ADDRESS,
					     "etc/tpm/log" /* the host has none */ };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		(void)decoder_setup(NULL);
		(void)script_allocate(&decoder.script, names[i], 16, 1);
		assert_fault(decoder_run(), ERR_ACPI_SCRIPT, 0, 1);
		assert_int_equal(decoder.acpi.blobs[FW_CFG_FILE_KERNEL].bytes, 0);
	}
}

static void a_name_without_nul_is_refused(void **state)
{
	u8 *at;

	(void)state;
	at = script_allocate(&decoder.script, TABLES, 64, 1);
	memset(at + 4 + strlen(TABLES), '/', 56 - strlen(TABLES));
	assert_fault(decoder_run(), ERR_ACPI_SCRIPT, 0, 1);
}

static void a_file_is_loaded_once(void **state)
{
	(void)state;
	decoder_load_all();
	(void)script_allocate(&decoder.script, TABLES, 64, 1);
	assert_fault(decoder_run(), ERR_ACPI_SCRIPT, FIRST, 1);
}

static void an_empty_file_is_not_loaded(void **state)
{
	(void)state;
	decoder.dir.files[FW_CFG_FILE_TABLES].size = 0;
	(void)script_allocate(&decoder.script, TABLES, 64, 1);
	assert_fault(decoder_run(), ERR_ACPI_SCRIPT, 0, 1);
}

static void alignment_is_a_bounded_power_of_two(void **state)
{
	static const u32 bad[] = { 0, 3, 48, 0x20000, 0x80000000, 0xffffffff };
	static const u32 good[] = { 1, 2, 4096, ACPI_ALIGNMENT_MAX };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		(void)decoder_setup(NULL);
		(void)script_allocate(&decoder.script, TABLES, bad[i], 1);
		assert_fault(decoder_run(), ERR_ACPI_SCRIPT, 0, 1);
	}
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		(void)decoder_setup(NULL);
		(void)script_allocate(&decoder.script, TABLES, good[i], 1);
		assert_int_equal(decoder_run(), OK);
	}
}

static void the_zone_is_high_or_f_segment(void **state)
{
	(void)state;
	(void)script_allocate(&decoder.script, TABLES, 64, 0);
	assert_fault(decoder_run(), ERR_ACPI_SCRIPT, 0, 1);
	decoder.script.count = 0;
	(void)script_allocate(&decoder.script, TABLES, 64, 3);
	assert_fault(decoder_run(), ERR_ACPI_SCRIPT, 0, 1);
}

#define TEST(name) cmocka_unit_test_setup(name, decoder_setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_honest_script_becomes_steps),
		TEST(the_size_is_whole_commands_and_capped),
		TEST(unknown_commands_are_refused),
		TEST(only_table_files_are_loaded),
		TEST(a_name_without_nul_is_refused),
		TEST(a_file_is_loaded_once),
		TEST(an_empty_file_is_not_loaded),
		TEST(alignment_is_a_bounded_power_of_two),
		TEST(the_zone_is_high_or_f_segment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
