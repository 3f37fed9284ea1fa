/*
 * The VM save area of an SEV-SNP guest, as far as a CPU that starts in 64-bit mode, or at its reset state,
 * needs it. AMD APM volume 2, table B-4. All else is zero.
 */
#ifndef SEV_VMSA_ABI_H
#define SEV_VMSA_ABI_H

#include "lib/types.h"

/* Attributes are bits 55:52 and 47:40 of the descriptor, side by side. */
struct vmsa_segment {
	u16 selector;
	u16 attributes;
	u32 limit;
	u64 base;
};
ASSERT_SIZE(struct vmsa_segment, 16);

#define VMSA_CODE_64 0x0a9bu  /* present, code, readable, accessed; long, 4 KiB granules */
#define VMSA_DATA 0x0c93u     /* present, data, writable, accessed; big, 4 KiB granules */
#define VMSA_LDT 0x0082u
#define VMSA_TSS_BUSY 0x008bu
#define VMSA_LIMIT_FLAT 0xffffffffu
#define VMSA_LIMIT_RESET 0xffffu

struct vmsa {
	struct vmsa_segment es, cs, ss, ds, fs, gs, gdtr, ldtr, idtr, tr;
	u8 reserved_0x0a0[0x2a];
	u8 vmpl;
	u8 cpl;
	u8 reserved_0x0cc[4];
	u64 efer;
	u8 reserved_0x0d8[0x68];
	u64 xss, cr4, cr3, cr0, dr7, dr6, rflags, rip;
	u8 reserved_0x180[0x58];
	u64 rsp;
	u8 reserved_0x1e0[0x88];
	u64 g_pat;
	u8 reserved_0x270[0xa0];
	u64 rdx;
	u8 reserved_0x318[0x18];
	u64 rsi, rdi;
	u8 reserved_0x340[0x70];
	u64 sev_features;
	u8 reserved_0x3b8[0x30];
	u64 xcr0;
	u8 reserved_0x3f0[0x18];
	u32 mxcsr;
	u16 x87_ftw, x87_fsw, x87_fcw;
	u8 reserved_0x412[0xbee];
} PACKED;
ASSERT_SIZE(struct vmsa, 4096);
ASSERT_OFFSET(struct vmsa, gdtr, 0x060);
ASSERT_OFFSET(struct vmsa, tr, 0x090);
ASSERT_OFFSET(struct vmsa, vmpl, 0x0ca);
ASSERT_OFFSET(struct vmsa, efer, 0x0d0);
ASSERT_OFFSET(struct vmsa, cr4, 0x148);
ASSERT_OFFSET(struct vmsa, cr3, 0x150);
ASSERT_OFFSET(struct vmsa, rip, 0x178);
ASSERT_OFFSET(struct vmsa, rsp, 0x1d8);
ASSERT_OFFSET(struct vmsa, g_pat, 0x268);
ASSERT_OFFSET(struct vmsa, rdx, 0x310);
ASSERT_OFFSET(struct vmsa, rsi, 0x330);
ASSERT_OFFSET(struct vmsa, sev_features, 0x3b0);
ASSERT_OFFSET(struct vmsa, xcr0, 0x3e8);
ASSERT_OFFSET(struct vmsa, mxcsr, 0x408);
ASSERT_OFFSET(struct vmsa, x87_fcw, 0x410);

#define VMSA_CR0 0x80010033ull  /* PG, WP, NE, ET, MP, PE */
#define VMSA_CR4 0x60ull        /* MCE, PAE */
#define VMSA_EFER 0x1d00ull     /* SVME (VMRUN demands it), NX, LMA, LME */
#define VMSA_RFLAGS 0x2ull      /* interrupts off */
#define VMSA_DR6 0xffff0ff0ull
#define VMSA_DR7 0x400ull
#define VMSA_PAT 0x0007040600070406ull
#define VMSA_XCR0 1ull
#define VMSA_MXCSR 0x1f80u
#define VMSA_FCW 0x37fu

#define SEV_FEATURES_SHIFT 2 /* SEV_FEATURES is SEV_STATUS shifted by this (APM volume 2, 15.34.10) */
#define SEV_STATUS_SECURE_TSC (1ull << 11) /* the VMSA holds scale and offset of the guest's TSC (15.36.18) */

/* AP creation by a GHCB exit (GHCB specification 4.1.9): RAX = SEV_FEATURES, SW_EXITINFO2 = VMSA */
#define GHCB_EXIT_AP_CREATION 0x80000013u
#define AP_CREATE 1ull /* SW_EXITINFO1: request in 15:0, VMPL in 19:16, APIC ID in 63:32 */
#define AP_APIC_ID_SHIFT 32

#endif
