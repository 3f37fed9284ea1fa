/*
 * The last step: the final memory map, the EFI tables and boot_params made from it, the jump.
 */
#ifndef BOOT_HANDOFF_H
#define BOOT_HANDOFF_H

#include "firmware/boot/payload.h"
#include "firmware/boot/efi.h"

struct handoff {
	const struct payload *payload;
	struct efi_config config; /* tables that earlier stages have to publish */
	u64 rsdp_gpa;
	u64 boot_params_gpa;      /* result of handoff_prepare */
};

/*
 * Gives every page its final type, writes EFI tables, EFI map and boot_params. Nothing may be taken
 * from the arena afterwards. ERR_HANDOFF_MAP, ERR_NO_RAM.
 */
MUST_CHECK enum err handoff_prepare(struct memory *memory, struct handoff *handoff);

/* To the kernel's 64-bit entry. Never returns. */
NORETURN void handoff_jump(const struct handoff *handoff);

#endif
