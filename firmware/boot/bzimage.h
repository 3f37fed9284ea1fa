/*
 * The setup header of a Linux bzImage, checked and taken apart. Pure.
 * Linux Documentation/arch/x86/boot.rst.
 */
#ifndef BOOT_BZIMAGE_H
#define BOOT_BZIMAGE_H

#include "lib/err.h"

#define BZIMAGE_SETUP_MAX (64 * KIB) /* (255 + 1) * 512, rounded */
#define BZIMAGE_ENTRY_64 0x200u      /* 64-bit entry, from the start of the protected-mode part */

struct bzimage {
	u32 setup_bytes;      /* real-mode part: (setup_sects + 1) * 512 */
	u64 image_bytes;      /* protected-mode part as given */
	u16 protocol;         /* major << 8 | minor, at least 2.12 */
	u32 header_end;       /* end of the setup header in the file, for the copy to boot_params */
	u64 alignment;        /* kernel_alignment, power of two >= 4 KiB */
	u64 preferred_gpa;    /* pref_address */
	u64 init_bytes;       /* init_size: memory the kernel needs from its run address */
	u32 cmdline_bytes;    /* cmdline_size, without the NUL */
	u64 initrd_limit;     /* exclusive end of where an initrd may lie */
	bool is_relocatable;
	u32 payload_offset;   /* of the compressed kernel in the image; 0 if unknown */
	u32 payload_bytes;
};

/*
 * `setup` holds `setup_bytes` bytes of the real-mode part (as the host split the file), followed
 * elsewhere by `image_bytes`. ERR_KERNEL_HEADER: no 0xAA55/HdrS, not LOADED_HIGH, header shorter
 * than its fields or longer than boot_params has room for; ERR_KERNEL_PROTOCOL; ERR_KERNEL_NOT_64:
 * xloadflags bit 0 clear; ERR_KERNEL_SIZE: setup_sects disagrees with setup_bytes, syssize * 16 is
 * more than image_bytes, image without room for the 64-bit entry, init_size smaller than the image,
 * payload outside the image, alignment no power of two, pref_address unaligned or 2^46 or above.
 */
MUST_CHECK enum err bzimage_parse(const u8 *setup, u64 setup_bytes, u64 image_bytes,
				  struct bzimage *kernel);

#endif
