/*
 * From a bare SEV-SNP guest to one that can talk to its host, and back to what Linux expects.
 */
#ifndef SEV_SNP_H
#define SEV_SNP_H

#include "firmware/sev/memory.h"

/*
 * Negotiates the GHCB protocol, proves VMPL0, reads what the launch pages say, shares and registers
 * the GHCB and the bounce buffer. Ports work afterwards. *features is the hypervisor's bitmap.
 * ERR_GHCB_*, ERR_HV_FEATURES, ERR_VMPL, ERR_CPUID_PAGE, ERR_SECRETS_PAGE, ERR_PSC.
 */
MUST_CHECK enum err snp_start(struct memory *memory, u64 *features);

/*
 * Starts every AP once: it runs asm/ap.asm and is held there, which is what makes the kernel's AP
 * creation take effect on KVM. ERR_HV_FEATURES if there is more than one CPU and no AP creation.
 */
MUST_CHECK enum err snp_park_aps(u64 features, u32 cpu_count);

/*
 * Enables MTRRs with write-back as the default: kernels before 6.3 set up the PAT only then, and need it
 * for their own GHCBs. Later kernels ignore what is set here. ERR_GHCB_* as the decoder gives them.
 */
MUST_CHECK enum err snp_enable_mtrr(void);

/* Wipes the bounce buffer and gives it back as unaccepted memory. ERR_PSC. */
MUST_CHECK enum err snp_return_bounce(struct memory *memory);

#endif
