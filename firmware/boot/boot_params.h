/*
 * boot_params, built from zero: nothing that the kernel file's author or the host pre-filled
 * survives but the setup header's own constants.
 */
#ifndef BOOT_BOOT_PARAMS_H
#define BOOT_BOOT_PARAMS_H

#include "firmware/boot/efi.h"
#include "firmware/boot/payload.h"

struct boot_params_input {
	const struct payload *payload;
	const struct memmap *map;
	u64 rsdp_gpa;         /* 0: none */
	u64 system_table_gpa; /* EFI */
	struct efi_map efi_map;
};

/* Fills the page at `gpa`. ERR_HANDOFF_MAP when the map has more entries than Linux' table. */
MUST_CHECK enum err boot_params_write(u64 gpa, const struct boot_params_input *input);

#endif
