/*
 * launch_measure.h - the launch digest of a ROM in QEMU's order: image pages upwards, metadata
 * sections as listed, one VMSA per vCPU. Each step extends a digest, so that a prefix can be kept.
 * Document: QEMU target/i386/sev.c, KVM snp_launch_finish.
 */
#ifndef LAUNCH_MEASURE_H
#define LAUNCH_MEASURE_H

#include "tools/launch/launch_digest.h"
#include "tools/launch/rom_image.h"

/* The part that depends on nothing but the ROM. */
void launch_measure_rom(struct launch_digest *d, const struct rom_image *image);

/* hash_page is the page of hash_page_build with kernel-hashes=on, NULL with off. */
void launch_measure_sections(struct launch_digest *d, const struct rom_image *image,
			     const u8 *hash_page);

struct launch_vcpu {
	u32 cpu_signature;
	u64 sev_features;
};

/* One more vCPU: index 0 is the BSP, all others start at the ROM's reset block. */
void launch_measure_vcpu(struct launch_digest *d, const struct rom_image *image, u32 index,
			 const struct launch_vcpu *vcpu);

#endif
