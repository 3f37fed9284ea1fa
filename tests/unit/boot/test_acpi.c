/* ACPI from the fw_cfg device to finished tables, and what is left alone when the host lies. */
#include "firmware/boot/acpi.h"
#include "firmware/dev/fw_cfg.h"
#include "lib/bytes.h"
#include "tests/fake/captured.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/script_builder.h"
#include "tests/unit/boot/table_builder.h"

#include <stdlib.h>
#include <string.h>

#define RSDP "etc/acpi/rsdp"
#define TABLES "etc/acpi/tables"
#define VMGENID "etc/vmgenid_guid"
#define VMGENID_ADDRESS "etc/vmgenid_addr"

#define DESCRIPTOR 0x1000u
#define DIRECTORY 0x2000u
#define ARENA 0x100000u
#define ARENA_BYTES 0x20000u

/* The tables file: DSDT, FADT, RSDT, then zeros as QEMU pads it. */
#define DSDT 0u
#define DSDT_BYTES 3000u
#define FADT 3008u
#define FADT_BYTES 244u
#define RSDT 3300u
#define RSDT_BYTES (TABLE_HEADER + 4)
#define TABLES_BYTES 0x4000u

static struct script_builder script;
static u8 rsdp[20], tables[TABLES_BYTES], vmgenid[100], vmgenid_address[8];
static struct arena arena;
static struct acpi acpi;

static void build_tables(void)
{
	memset(tables, 0, sizeof(tables));
	table_put(tables + DSDT, "DSDT", DSDT_BYTES);
	table_put_fadt(tables + FADT, FADT_BYTES);
	le32_store(tables + FADT + 40, DSDT);
	table_put(tables + RSDT, "RSDT", RSDT_BYTES);
	le32_store(tables + RSDT + TABLE_HEADER, FADT);
	memset(rsdp, 0, sizeof(rsdp));
	memcpy(rsdp, "RSD PTR ", 8);
	le32_store(rsdp + 16, RSDT);
}

/* In QEMU's order: files first, each checksum behind the pointers of its table. */
static void build_script(void)
{
	script.count = 0;
	(void)script_allocate(&script, RSDP, 16, 2);
	(void)script_allocate(&script, TABLES, 64, 1);
	(void)script_add_checksum(&script, TABLES, DSDT + 9, DSDT, DSDT_BYTES);
	(void)script_add_pointer(&script, TABLES, TABLES, FADT + 40, 4);
	(void)script_add_checksum(&script, TABLES, FADT + 9, FADT, FADT_BYTES);
	(void)script_add_pointer(&script, TABLES, TABLES, RSDT + TABLE_HEADER, 4);
	(void)script_add_checksum(&script, TABLES, RSDT + 9, RSDT, RSDT_BYTES);
	(void)script_add_pointer(&script, RSDP, TABLES, 16, 4);
	(void)script_add_checksum(&script, RSDP, 8, 0, 20);
	(void)script_command(&script, 0);
}

static int setup(void **state)
{
	const struct fw_cfg_channel channel = { .descriptor_gpa = DESCRIPTOR };

	(void)state;
	fake_panic_reset();
	machine_reset();
	(void)machine_ram(DESCRIPTOR, 24, MACHINE_SHARED);
	(void)machine_ram(DIRECTORY, 0x5000, MACHINE_PRIVATE);
	(void)machine_ram(ARENA, ARENA_BYTES, MACHINE_PRIVATE);
	fw_cfg_device_install();
	assert_int_equal(fw_cfg_init(&channel), OK);
	arena_init(&arena, (struct range){ ARENA, ARENA + ARENA_BYTES });
	build_tables();
	build_script();
	memset(vmgenid_address, 0, sizeof(vmgenid_address));
	return 0;
}

static void add_files(void)
{
	(void)fw_cfg_device_add_file(RSDP, rsdp, sizeof(rsdp), false);
	(void)fw_cfg_device_add_file(TABLES, tables, sizeof(tables), false);
	(void)fw_cfg_device_add_file(VMGENID, vmgenid, sizeof(vmgenid), false);
	(void)fw_cfg_device_add_file(VMGENID_ADDRESS, vmgenid_address, 8, true);
	(void)fw_cfg_device_add_file("etc/table-loader", script.bytes, script_bytes(&script),
				     false);
}

