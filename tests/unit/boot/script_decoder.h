/* A host with ACPI files, and what becomes of a table-loader script about them. */
#ifndef UNIT_BOOT_SCRIPT_DECODER_H
#define UNIT_BOOT_SCRIPT_DECODER_H

#include "firmware/boot/acpi_script.h"
#include "tests/unit/boot/script_builder.h"

#define RSDP "etc/acpi/rsdp"
#define TABLES "etc/acpi/tables"
#define VMGENID "etc/vmgenid_guid"
#define VMGENID_ADDRESS "etc/vmgenid_addr"
#define RSDP_BYTES 20u
#define TABLES_BYTES 1000u
#define VMGENID_BYTES 4096u

struct script_decoder {
	struct script_builder script; /* what the host sends; empty at first */
	struct fw_cfg_dir dir;
	struct acpi acpi;
	struct acpi_script decoded;
	struct acpi_step steps[ACPI_COMMANDS_MAX];
};
extern struct script_decoder decoder;

/* For setup functions of cmocka. */
int decoder_setup(void **state);

/* Decodes the whole script, or its first bytes, from a copy that ends where it ends (for ASan). */
enum err decoder_run(void);
enum err decoder_run_bytes(u32 bytes);

/* Loads the three files. The commands that follow begin at number FIRST. */
void decoder_load_all(void);
#define FIRST 3u

#endif
