/*
 * SMBIOS structure of type 0, BIOS information: the one that the host leaves to the firmware. Without
 * it the kernel's "DMI:" line names no BIOS and /sys/class/dmi/id/bios_* are missing.
 * SMBIOS 3.6 sections 6.1 and 7.1.
 */
#ifndef BOOT_SMBIOS_BIOS_H
#define BOOT_SMBIOS_BIOS_H

#include "lib/types.h"
#include "lib/version.h"

struct smbios_bios {
	u8 type;
	u8 length;
	u16 handle;
	u8 vendor; /* number of a string below; 0: none */
	u8 version;
	u16 start_segment;
	u8 release_date;
	u8 rom_size; /* 64 KiB * (n + 1) */
	u64 characteristics;
	u8 extension[2];
	u8 release_major, release_minor;
	u8 controller_major, controller_minor;
	char vendor_text[sizeof("snp-shim")];
	char version_text[sizeof(VERSION_TEXT)];
	u8 end_of_strings;
} PACKED;

#define SMBIOS_BIOS_BYTES ((u32)sizeof(struct smbios_bios))

/*
 * True if one of the structures in the host's table has type 0 already (QEMU -smbios type=0,...).
 * A table that is cut short or malformed ends the search.
 */
bool smbios_has_bios(const u8 *table, u32 bytes);

/* Writes SMBIOS_BIOS_BYTES bytes. */
void smbios_write_bios(u8 *to);

#endif
