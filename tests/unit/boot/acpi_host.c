/* A host's ACPI tables in fw_cfg; see the header. */
#include "tests/unit/boot/acpi_host.h"
#include "firmware/dev/fw_cfg.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/table_builder.h"

#include <string.h>

#define DESCRIPTOR 0x1000u

struct acpi_host host;

static void build_tables(void)
{
	memset(host.tables, 0, sizeof(host.tables));
	table_put(host.tables + DSDT, "DSDT", DSDT_BYTES);
	table_put_fadt(host.tables + FADT, FADT_BYTES);
	le32_store(host.tables + FADT + 40, DSDT);
	table_put(host.tables + RSDT, "RSDT", RSDT_BYTES);
	le32_store(host.tables + RSDT + TABLE_HEADER, FADT);
	memset(host.rsdp, 0, sizeof(host.rsdp));
	memcpy(host.rsdp, "RSD PTR ", 8);
	le32_store(host.rsdp + 16, RSDT);
}

/* In QEMU's order: files first, each checksum behind the pointers of its table. */
static void build_script(void)
{
	host.script.count = 0;
	(void)script_allocate(&host.script, RSDP, 16, 2);
	(void)script_allocate(&host.script, TABLES, 64, 1);
	(void)script_add_checksum(&host.script, TABLES, DSDT + 9, DSDT, DSDT_BYTES);
	(void)script_add_pointer(&host.script, TABLES, TABLES, FADT + 40, 4);
	(void)script_add_checksum(&host.script, TABLES, FADT + 9, FADT, FADT_BYTES);
	(void)script_add_pointer(&host.script, TABLES, TABLES, RSDT + TABLE_HEADER, 4);
	(void)script_add_checksum(&host.script, TABLES, RSDT + 9, RSDT, RSDT_BYTES);
	(void)script_add_pointer(&host.script, RSDP, TABLES, 16, 4);
	(void)script_add_checksum(&host.script, RSDP, 8, 0, 20);
	(void)script_command(&host.script, 0);
}

int acpi_host_setup(void **state)
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
	arena_init(&host.arena, (struct range){ ARENA, ARENA + ARENA_BYTES });
	build_tables();
	build_script();
	memset(host.vmgenid_address, 0, sizeof(host.vmgenid_address));
	return 0;
}

void acpi_host_add_files(void)
{
	(void)fw_cfg_device_add_file(RSDP, host.rsdp, sizeof(host.rsdp), false);
	(void)fw_cfg_device_add_file(TABLES, host.tables, sizeof(host.tables), false);
	(void)fw_cfg_device_add_file(VMGENID, host.vmgenid, sizeof(host.vmgenid), false);
	(void)fw_cfg_device_add_file(VMGENID_ADDRESS, host.vmgenid_address, 8, true);
	(void)fw_cfg_device_add_file("etc/table-loader", host.script.bytes,
				     script_bytes(&host.script), false);
}

enum err acpi_host_load(void)
{
	struct fw_cfg_dir dir;

	acpi_host_add_files();
	assert_int_equal(fw_cfg_read_dir(DIRECTORY, &dir), OK);
	return acpi_load(&dir, &host.arena, &host.acpi);
}
