/*
 * The host's SMBIOS tables (plain VM): anchor and structure table from fw_cfg, address and
 * checksums put in place. SMBIOS 3.6 section 5.2.
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
 * Both files go to the top of the arena. ERR_SMBIOS: unknown anchor, length fields that do not
 * agree with the files' sizes, entry point checksum (over the bytes as the host gave them for a
 * table address of 0) wrong.
 */
MUST_CHECK enum err smbios_load(const struct fw_cfg_dir *dir, struct arena *arena,
				struct smbios *smbios);

#endif
