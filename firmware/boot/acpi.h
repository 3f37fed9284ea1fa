/*
 * The host's ACPI tables by QEMU's table-loader script (plain VM). The whole script is checked
 * before one byte of it is applied; every table stays inside its own pages.
 * QEMU hw/acpi/bios-linker-loader.c; ACPI 6.5 section 5.2.
 */
#ifndef BOOT_ACPI_H
#define BOOT_ACPI_H

#include "firmware/dev/fw_cfg_dir.h"
#include "firmware/mem/arena.h"

/* A file that the script has loaded. */
struct acpi_blob {
	u64 gpa;
	u32 bytes; /* 0: not loaded */
	u32 alignment;
};

struct acpi {
	u64 rsdp_gpa; /* 0: the host has no ACPI */
	struct acpi_blob blobs[FW_CFG_FILE_COUNT];
};

/*
 * Fetches the script and the files it names through fw_cfg, checks, applies, and verifies the
 * RSDP, the root table and its entries (inside one blob, checksum right). Tables go to the top of
 * the arena (ACPI memory), the script to the bottom. A host without a script is fine: rsdp_gpa 0.
 * ERR_ACPI_SCRIPT, ERR_ACPI_BOUNDS, ERR_ACPI_TABLE; ERR_NO_RAM; ERR_FW_CFG_DMA.
 */
MUST_CHECK enum err acpi_load(const struct fw_cfg_dir *dir, struct arena *arena, struct acpi *acpi);

#endif
