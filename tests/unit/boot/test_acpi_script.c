/* Decoding the table-loader script: QEMU's own, then a lie in each command. */
#include "firmware/boot/acpi_script.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/script_builder.h"

#include <stdlib.h>
#include <string.h>

#define RSDP "etc/acpi/rsdp"
#define TABLES "etc/acpi/tables"
#define VMGENID "etc/vmgenid_guid"
#define VMGENID_ADDRESS "etc/vmgenid_addr"
#define RSDP_BYTES 20u
#define TABLES_BYTES 1000u
#define VMGENID_BYTES 4096u

static struct script_builder script;
static struct fw_cfg_dir dir;
static struct acpi acpi;
static struct acpi_script decoded;
static struct acpi_step steps[ACPI_COMMANDS_MAX];

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	memset(&script, 0, sizeof(script));
	memset(&acpi, 0, sizeof(acpi));
	memset(&dir, 0, sizeof(dir));
	dir.files[FW_CFG_FILE_RSDP] = (struct fw_cfg_item){ 0x20, RSDP_BYTES };
	dir.files[FW_CFG_FILE_TABLES] = (struct fw_cfg_item){ 0x21, TABLES_BYTES };
	dir.files[FW_CFG_FILE_VMGENID] = (struct fw_cfg_item){ 0x22, VMGENID_BYTES };
	dir.files[FW_CFG_FILE_VMGENID_ADDRESS] = (struct fw_cfg_item){ 0x23, 8 };
	dir.files[FW_CFG_FILE_E820] = (struct fw_cfg_item){ 0x24, 40 };
	dir.files[FW_CFG_FILE_KERNEL] = (struct fw_cfg_item){ 0x25, 4096 };
	decoded.steps = steps;
	return 0;
}

static enum err decode_bytes(u32 bytes)
{
	u8 *raw = malloc(bytes + 1);
	enum err error;

	assert_non_null(raw);
	memcpy(raw, script.bytes, bytes);
	raw = realloc(raw, bytes > 0 ? bytes : 1); /* exact, for ASan */
	assert_non_null(raw);
	error = acpi_script_decode(raw, bytes, &dir, &acpi, &decoded);
	free(raw);
	return error;
}

static enum err decode(void)
{
	memset(&acpi, 0, sizeof(acpi));
	return decode_bytes(script_bytes(&script));
}

static void load_all(void)
{
	(void)script_allocate(&script, RSDP, 16, 2);
	(void)script_allocate(&script, TABLES, 64, 1);
	(void)script_allocate(&script, VMGENID, 4096, 1);
}

/* The commands after load_all() start here. */
#define FIRST 3u

static void an_honest_script_becomes_steps(void **state)
{
	(void)state;
	load_all();
	(void)script_add_pointer(&script, TABLES, TABLES, 400, 4);
	(void)script_command(&script, 0);
	(void)script_add_checksum(&script, TABLES, 9, 0, 100);
	(void)script_write_pointer(&script, VMGENID_ADDRESS, VMGENID, 0, 40, 8);
	(void)script_command(&script, 0);
	assert_int_equal(decode(), OK);
	assert_int_equal(decoded.count, 6);
	assert_int_equal(acpi.blobs[FW_CFG_FILE_RSDP].bytes, RSDP_BYTES);
	assert_int_equal(acpi.blobs[FW_CFG_FILE_RSDP].alignment, 16);
	assert_int_equal(acpi.blobs[FW_CFG_FILE_TABLES].bytes, TABLES_BYTES);
	assert_int_equal(acpi.blobs[FW_CFG_FILE_TPM_LOG].bytes, 0);
	assert_int_equal(steps[3].command, ACPI_ADD_POINTER);
	assert_int_equal(steps[3].file, FW_CFG_FILE_TABLES);
	assert_int_equal(steps[3].source, FW_CFG_FILE_TABLES);
	assert_int_equal(steps[3].offset, 400);
	assert_int_equal(steps[3].field_bytes, 4);
	assert_int_equal(steps[4].command, ACPI_ADD_CHECKSUM);
	assert_int_equal(steps[4].offset, 9);
	assert_int_equal(steps[4].length, 100);
	assert_int_equal(steps[5].command, ACPI_WRITE_POINTER);
	assert_int_equal(steps[5].file, FW_CFG_FILE_VMGENID_ADDRESS);
	assert_int_equal(steps[5].source, FW_CFG_FILE_VMGENID);
	assert_int_equal(steps[5].start, 40);
}

