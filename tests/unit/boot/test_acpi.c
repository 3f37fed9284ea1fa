/* ACPI from the fw_cfg device to finished tables, with a host that means well. */
#include "firmware/dev/fw_cfg.h"
#include "lib/bytes.h"
#include "tests/fake/captured.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/acpi_host.h"

#include <stdlib.h>

static void honest_tables_are_linked_and_sum_to_zero(void **state)
{
	const u8 *root, *fadt, *at;

	(void)state;
	assert_int_equal(acpi_host_load(), OK);
	at = phys_ptr(host.acpi.rsdp_gpa, 20);
	assert_int_equal(host.acpi.rsdp_gpa % 16, 0);
	assert_int_equal(table_sum(at, 20), 0);
	root = phys_ptr(le32_load(at + 16), RSDT_BYTES);
	assert_memory_equal(root, "RSDT", 4);
	assert_int_equal(table_sum(root, RSDT_BYTES), 0);
	fadt = phys_ptr(le32_load(root + TABLE_HEADER), FADT_BYTES);
	assert_memory_equal(fadt, "FACP", 4);
	assert_int_equal(table_sum(fadt, FADT_BYTES), 0);
	at = phys_ptr(le32_load(fadt + 40), DSDT_BYTES);
	assert_memory_equal(at, "DSDT", 4);
	assert_int_equal(table_sum(at, DSDT_BYTES), 0);
}

/*
 * QEMU 7.2, microvm: u16 size of the RSDP, u16 size of the tables (AML blanked), both, the script.
 * Revision 2 with an XSDT.
 */
static void captured_tables_are_linked(void **state)
{
	const struct acpi_blob *blob = &host.acpi.blobs[FW_CFG_FILE_TABLES];
	u32 bytes, rsdp_bytes, tables_bytes;
	u8 *file = captured_read("tests/fuzz/corpus/acpi_script/qemu-7.2-microvm-without-aml", &bytes);
	struct fw_cfg_dir dir;

	(void)state;
	rsdp_bytes = le16_load(file);
	tables_bytes = le16_load(file + 2);
	(void)fw_cfg_device_add_file(RSDP, file + 4, rsdp_bytes, false);
	(void)fw_cfg_device_add_file(TABLES, file + 4 + rsdp_bytes, tables_bytes, false);
	(void)fw_cfg_device_add_file("etc/table-loader", file + 4 + rsdp_bytes + tables_bytes,
				     bytes - 4 - rsdp_bytes - tables_bytes, false);
	assert_int_equal(fw_cfg_read_dir(DIRECTORY, &dir), OK);
	assert_int_equal(acpi_load(&dir, &host.arena, &host.acpi), OK);
	assert_int_equal(rsdp_bytes, 36);
	assert_int_equal(table_sum(phys_ptr(host.acpi.rsdp_gpa, 36), 36), 0);
	assert_in_range(le64_load((u8 *)phys_ptr(host.acpi.rsdp_gpa, 36) + 24), blob->gpa,
			blob->gpa + tables_bytes - 1);
	free(file);
}

static void tables_lie_at_the_top_and_the_script_at_the_bottom(void **state)
{
	(void)state;
	assert_int_equal(acpi_host_load(), OK);
	assert_true(host.acpi.blobs[FW_CFG_FILE_TABLES].gpa >= arena_high_pages(&host.arena).start);
	assert_int_equal(host.acpi.blobs[FW_CFG_FILE_TABLES].gpa % 64, 0);
	assert_true(host.acpi.rsdp_gpa >= arena_high_pages(&host.arena).start);
	assert_int_equal(host.acpi.blobs[FW_CFG_FILE_VMGENID].bytes, 0);
	assert_memory_equal(phys_ptr(ARENA, script_bytes(&host.script)), host.script.bytes,
			    script_bytes(&host.script));
}

static void a_host_without_script_has_no_acpi(void **state)
{
	const struct fw_cfg_dir dir = { 0 };

	(void)state;
	assert_int_equal(acpi_load(&dir, &host.arena, &host.acpi), OK);
	assert_int_equal(host.acpi.rsdp_gpa, 0);
	assert_true(range_is_empty(arena_high_pages(&host.arena)));
	assert_true(range_is_empty(arena_low_pages(&host.arena)));
}

static void each_file_is_read_once(void **state)
{
	(void)state;
	assert_int_equal(acpi_host_load(), OK);
	for (u16 key = 0x20; key < 0x22; key++)
		assert_int_equal(fw_cfg_device_selects(key), 1);
	assert_int_equal(fw_cfg_device_selects(0x22), 0); /* not named by the script */
	assert_int_equal(fw_cfg_device_selects(0x24), 1);
}

static void the_generation_id_gets_its_own_pages_and_the_host_its_address(void **state)
{
	const struct acpi_blob *blob = &host.acpi.blobs[FW_CFG_FILE_VMGENID];
	const struct acpi_blob *other = &host.acpi.blobs[FW_CFG_FILE_TABLES];

	(void)state;
	(void)script_allocate(&host.script, VMGENID, 64, 1);
	(void)script_write_pointer(&host.script, VMGENID_ADDRESS, VMGENID, 0, 40, 8);
	assert_int_equal(acpi_host_load(), OK);
	assert_int_equal(blob->bytes, sizeof(host.vmgenid));
	assert_int_equal(blob->gpa % PAGE_SIZE, 0);
	assert_int_equal(le64_load(host.vmgenid_address), blob->gpa + 40);
	assert_true(blob->gpa + PAGE_SIZE <= other->gpa);
	assert_int_equal(host.arena.top, blob->gpa);
}

static void nvdimm_memory_gets_its_own_pages_too(void **state)
{
	static u8 memory[PAGE_SIZE];
	const struct acpi_blob *blob = &host.acpi.blobs[FW_CFG_FILE_NVDIMM];

	(void)state;
	(void)fw_cfg_device_add_file("etc/acpi/nvdimm-mem", memory, sizeof(memory), false);
	(void)script_allocate(&host.script, "etc/acpi/nvdimm-mem", 64, 1);
	assert_int_equal(acpi_host_load(), OK);
	assert_int_equal(blob->bytes, PAGE_SIZE);
	assert_int_equal(blob->gpa % PAGE_SIZE, 0);
	assert_memory_equal(phys_ptr(blob->gpa, PAGE_SIZE), memory, PAGE_SIZE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, acpi_host_setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(honest_tables_are_linked_and_sum_to_zero),
		TEST(captured_tables_are_linked),
		TEST(tables_lie_at_the_top_and_the_script_at_the_bottom),
		TEST(a_host_without_script_has_no_acpi),
		TEST(each_file_is_read_once),
		TEST(the_generation_id_gets_its_own_pages_and_the_host_its_address),
		TEST(nvdimm_memory_gets_its_own_pages_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
