/*
 * vmcb.h - the SVM virtual machine control block, as the CPU (QEMU) reads and writes it.
 * Document: AMD APM volume 2, appendix B. Reserved fields are named after their offset.
 */
#ifndef SNPHOST_VMCB_H
#define SNPHOST_VMCB_H

#include "types.h"

struct segment {
	u16 selector;
	u16 attributes;		/* [3:0] type, 4 S, [6:5] DPL, 7 P, 8 AVL, 9 L, 10 D/B, 11 G */
	u32 limit;
	u64 base;
};

enum { SEG_LONG = 1 << 9, SEG_BIG = 1 << 10 };

struct vmcb {
	u16 intercept_cr_read, intercept_cr_write;
	u16 intercept_dr_read, intercept_dr_write;
	u32 intercept_exceptions;
	u64 intercept_instructions;	/* bit n = exit code 0x60 + n */
	u8 reserved_014[44];
	u64 iopm_pa, msrpm_pa, tsc_offset;
	u32 asid;
	u8 tlb_control, reserved_05d[3];
	u32 int_control, int_vector, int_shadow, reserved_06c;
	u64 exit_code, exit_info_1, exit_info_2;
	u32 exit_int_info, exit_int_info_error;
	u64 nested_control;
	u8 reserved_098[16];
	u32 event_inject, event_inject_error;
	u64 nested_cr3, lbr_control;
	u8 reserved_0c0[832];

	struct segment es, cs, ss, ds, fs, gs, gdtr, ldtr, idtr, tr;
	u8 reserved_4a0[43];
	u8 cpl;
	u8 reserved_4cc[4];
	u64 efer;
	u8 reserved_4d8[112];
	u64 cr4, cr3, cr0, dr7, dr6, rflags, rip;
	u8 reserved_580[88];
	u64 rsp;
	u8 reserved_5e0[24];
	u64 rax, star, lstar, cstar, sfmask, kernel_gs_base;
	u64 sysenter_cs, sysenter_esp, sysenter_eip, cr2;
	u8 reserved_648[32];
	u64 g_pat, dbgctl, br_from, br_to, last_excp_from, last_excp_to;
	u8 reserved_698[0x968];
} __attribute__((packed, aligned(16)));

_Static_assert(sizeof(struct vmcb) == 0x1000, "VMCB is one page");
_Static_assert(offsetof(struct vmcb, exit_code) == 0x70, "VMCB exit code");
_Static_assert(offsetof(struct vmcb, nested_cr3) == 0xb0, "VMCB nCR3");
_Static_assert(offsetof(struct vmcb, es) == 0x400, "VMCB save area");
_Static_assert(offsetof(struct vmcb, cpl) == 0x4cb, "VMCB CPL");
_Static_assert(offsetof(struct vmcb, rip) == 0x578, "VMCB RIP");
_Static_assert(offsetof(struct vmcb, rax) == 0x5f8, "VMCB RAX");
_Static_assert(offsetof(struct vmcb, g_pat) == 0x668, "VMCB PAT");

enum exit_code {
	EXIT_WRITE_CR0 = 0x10,
	EXIT_READ_DR7 = 0x27,
	EXIT_WRITE_DR7 = 0x37,
	EXIT_EXCEPTION_UD = 0x46,
	EXIT_INTR = 0x60,
	EXIT_NMI = 0x61,
	EXIT_RDTSC = 0x6e,
	EXIT_RDPMC = 0x6f,
	EXIT_CPUID = 0x72,
	EXIT_INVD = 0x76,
	EXIT_PAUSE = 0x77,
	EXIT_HLT = 0x78,
	EXIT_INVLPGA = 0x7a,
	EXIT_IOIO = 0x7b,
	EXIT_MSR = 0x7c,
	EXIT_SHUTDOWN = 0x7f,
	EXIT_VMRUN = 0x80,
	EXIT_VMMCALL = 0x81,
	EXIT_VMLOAD = 0x82,
	EXIT_SKINIT = 0x86,
	EXIT_RDTSCP = 0x87,
	EXIT_WBINVD = 0x89,
	EXIT_MONITOR = 0x8a,
	EXIT_MWAIT = 0x8b,
	EXIT_NPF = 0x400,
	EXIT_NOT_VALIDATED = 0x404,	/* never from the CPU: the #VC code of an unvalidated page */
};

#define EXIT_INVALID 0xffffffffull	/* VMRUN refused: -1, in 32 bits (QEMU 7.2) or in 64 (10) */

enum {
	EVENT_TYPE_INTR = 0 << 8,
	EVENT_TYPE_NMI = 2 << 8,
	EVENT_TYPE_EXCEPTION = 3 << 8,
	EVENT_TYPE_SOFT = 4 << 8,
	EVENT_TYPE_MASK = 7 << 8,
	EVENT_ERROR_VALID = 1 << 11,
};
#define EVENT_VALID (1u << 31)

enum {
	NPF_WRITE = 1 << 1,
	NPF_FETCH = 1 << 4,
};
#define NPF_PAGE_WALK (1ull << 33)

#endif
