/*
 * launch_vmsa.h - the VMSA page that QEMU with KVM launches a vCPU with: real-mode reset state.
 * Guarantees the bytes that enter the launch digest; pure data.
 * Documents: APM volume 2, appendix B (save area); KVM sev_es_sync_vmsa and QEMU's reset state.
 */
#ifndef LAUNCH_VMSA_H
#define LAUNCH_VMSA_H

#include "lib/types.h"

enum { LAUNCH_VMSA_BYTES = 4096 };

/* Where the BSP starts; APs start at the address of the firmware's SEV-ES reset block. */
#define LAUNCH_BSP_RESET_ADDRESS 0xFFFFFFF0u

struct launch_vmsa_config {
	u32 reset_address;	/* [31:16] CS base bits 31:16, [15:0] IP */
	u32 cpu_signature;	/* CPUID 1 EAX, in EDX at reset */
	u64 sev_features;	/* bit 0 SNP active */
};

/* Writes all 4096 bytes of page. */
void launch_vmsa_build(u8 page[LAUNCH_VMSA_BYTES], const struct launch_vmsa_config *c);

#endif
