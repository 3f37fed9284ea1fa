/*
 * metadata.h - the GUIDed table at the end of a firmware image and its SEV metadata, read and
 * refused as QEMU, KVM and the PSP would. Pure. Document: qemu docs/specs/sev-guest-firmware.
 */
#ifndef SNPHOST_METADATA_H
#define SNPHOST_METADATA_H

#include "types.h"

enum metadata_type {
	METADATA_SEC_MEM = 1,
	METADATA_SECRETS = 2,
	METADATA_CPUID = 3,
	METADATA_SVSM_CAA = 4,
	METADATA_KERNEL_HASHES = 0x10,
};

enum { METADATA_MAX_SECTIONS = 64 };

struct metadata_section {
	u32 gpa, bytes, type;
};

/* Where a firmware puts the VMSAs that it makes itself: docs/secondary-cpus.md. */
struct metadata_vmsas {
	u32 base, count, stride, version;
};

struct metadata {
	u32 reset_address;	/* where APs start; never 0 */
	u32 hash_base, hash_bytes;	/* 0 when the image has no hash-table block */
	struct metadata_vmsas vmsas;	/* count 0 when the image announces none */
	u32 section_count;
	struct metadata_section section[METADATA_MAX_SECTIONS];
};

/* NULL when image[0..bytes) can be launched, else what is wrong with it. */
const char *metadata_parse(const u8 *image, u64 bytes, struct metadata *m);

#endif
