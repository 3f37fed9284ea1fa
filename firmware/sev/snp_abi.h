/*
 * Numbers and structures of AMD's manuals: SEV_STATUS (APM volume 2, 15.34.10), PVALIDATE and
 * RMPADJUST (APM volume 3), CPUID and secrets pages (SNP firmware ABI 56860, 8.17.2).
 */
#ifndef SEV_SNP_ABI_H
#define SEV_SNP_ABI_H

#include "lib/types.h"

#define MSR_GHCB 0xc0010130u
#define MSR_SEV_STATUS 0xc0010131u

/* What kind of guest; firmware/sev/status.h has the other bits. */
#define SEV_STATUS_ES (1ull << 1)
#define SEV_STATUS_SNP (1ull << 2)

enum pvalidate_code {
	PVALIDATE_SUCCESS = 0,
	PVALIDATE_FAIL_INPUT = 1,
	PVALIDATE_FAIL_SIZE_MISMATCH = 6, /* 2 MiB asked, the RMP holds 4 KiB pages */
};

enum page_size {
	PAGE_SIZE_CODE_4K = 0,
	PAGE_SIZE_CODE_2M = 1,
};

#define RMPADJUST_VMPL1_NO_ACCESS 1u /* target VMPL 1, no permissions, no VMSA */
#define RMPADJUST_VMSA (1u << 16)

#define CPUID_PAGE_ENTRIES_MAX 64u

struct snp_cpuid_entry {
	u32 eax_in, ecx_in;
	u64 xcr0_in, xss_in;
	u32 eax, ebx, ecx, edx;
	u64 reserved_0x28;
};
ASSERT_SIZE(struct snp_cpuid_entry, 48);

struct snp_cpuid_page {
	u32 count;
	u32 reserved_0x04;
	u64 reserved_0x08;
	struct snp_cpuid_entry entries[CPUID_PAGE_ENTRIES_MAX];
};
ASSERT_SIZE(struct snp_cpuid_page, 3088);

#define CPUID_LEAF_FEATURES 1u
#define CPUID_FEATURES_ECX_SSSE3 (1u << 9)
#define CPUID_FEATURES_ECX_SSE41 (1u << 19)

#define CPUID_LEAF_EXTENDED_FEATURES 7u /* subleaf 0 */
#define CPUID_EXTENDED_FEATURES_EBX_SHA (1u << 29)

#define CPUID_LEAF_ENCRYPTION 0x8000001fu
#define CPUID_ENCRYPTION_EBX_NO_EVICTION (1u << 31) /* COHERENCY_SFW_NO */

struct snp_secrets_page {
	u32 version;
	u32 flags;
	u32 family_model_stepping;
	u32 reserved_0x00c;
	u8 gosvw[16];
	u8 vmpck[4][32];
	u32 message_sequence[4]; /* os_area, the guest's: number of the last message on each VMPCK */
	u8 reserved_0x0b0[80];
	u8 vmsa_tweak_bitmap[64];
	u64 svsm_base;
	u64 svsm_size;
	u64 svsm_caa;
	u32 svsm_max_version;
	u8 svsm_guest_vmpl;
	u8 reserved_0x15d[3];
	u32 tsc_factor;
	u8 reserved_0x164[3740];
};
ASSERT_SIZE(struct snp_secrets_page, 4096);
ASSERT_OFFSET(struct snp_secrets_page, vmpck, 0x20);
ASSERT_OFFSET(struct snp_secrets_page, message_sequence, 0xa0);
ASSERT_OFFSET(struct snp_secrets_page, svsm_base, 0x140);
ASSERT_OFFSET(struct snp_secrets_page, tsc_factor, 0x160);

#endif
