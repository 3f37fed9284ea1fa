/*
 * Kernel, initrd and command line: fetched from fw_cfg into the places where they will be used.
 * Sizes are read once, bounded before any use; every range is checked against the memory map.
 */
#ifndef BOOT_PAYLOAD_H
#define BOOT_PAYLOAD_H

#include "firmware/boot/bzimage.h"
#include "firmware/boot/measured.h"
#include "firmware/dev/fw_cfg_dir.h"
#include "firmware/sev/memory.h"

#define CMDLINE_BYTES_MAX (64 * KIB) /* accepted from the host, with the NUL */
#define CMDLINE_BYTES_MIN 2048u      /* the kernel always copies that many (COMMAND_LINE_SIZE) */

struct payload {
	u64 setup_gpa;           /* real-mode part of the kernel */
	u64 kernel_gpa;          /* protected-mode part */
	struct range window;     /* all memory the kernel may use before its own allocator runs */
	struct bzimage kernel;
	struct range initrd;     /* empty: none */
	u64 cmdline_gpa;         /* NUL-terminated, zero-padded to the buffer's end */
	u32 cmdline_bytes;       /* with the NUL */
};

/*
 * Kernel first (its header decides the rest), then the command line, then the initrd. What was
 * placed becomes MEM_LOADER in the map. An item is parsed only after `measured` has accepted its
 * private copy; behind each item there are zeros (under SEV-SNP). Errors: ERR_HASH_*, ERR_NO_KERNEL,
 * ERR_FW_CFG_*, ERR_KERNEL_*,
 * ERR_CMDLINE, ERR_INITRD, ERR_NO_RAM.
 */
MUST_CHECK enum err payload_load_kernel(const struct fw_cfg_dir *dir, struct memory *memory,
					struct measured *measured, struct payload *payload);
MUST_CHECK enum err payload_load_cmdline(struct memory *memory, struct measured *measured,
					 struct payload *payload);
MUST_CHECK enum err payload_load_initrd(struct memory *memory, struct measured *measured,
					struct payload *payload);

#endif
