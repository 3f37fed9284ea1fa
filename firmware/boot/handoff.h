/*
 * The last step: the final memory map, the EFI tables and boot_params made from it, the jump.
 */
#ifndef BOOT_HANDOFF_H
#define BOOT_HANDOFF_H

#include "firmware/boot/payload.h"
#include "firmware/boot/efi.h"

struct handoff {
	const struct payload *payload;
	const struct verdict *verdict; /* on the items of the payload */
	bool is_plain;                 /* not an SEV-SNP guest: nothing was measured */
	struct efi_config config; /* tables that earlier stages have to publish */
	u64 rsdp_gpa;
	u64 piece_bytes;          /* cut of unaccepted ranges in the EFI map; 0: none */
	u32 efi_map_max;          /* descriptors for which the EFI map has room */
	u64 boot_params_gpa;      /* result of handoff_prepare */
};

/* No tables yet, an uncut EFI map of the size of a memory map. */
void handoff_init(struct handoff *handoff);

/*
 * Gives every page its final type, writes EFI tables, EFI map and boot_params. Nothing may be taken
 * from the arena afterwards. ERR_HANDOFF_MAP, ERR_NO_RAM.
 */
MUST_CHECK enum err handoff_prepare(struct memory *memory, struct handoff *handoff);

/* While the log still works: panics with ERR_HASH_VERDICT unless all verdicts hold. */
void handoff_require_verdict(const struct handoff *handoff);

/*
 * To the kernel's 64-bit entry. Never returns. SECURITY: the verdicts are part of the address, so that
 * no branch decides: with a wrong one it is not canonical, and the jump raises #GP.
 */
NORETURN void handoff_jump(const struct handoff *handoff);

#endif