static enum err load(void)
{
	struct fw_cfg_dir dir;

	add_files();
	assert_int_equal(fw_cfg_read_dir(DIRECTORY, &dir), OK);
	return acpi_load(&dir, &arena, &acpi);
}

static void honest_tables_are_linked_and_sum_to_zero(void **state)
{
	const u8 *root, *fadt, *at;

	(void)state;
	assert_int_equal(load(), OK);
	at = phys_ptr(acpi.rsdp_gpa, 20);
	assert_int_equal(acpi.rsdp_gpa % 16, 0);
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
	const struct acpi_blob *blob = &acpi.blobs[FW_CFG_FILE_TABLES];
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
	assert_int_equal(acpi_load(&dir, &arena, &acpi), OK);
	assert_int_equal(rsdp_bytes, 36);
	assert_int_equal(table_sum(phys_ptr(acpi.rsdp_gpa, 36), 36), 0);
	assert_in_range(le64_load((u8 *)phys_ptr(acpi.rsdp_gpa, 36) + 24), blob->gpa,
			blob->gpa + tables_bytes - 1);
	free(file);
}

static void tables_lie_at_the_top_and_the_script_at_the_bottom(void **state)
{
	(void)state;
	assert_int_equal(load(), OK);
	assert_true(acpi.blobs[FW_CFG_FILE_TABLES].gpa >= arena_high_pages(&arena).start);
	assert_int_equal(acpi.blobs[FW_CFG_FILE_TABLES].gpa % 64, 0);
	assert_true(acpi.rsdp_gpa >= arena_high_pages(&arena).start);
	assert_int_equal(acpi.blobs[FW_CFG_FILE_VMGENID].bytes, 0);
	assert_memory_equal(phys_ptr(ARENA, script_bytes(&script)), script.bytes,
			    script_bytes(&script));
}

static void a_host_without_script_has_no_acpi(void **state)
{
	const struct fw_cfg_dir dir = { 0 };

	(void)state;
	assert_int_equal(acpi_load(&dir, &arena, &acpi), OK);
	assert_int_equal(acpi.rsdp_gpa, 0);
	assert_true(range_is_empty(arena_high_pages(&arena)));
	assert_true(range_is_empty(arena_low_pages(&arena)));
}

static void each_file_is_read_once(void **state)
{
	(void)state;
	assert_int_equal(load(), OK);
	for (u16 key = 0x20; key < 0x22; key++)
		assert_int_equal(fw_cfg_device_selects(key), 1);
	assert_int_equal(fw_cfg_device_selects(0x22), 0); /* not named by the script */
	assert_int_equal(fw_cfg_device_selects(0x24), 1);
}

static void the_generation_id_gets_its_own_pages_and_the_host_its_address(void **state)
{
	const struct acpi_blob *blob = &acpi.blobs[FW_CFG_FILE_VMGENID];
	const struct acpi_blob *other = &acpi.blobs[FW_CFG_FILE_TABLES];

	(void)state;
	(void)script_allocate(&script, VMGENID, 64, 1);
	(void)script_write_pointer(&script, VMGENID_ADDRESS, VMGENID, 0, 40, 8);
	assert_int_equal(load(), OK);
	assert_int_equal(blob->bytes, sizeof(vmgenid));
	assert_int_equal(blob->gpa % PAGE_SIZE, 0);
	assert_int_equal(le64_load(vmgenid_address), blob->gpa + 40);
	assert_true(blob->gpa + PAGE_SIZE <= other->gpa);
	assert_int_equal(arena.top, blob->gpa);
}

static void nvdimm_memory_gets_its_own_pages_too(void **state)
{
	static u8 memory[PAGE_SIZE];
	const struct acpi_blob *blob = &acpi.blobs[FW_CFG_FILE_NVDIMM];

	(void)state;
	(void)fw_cfg_device_add_file("etc/acpi/nvdimm-mem", memory, sizeof(memory), false);
	(void)script_allocate(&script, "etc/acpi/nvdimm-mem", 64, 1);
	assert_int_equal(load(), OK);
	assert_int_equal(blob->bytes, PAGE_SIZE);
	assert_int_equal(blob->gpa % PAGE_SIZE, 0);
	assert_memory_equal(phys_ptr(blob->gpa, PAGE_SIZE), memory, PAGE_SIZE);
}

