/*
 * rom_image.h - what an OVMF-compatible ROM tells the host about its SNP launch: the GUIDed table
 * at its end and the ASEV metadata. Guarantees that an accepted image is one that QEMU and KVM
 * launch; trusts nothing in the image.
 * Documents: QEMU docs/specs/sev-guest-firmware.rst, edk2 OvmfPkg/ResetVector.
 */
#ifndef ROM_IMAGE_H
#define ROM_IMAGE_H

#include "lib/types.h"

enum rom_section_type {
	ROM_SECTION_SEC_MEM = 1,
	ROM_SECTION_SECRETS = 2,
	ROM_SECTION_CPUID = 3,
	ROM_SECTION_SVSM_CAA = 4,
	ROM_SECTION_KERNEL_HASHES = 0x10,
};

struct rom_section {
	u32 gpa;	/* 4 KiB aligned, as is bytes */
	u32 bytes;
	u32 type;	/* enum rom_section_type */
};

enum { ROM_SECTIONS_MAX = 64, ROM_BYTES_MAX = 16 * 1024 * 1024 };

struct rom_image {
	const u8 *bytes;	/* the caller's, not copied */
	u32 size;
	u64 base;		/* guest-physical: the image ends at 4 GiB */
	u32 reset_address;	/* where APs start */
	u32 hash_area_gpa;	/* 0 when the image names no hash table area */
	u32 section_count;	/* in the order of the metadata, which is the order of launch */
	struct rom_section section[ROM_SECTIONS_MAX];
};

/*
 * Parses and checks size bytes. Returns NULL, or one line that says what is wrong with the image;
 * then *image is not to be used.
 */
MUST_CHECK const char *rom_image_parse(struct rom_image *image, const u8 *bytes, size_t size);

/* The KERNEL_HASHES section if the image can be booted with kernel-hashes=on, NULL otherwise. */
const struct rom_section *rom_image_hash_section(const struct rom_image *image);

#endif
