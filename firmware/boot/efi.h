/*
 * EFI without UEFI: the system table, configuration tables, memory map and a runtime-services stub
 * that mainline Linux reads although no EFI boot stub runs. docs/boot-flow.md says why each exists.
 */
#ifndef BOOT_EFI_H
#define BOOT_EFI_H

#include "firmware/mem/arena.h"
#include "firmware/mem/memmap.h"
#include "lib/guid.h"

#define EFI_CONFIG_MAX 8u

/* Configuration tables as they are collected, before the system table is written. */
struct efi_config {
	u32 count;
	struct {
		struct guid guid;
		u64 gpa;
	} tables[EFI_CONFIG_MAX];
};

/* Adds one table; more than EFI_CONFIG_MAX is our defect. */
void efi_config_add(struct efi_config *config, struct guid guid, u64 gpa);

/*
 * Fills the two runtime pages of the layout: code stub; system table, runtime table, configuration
 * tables, vendor string, RT properties. Returns the system table's address. The configuration table
 * for the RT properties is added here.
 */
u64 efi_write_tables(struct efi_config *config);

struct efi_map {
	u64 gpa;
	u32 descriptor_count;
};

#define EFI_MAP_BYTES_MAX (256 * KIB) /* Linux maps it in one early_memremap window */
#define EFI_DESCRIPTOR_BYTES 40u
#define EFI_DESCRIPTOR_VERSION 1u

/*
 * Writes the descriptors of all entries that EFI describes (all but MEM_DEVICE) to `to`, which has room
 * for `max`; *count is the number written. Unaccepted ranges are cut into pieces of at most
 * `piece_bytes` (multiple of 2 MiB; 0: not cut) as long as they fit, because Linux' KASLR looks at each
 * descriptor alone and skips those smaller than the kernel: it then never lands where it would have
 * to accept memory page by page. What no longer fits stays in one piece: slow there, but true.
 * ERR_HANDOFF_MAP if even uncut entries do not fit.
 */
MUST_CHECK enum err efi_write_map(const struct memmap *map, u64 piece_bytes, void *to, u32 max,
				  u32 *count);

#endif
