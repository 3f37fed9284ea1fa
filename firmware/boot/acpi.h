/*
 * The host's ACPI tables by QEMU's table-loader script (plain VM). The whole script is checked
 * before one byte of it is applied; every table stays inside its own pages.
 * QEMU hw/acpi/bios-linker-loader.c; ACPI 6.5 section 5.2.
 */
#ifndef BOOT_ACPI_H
#define BOOT_ACPI_H

#include "firmware/dev/fw_cfg_dir.h"
#include "firmware/mem/arena.h"

#define ACPI_BLOB_MAX 8u
#define ACPI_SCRIPT_MAX 256u /* commands */

struct acpi_blob {
	char name[FW_CFG_NAME_BYTES]; /* as the script spells it, NUL inside */
	u64 gpa;
	u32 bytes;
};

struct acpi {
	u64 rsdp_gpa; /* 0: the host has no ACPI */
	u32 blob_count;
	struct acpi_blob blobs[ACPI_BLOB_MAX];
};

/*
 * Fetches the script and the files it names through fw_cfg, checks, applies, and verifies the
 * RSDP, the root table and its entries (inside one blob, checksum right). Tables go to the top of
 * the arena (ACPI memory), the script to the bottom. A host without a script is fine: rsdp_gpa 0.
 */
MUST_CHECK enum err acpi_load(const struct fw_cfg_dir *dir, struct arena *arena, struct acpi *acpi);

#endif
