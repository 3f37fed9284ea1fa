/* A host with ACPI tables and a loader script as QEMU makes them, and a guest to load them. */
#ifndef UNIT_BOOT_ACPI_HOST_H
#define UNIT_BOOT_ACPI_HOST_H

#include "firmware/boot/acpi.h"
#include "tests/unit/boot/script_builder.h"
#include "tests/unit/boot/table_builder.h"

#define RSDP "etc/acpi/rsdp"
#define TABLES "etc/acpi/tables"
#define VMGENID "etc/vmgenid_guid"
#define VMGENID_ADDRESS "etc/vmgenid_addr"

/* The tables file: DSDT, FADT, RSDT, then zeros as QEMU pads it. */
#define DSDT 0u
#define DSDT_BYTES 3000u
#define FADT 3008u
#define FADT_BYTES 244u
#define RSDT 3300u
#define RSDT_BYTES (TABLE_HEADER + 4)
#define TABLES_BYTES 0x4000u

/* The guest's memory: for the directory of fw_cfg, and for what is loaded. */
#define DIRECTORY 0x2000u
#define ARENA 0x100000u
#define ARENA_BYTES 0x20000u

struct acpi_host {
	struct script_builder script; /* tests may add to it before the files are added */
	u8 rsdp[20], tables[TABLES_BYTES], vmgenid[100], vmgenid_address[8];
	struct arena arena; /* the guest's, and what it found */
	struct acpi acpi;
};
extern struct acpi_host host;

/* For setup functions of cmocka; the teardown is machine_teardown. */
int acpi_host_setup(void **state);

/* The files get keys 0x20 to 0x24: RSDP, tables, vmgenid and its address, the script. */
void acpi_host_add_files(void);

/* Adds the files and loads them. */
enum err acpi_host_load(void);

#endif