static void the_size_is_whole_commands_and_capped(void **state)
{
	(void)state;
	load_all();
	assert_fault(decode_bytes(0), ERR_ACPI_SCRIPT, 0, 0);
	assert_fault(decode_bytes(127), ERR_ACPI_SCRIPT, 0, 127);
	assert_fault(decode_bytes(129), ERR_ACPI_SCRIPT, 1, 129);
	while (script.count < ACPI_COMMANDS_MAX)
		(void)script_add_pointer(&script, TABLES, TABLES, 0, 4);
	assert_int_equal(decode(), OK);
	assert_int_equal(decoded.count, ACPI_COMMANDS_MAX);
	(void)script_command(&script, 0);
	assert_fault(decode(), ERR_ACPI_SCRIPT, ACPI_COMMANDS_MAX + 1, script_bytes(&script));
}

static void unknown_commands_are_refused(void **state)
{
	static const u32 commands[] = { 5, 0x101, 0x10001, 0x80000000, 0x80000001, 0xffffffff };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		(void)setup(NULL);
		load_all();
		(void)script_command(&script, commands[i]);
		assert_fault(decode(), ERR_ACPI_SCRIPT, FIRST, commands[i]);
	}
}

static void only_table_files_are_loaded(void **state)
{
	static const char *const names[] = { "", "etc/e820", "etc/boot/kernel", "etc/table-loader",
					     "etc/acpi/table", "acpi/rsdp", VMGENID_ADDRESS,
					     "etc/tpm/log" /* the host has none */ };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		(void)setup(NULL);
		(void)script_allocate(&script, names[i], 16, 1);
		assert_fault(decode(), ERR_ACPI_SCRIPT, 0, 1);
		assert_int_equal(acpi.blobs[FW_CFG_FILE_KERNEL].bytes, 0);
	}
}

static void a_name_without_nul_is_refused(void **state)
{
	u8 *at;

	(void)state;
	at = script_allocate(&script, TABLES, 64, 1);
	memset(at + 4 + strlen(TABLES), '/', 56 - strlen(TABLES));
	assert_fault(decode(), ERR_ACPI_SCRIPT, 0, 1);
}

static void a_file_is_loaded_once(void **state)
{
	(void)state;
	load_all();
	(void)script_allocate(&script, TABLES, 64, 1);
	assert_fault(decode(), ERR_ACPI_SCRIPT, FIRST, 1);
}

static void an_empty_file_is_not_loaded(void **state)
{
	(void)state;
	dir.files[FW_CFG_FILE_TABLES].size = 0;
	(void)script_allocate(&script, TABLES, 64, 1);
	assert_fault(decode(), ERR_ACPI_SCRIPT, 0, 1);
}

static void alignment_is_a_bounded_power_of_two(void **state)
{
	static const u32 bad[] = { 0, 3, 48, 0x20000, 0x80000000, 0xffffffff };
	static const u32 good[] = { 1, 2, 4096, ACPI_ALIGNMENT_MAX };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		(void)setup(NULL);
		(void)script_allocate(&script, TABLES, bad[i], 1);
		assert_fault(decode(), ERR_ACPI_SCRIPT, 0, 1);
	}
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		(void)setup(NULL);
		(void)script_allocate(&script, TABLES, good[i], 1);
		assert_int_equal(decode(), OK);
	}
}

static void the_zone_is_high_or_f_segment(void **state)
{
	(void)state;
	(void)script_allocate(&script, TABLES, 64, 0);
	assert_fault(decode(), ERR_ACPI_SCRIPT, 0, 1);
	script.count = 0;
	(void)script_allocate(&script, TABLES, 64, 3);
	assert_fault(decode(), ERR_ACPI_SCRIPT, 0, 1);
}

static void nothing_is_used_before_it_was_loaded(void **state)
{
	(void)state;
	(void)script_allocate(&script, RSDP, 16, 2);
	(void)script_add_pointer(&script, RSDP, TABLES, 16, 4);
	(void)script_allocate(&script, TABLES, 64, 1);
	assert_fault(decode(), ERR_ACPI_SCRIPT, 1, 2);
	script.count = 1;
	(void)script_add_pointer(&script, TABLES, RSDP, 0, 4);
	assert_fault(decode(), ERR_ACPI_SCRIPT, 1, 2);
	script.count = 1;
	(void)script_add_checksum(&script, TABLES, 0, 0, 10);
	assert_fault(decode(), ERR_ACPI_SCRIPT, 1, 3);
	script.count = 1;
	(void)script_write_pointer(&script, VMGENID_ADDRESS, VMGENID, 0, 0, 8);
	assert_fault(decode(), ERR_ACPI_SCRIPT, 1, 4);
}

