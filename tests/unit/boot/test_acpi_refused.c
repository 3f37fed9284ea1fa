/* ACPI that is not loaded: what is left alone when the host lies, or a file does not come. */
#include "firmware/dev/fw_cfg.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/acpi_host.h"

static void a_read_only_address_file_is_an_error(void **state)
{
	struct fw_cfg_dir dir;

	(void)state;
	(void)script_allocate(&host.script, VMGENID, 4096, 1);
	(void)script_write_pointer(&host.script, VMGENID_ADDRESS, VMGENID, 0, 40, 8);
	acpi_host_add_files();
	assert_int_equal(fw_cfg_read_dir(DIRECTORY, &dir), OK);
	fw_cfg_device_set(0x23, host.vmgenid_address, 8);
	assert_fault(acpi_load(&dir, &host.arena, &host.acpi), ERR_FW_CFG_DMA, 0x23, 1);
	assert_int_equal(host.acpi.rsdp_gpa, 0);
}

/* The last command is bad: none of those before it may have been applied, no table fetched. */
static void nothing_is_applied_of_a_script_with_a_bad_end(void **state)
{
	(void)state;
	(void)script_command(&host.script, 0x80000000);
	assert_fault(acpi_host_load(), ERR_ACPI_SCRIPT, host.script.count - 1, 0x80000000);
	assert_int_equal(fw_cfg_device_selects(0x20), 0);
	assert_int_equal(fw_cfg_device_selects(0x21), 0);
	assert_int_equal(host.acpi.rsdp_gpa, 0);
}

/* The last pointer leaves its source: the tables were fetched but must be as the host sent them. */
static void nothing_is_applied_when_a_table_is_bad(void **state)
{
	const struct acpi_blob *blob = &host.acpi.blobs[FW_CFG_FILE_TABLES];

	(void)state;
	le32_store(host.rsdp + 16, TABLES_BYTES);
	assert_fault(acpi_host_load(), ERR_ACPI_BOUNDS, 7, 16);
	assert_memory_equal(phys_ptr(blob->gpa, TABLES_BYTES), host.tables, TABLES_BYTES);
	assert_int_equal(host.acpi.rsdp_gpa, 0);
}

static void a_table_that_the_script_forgot_to_sum_is_found(void **state)
{
	(void)state;
	le32_store(host.script.bytes + (size_t)4 * SCRIPT_COMMAND_BYTES, 0); /* the FADT's checksum */
	assert_fault(acpi_host_load(), ERR_ACPI_TABLE, host.acpi.blobs[FW_CFG_FILE_TABLES].gpa + FADT, FADT_BYTES);
	assert_int_equal(host.acpi.rsdp_gpa, 0);
}

static void a_script_without_rsdp_is_refused(void **state)
{
	(void)state;
	host.script.count = 0;
	(void)script_allocate(&host.script, TABLES, 64, 1);
	assert_fault(acpi_host_load(), ERR_ACPI_TABLE, 0, 0);
}

static void an_empty_script_is_refused(void **state)
{
	(void)state;
	host.script.count = 0;
	assert_fault(acpi_host_load(), ERR_ACPI_SCRIPT, 0, 0);
}

static void tables_that_do_not_fit_the_arena_are_refused(void **state)
{
	(void)state;
	arena_init(&host.arena, (struct range){ ARENA, ARENA + 0x4000 });
	assert_fault(acpi_host_load(), ERR_NO_RAM, TABLES_BYTES, 0);
	(void)acpi_host_setup(NULL);
	arena_init(&host.arena, (struct range){ ARENA, ARENA });
	assert_fault(acpi_host_load(), ERR_NO_RAM, script_bytes(&host.script), 0);
}

static void a_failed_transfer_of_any_file_is_an_error(void **state)
{
	static const u16 keys[] = { 0x20, 0x21, 0x24 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		(void)acpi_host_setup(NULL);
		fw_cfg_device_lie(FW_CFG_DMA_ERROR, keys[i]);
		assert_fault(acpi_host_load(), ERR_FW_CFG_DMA, keys[i], 1);
		assert_int_equal(host.acpi.rsdp_gpa, 0);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, acpi_host_setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_read_only_address_file_is_an_error),
		TEST(nothing_is_applied_of_a_script_with_a_bad_end),
		TEST(nothing_is_applied_when_a_table_is_bad),
		TEST(a_table_that_the_script_forgot_to_sum_is_found),
		TEST(a_script_without_rsdp_is_refused),
		TEST(an_empty_script_is_refused),
		TEST(tables_that_do_not_fit_the_arena_are_refused),
		TEST(a_failed_transfer_of_any_file_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
