/*
 * The fw_cfg file directory: hostile bytes to a table of the few files this firmware ever opens.
 * QEMU docs/specs/fw_cfg.rst, "File Directory".
 */
#ifndef DEV_FW_CFG_DIR_H
#define DEV_FW_CFG_DIR_H

#include "lib/err.h"

#define FW_CFG_NAME_BYTES 56u
#define FW_CFG_DIR_MAX 256u      /* entries accepted from the host */
#define FW_CFG_DIR_ENTRY_BYTES 64ull
#define FW_CFG_KEY_FIRST_FILE 0x20u

/*
 * The allow list: name and largest size; what the ACPI script names most comes first.
 * docs/trust.md has one row for each.
 */
#define FW_CFG_FILES(X) \
	X(FW_CFG_FILE_TABLES, "etc/acpi/tables", 2 * MIB) \
	X(FW_CFG_FILE_RSDP, "etc/acpi/rsdp", 4 * KIB) \
	X(FW_CFG_FILE_E820, "etc/e820", 128 * 20) \
	X(FW_CFG_FILE_LOADER, "etc/table-loader", 256 * 128) \
	X(FW_CFG_FILE_KERNEL, "etc/boot/kernel", 4 * GIB - 1) \
	X(FW_CFG_FILE_SMBIOS_ANCHOR, "etc/smbios/smbios-anchor", 64) \
	X(FW_CFG_FILE_SMBIOS_TABLES, "etc/smbios/smbios-tables", 64 * KIB) \
	X(FW_CFG_FILE_VMGENID, "etc/vmgenid_guid", 4 * KIB) \
	X(FW_CFG_FILE_VMGENID_ADDRESS, "etc/vmgenid_addr", 8) \
	X(FW_CFG_FILE_TPM_LOG, "etc/tpm/log", 64 * KIB) \
	X(FW_CFG_FILE_NVDIMM, "etc/acpi/nvdimm-mem", 4 * KIB)

#define FW_CFG_ENUMERATOR(id, name, max) id,
enum fw_cfg_file { FW_CFG_FILES(FW_CFG_ENUMERATOR) FW_CFG_FILE_COUNT };
#undef FW_CFG_ENUMERATOR

struct fw_cfg_item {
	u16 key;  /* 0: the host has no such file */
	u32 size; /* bytes; checked against the allow list */
};

struct fw_cfg_dir {
	struct fw_cfg_item files[FW_CFG_FILE_COUNT];
};

/* Entry count from the first four bytes of the directory; ERR_FW_CFG_DIR above FW_CFG_DIR_MAX. */
MUST_CHECK enum err fw_cfg_dir_count(const u8 raw[4], u32 *count);

/*
 * `entries` holds `count` raw 64-byte entries in private memory. ERR_FW_CFG_DIR: a name without
 * NUL in its 56 bytes, a key below 0x20, an allowed name twice; ERR_FW_CFG_SIZE: a size above the
 * allow list's. Other names are skipped.
 */
MUST_CHECK enum err fw_cfg_dir_parse(const u8 *entries, u32 count, struct fw_cfg_dir *dir);

/* The allowed file with exactly this name (any 56 bytes), or FW_CFG_FILE_COUNT. */
enum fw_cfg_file fw_cfg_file_by_name(const char name[FW_CFG_NAME_BYTES]);

#endif
