/* vmsa.h - the VM save area an SNP vCPU starts from. Document: APM vol. 2, table B-4. */
#ifndef SNPHOST_VMSA_H
#define SNPHOST_VMSA_H

#include "vmcb.h"

struct vcpu;

struct vmsa {
	struct segment es, cs, ss, ds, fs, gs, gdtr, ldtr, idtr, tr;
	u8 reserved_0a0[0x2a];
	u8 vmpl, cpl;
	u32 reserved_0cc;
	u64 efer;
	u8 reserved_0d8[0x68];
	u64 xss, cr4, cr3, cr0, dr7, dr6, rflags, rip;
	u64 dr0, dr1, dr2, dr3;
	u8 reserved_1a0[0x38];
	u64 rsp;
	u8 reserved_1e0[0x18];
	u64 rax, star, lstar, cstar, sfmask, kernel_gs_base;
	u64 sysenter_cs, sysenter_esp, sysenter_eip, cr2;
	u8 reserved_248[0x20];
	u64 g_pat;
	u8 reserved_270[0x98];
	u64 rcx, rdx, rbx, reserved_320, rbp, rsi, rdi;
	u64 r8_r15[8];
	u8 reserved_380[0x30];
	u64 sev_features;
	u8 reserved_3b8[0x30];
	u64 xcr0;
	u8 reserved_3f0[0x10];
	u64 x87_dp;
	u32 mxcsr;
	u16 x87_ftw, x87_fsw, x87_fcw, x87_fop, x87_ds, x87_cs;
	u64 x87_rip;
	u8 x87_registers[80];
	u8 xmm[256];
	u8 reserved_570[0xa90];
} __attribute__((packed));

_Static_assert(sizeof(struct vmsa) == 0x1000, "VMSA is one page");
_Static_assert(offsetof(struct vmsa, vmpl) == 0xca, "VMSA vmpl");
_Static_assert(offsetof(struct vmsa, efer) == 0xd0, "VMSA efer");
_Static_assert(offsetof(struct vmsa, xss) == 0x140, "VMSA xss");
_Static_assert(offsetof(struct vmsa, rip) == 0x178, "VMSA rip");
_Static_assert(offsetof(struct vmsa, rsp) == 0x1d8, "VMSA rsp");
_Static_assert(offsetof(struct vmsa, rax) == 0x1f8, "VMSA rax");
_Static_assert(offsetof(struct vmsa, g_pat) == 0x268, "VMSA g_pat");
_Static_assert(offsetof(struct vmsa, rcx) == 0x308, "VMSA rcx");
_Static_assert(offsetof(struct vmsa, rbp) == 0x328, "VMSA rbp");
_Static_assert(offsetof(struct vmsa, sev_features) == 0x3b0, "VMSA sev_features");
_Static_assert(offsetof(struct vmsa, xcr0) == 0x3e8, "VMSA xcr0");
_Static_assert(offsetof(struct vmsa, mxcsr) == 0x408, "VMSA mxcsr");
_Static_assert(offsetof(struct vmsa, xmm) == 0x470, "VMSA xmm");

/* The launch VMSA as QEMU and KVM make it: reset state, CS:IP from the reset address. Pure. */
void vmsa_reset(struct vmsa *vmsa, u32 reset_address, u32 cpu_signature);
/* Makes the vCPU start from it. Runs on the vCPU's own CPU. Refuses what VMRUN refuses. */
void vmsa_load(struct vcpu *v, const struct vmsa *vmsa);

#endif
