/*
 * The host's SMBIOS tables (plain VM): anchor and structure table from fw_cfg, address, checksums
 * and BIOS information put in place. SMBIOS 3.6 section 5.2.
 */
#ifndef BOOT_SMBIOS_H
#define BOOT_SMBIOS_H

#include "firmware/dev/fw_cfg_dir.h"
#include "firmware/mem/arena.h"

struct smbios {
	u64 anchor_gpa; /* 0: the host has no SMBIOS */
	bool is_v3;     /* 64-bit entry point "_SM3_" */
};

/*
 * Both files go to the top of the arena. The checksums are ours to compute: the host leaves them
 * and the table's address 0. ERR_SMBIOS (anchor or table size in the fault detail): unknown
 * anchor, length fields that do not agree with the files' sizes, one file without the other.
 */
MUST_CHECK enum err smbios_load(const struct fw_cfg_dir *dir, struct arena *arena,
				struct smbios *smbios);

#endif