static void a_read_only_address_file_is_an_error(void **state)
{
	struct fw_cfg_dir dir;

	(void)state;
	(void)script_allocate(&script, VMGENID, 4096, 1);
	(void)script_write_pointer(&script, VMGENID_ADDRESS, VMGENID, 0, 40, 8);
	add_files();
	assert_int_equal(fw_cfg_read_dir(DIRECTORY, &dir), OK);
	fw_cfg_device_set(0x23, vmgenid_address, 8);
	assert_fault(acpi_load(&dir, &arena, &acpi), ERR_FW_CFG_DMA, 0x23, 1);
	assert_int_equal(acpi.rsdp_gpa, 0);
}

/* The last command is bad: none of those before it may have been applied, no table fetched. */
static void nothing_is_applied_of_a_script_with_a_bad_end(void **state)
{
	(void)state;
	(void)script_command(&script, 0x80000000);
	assert_fault(load(), ERR_ACPI_SCRIPT, script.count - 1, 0x80000000);
	assert_int_equal(fw_cfg_device_selects(0x20), 0);
	assert_int_equal(fw_cfg_device_selects(0x21), 0);
	assert_int_equal(acpi.rsdp_gpa, 0);
}

/* The last pointer leaves its source: the tables were fetched but must be as the host sent them. */
static void nothing_is_applied_when_a_table_is_bad(void **state)
{
	const struct acpi_blob *blob = &acpi.blobs[FW_CFG_FILE_TABLES];

	(void)state;
	le32_store(rsdp + 16, TABLES_BYTES);
	assert_fault(load(), ERR_ACPI_BOUNDS, 7, 16);
	assert_memory_equal(phys_ptr(blob->gpa, TABLES_BYTES), tables, TABLES_BYTES);
	assert_int_equal(acpi.rsdp_gpa, 0);
}

static void a_table_that_the_script_forgot_to_sum_is_found(void **state)
{
	(void)state;
	le32_store(script.bytes + (size_t)4 * SCRIPT_COMMAND_BYTES, 0); /* the FADT's checksum */
	assert_fault(load(), ERR_ACPI_TABLE, acpi.blobs[FW_CFG_FILE_TABLES].gpa + FADT, FADT_BYTES);
	assert_int_equal(acpi.rsdp_gpa, 0);
}

static void a_script_without_rsdp_is_refused(void **state)
{
	(void)state;
	script.count = 0;
	(void)script_allocate(&script, TABLES, 64, 1);
	assert_fault(load(), ERR_ACPI_TABLE, 0, 0);
}

static void an_empty_script_is_refused(void **state)
{
	(void)state;
	script.count = 0;
	assert_fault(load(), ERR_ACPI_SCRIPT, 0, 0);
}

static void tables_that_do_not_fit_the_arena_are_refused(void **state)
{
	(void)state;
	arena_init(&arena, (struct range){ ARENA, ARENA + 0x4000 });
	assert_fault(load(), ERR_NO_RAM, TABLES_BYTES, 0);
	(void)setup(NULL);
	arena_init(&arena, (struct range){ ARENA, ARENA });
	assert_fault(load(), ERR_NO_RAM, script_bytes(&script), 0);
}

static void a_failed_transfer_of_any_file_is_an_error(void **state)
{
	static const u16 keys[] = { 0x20, 0x21, 0x24 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		(void)setup(NULL);
		fw_cfg_device_lie(FW_CFG_DMA_ERROR, keys[i]);
		assert_fault(load(), ERR_FW_CFG_DMA, keys[i], 1);
		assert_int_equal(acpi.rsdp_gpa, 0);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(honest_tables_are_linked_and_sum_to_zero),
		TEST(captured_tables_are_linked),
		TEST(tables_lie_at_the_top_and_the_script_at_the_bottom),
		TEST(a_host_without_script_has_no_acpi),
		TEST(each_file_is_read_once),
		TEST(the_generation_id_gets_its_own_pages_and_the_host_its_address),
		TEST(nvdimm_memory_gets_its_own_pages_too),
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