static void names_that_are_not_allowed_are_never_loaded(void **state)
{
	static const char *const names[] = { "", "etc/acpi/other", "opt/acpi", "etc/e820" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		(void)setup(NULL);
		load_all();
		(void)script_add_pointer(&script, names[i], TABLES, 0, 4);
		assert_fault(decode(), ERR_ACPI_SCRIPT, FIRST, 2);
		script.count = FIRST;
		(void)script_add_pointer(&script, TABLES, names[i], 0, 4);
		assert_fault(decode(), ERR_ACPI_SCRIPT, FIRST, 2);
		script.count = FIRST;
		(void)script_add_checksum(&script, names[i], 0, 0, 4);
		assert_fault(decode(), ERR_ACPI_SCRIPT, FIRST, 3);
	}
}

static void pointers_are_1_2_4_or_8_bytes_wide(void **state)
{
	(void)state;
	for (u32 width = 0; width < 256; width++) {
		bool is_good = width == 1 || width == 2 || width == 4 || width == 8;

		(void)setup(NULL);
		load_all();
		(void)script_add_pointer(&script, TABLES, TABLES, 0, (u8)width);
		if (is_good)
			assert_int_equal(decode(), OK);
		else
			assert_fault(decode(), ERR_ACPI_SCRIPT, FIRST, 2);
	}
}

static void pointers_stay_inside_their_file(void **state)
{
	(void)state;
	load_all();
	(void)script_add_pointer(&script, TABLES, RSDP, TABLES_BYTES - 4, 4);
	assert_int_equal(decode(), OK);
	(void)script_add_pointer(&script, TABLES, RSDP, TABLES_BYTES - 3, 4);
	assert_fault(decode(), ERR_ACPI_BOUNDS, FIRST + 1, 2);
	script.count = FIRST;
	(void)script_add_pointer(&script, RSDP, TABLES, RSDP_BYTES, 1);
	assert_fault(decode(), ERR_ACPI_BOUNDS, FIRST, 2);
	script.count = FIRST;
	(void)script_add_pointer(&script, TABLES, TABLES, 0xffffffff, 8);
	assert_fault(decode(), ERR_ACPI_BOUNDS, FIRST, 2);
	script.count = FIRST;
	(void)script_add_pointer(&script, TABLES, TABLES, 0xfffffffc, 4); /* wraps in 32 bits */
	assert_fault(decode(), ERR_ACPI_BOUNDS, FIRST, 2);
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
		(void)setup(NULL);
		load_all();
		(void)script_add_checksum(&script, TABLES, cases[i].offset, cases[i].start,
					  cases[i].length);
		if (cases[i].error == OK)
			assert_int_equal(decode(), OK);
		else
			assert_fault(decode(), cases[i].error, FIRST, 3);
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
		(void)setup(NULL);
		load_all();
		(void)script_write_pointer(&script, cases[i].file, cases[i].source, cases[i].offset,
					   cases[i].source_offset, cases[i].width);
		if (cases[i].error == OK)
			assert_int_equal(decode(), OK);
		else
			assert_fault(decode(), cases[i].error, FIRST, 4);
	}
	dir.files[FW_CFG_FILE_VMGENID_ADDRESS].size = 4;
	script.count = FIRST;
	(void)script_write_pointer(&script, VMGENID_ADDRESS, VMGENID, 0, 0, 8);
	assert_fault(decode(), ERR_ACPI_SCRIPT, FIRST, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_honest_script_becomes_steps, setup),
		cmocka_unit_test_setup(the_size_is_whole_commands_and_capped, setup),
		cmocka_unit_test_setup(unknown_commands_are_refused, setup),
		cmocka_unit_test_setup(only_table_files_are_loaded, setup),
		cmocka_unit_test_setup(a_name_without_nul_is_refused, setup),
		cmocka_unit_test_setup(a_file_is_loaded_once, setup),
		cmocka_unit_test_setup(an_empty_file_is_not_loaded, setup),
		cmocka_unit_test_setup(alignment_is_a_bounded_power_of_two, setup),
		cmocka_unit_test_setup(the_zone_is_high_or_f_segment, setup),
		cmocka_unit_test_setup(nothing_is_used_before_it_was_loaded, setup),
		cmocka_unit_test_setup(names_that_are_not_allowed_are_never_loaded, setup),
		cmocka_unit_test_setup(pointers_are_1_2_4_or_8_bytes_wide, setup),
		cmocka_unit_test_setup(pointers_stay_inside_their_file, setup),
		cmocka_unit_test_setup(sums_stay_inside_their_file_and_include_their_byte, setup),
		cmocka_unit_test_setup(a_pointer_is_written_for_the_generation_id_only, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
