/*
 * msr.c - MSR intercepts: GHCB, SEV_STATUS and EFER are the guest's own on SNP hardware and never
 * become #VC; the list passed through is KVM's; all others become #VC 0x7C.
 */
#include "exits.h"
#include "lies.h"
#include "trace.h"
#include "vc.h"
#include "vcpu.h"
#include "verdict.h"
#include "x86.h"

enum {
	MSRPM_C000_OFFSET = 0x800,
	SEV_STATUS_SNP = 7,		/* SEV, SEV-ES, SNP */
	EFER_GUEST = 1 | EFER_LME | EFER_NXE | 1 << 14,		/* SCE, LME, NXE, FFXSR */
};

static void pass_through(u8 *msrpm, u32 msr)
{
	u32 base = msr >= 0xc0000000 ? MSRPM_C000_OFFSET : 0;
	u32 bit = (msr & 0x1fff) * 2;

	msrpm[base + bit / 8] &= (u8)~(3u << (bit % 8));
}

void msrpm_init(u8 *msrpm)
{
	static const u32 passed[] = {
		0x174, 0x175, 0x176,			/* SYSENTER CS, ESP, EIP */
		0x277,					/* PAT */
		0xc0000081, 0xc0000082, 0xc0000083, 0xc0000084,
		0xc0000100, 0xc0000101, 0xc0000102,	/* FS, GS, kernel GS base */
	};

	for (u32 i = 0; i < 0x2000; i++)
		msrpm[i] = 0xff;
	for (u32 i = 0; i < ARRAY_COUNT(passed); i++)
		pass_through(msrpm, passed[i]);
}

static void write_efer(struct vcpu *v, u64 value)
{
	u64 kept = v->vmcb->efer & EFER_LMA;

	if ((value & ~(u64)(EFER_GUEST | EFER_LMA | EFER_SVME)) ||
	    (vcpu_is_paging(v) && ((value ^ v->vmcb->efer) & EFER_LME))) {
		vcpu_inject(v, VECTOR_GP, true, 0);
		return;
	}
	v->vmcb->efer = (value & EFER_GUEST) | kept | EFER_SVME;
	vcpu_skip(v, exit_instruction(v).bytes);
}

static u64 msr_value(const struct vcpu *v)
{
	return gpr_read(v, RDX) << 32 | (u32)gpr_read(v, RAX);
}

static void return_value(struct vcpu *v, u64 value, u32 insn_bytes)
{
	gpr_write(v, RAX, (u32)value);
	gpr_write(v, RDX, value >> 32);
	vcpu_skip(v, insn_bytes);
}

/* WRMSR of the GHCB MSR, the VMGEXIT behind it and the RDMSR behind that cost one exit together:
 * the guest cannot tell, and half of a boot's exits are saved. */
static void write_ghcb(struct vcpu *v, u32 insn_bytes)
{
	struct insn next;

	v->ghcb_msr = msr_value(v);
	vcpu_skip(v, insn_bytes);
	next = exit_instruction(v);
	if (next.kind != INSN_VMGEXIT || (v->vmcb->rflags & RFLAGS_TF))
		return;
	vcpu_skip(v, next.bytes);
	exit_vmgexit(v);
	if (v->state != VCPU_RUNNING)
		return;
	next = exit_instruction(v);
	if (next.kind == INSN_RDMSR && (u32)gpr_read(v, RCX) == MSR_GHCB)
		return_value(v, v->ghcb_msr, next.bytes);
}

void exit_msr(struct vcpu *v)
{
	bool is_write = v->vmcb->exit_info_1 & 1;
	u32 msr = (u32)gpr_read(v, RCX);
	u32 bytes = exit_instruction(v).bytes;

	if (v->vmcb->cpl != 0)
		vcpu_inject(v, VECTOR_GP, true, 0);
	else if (msr == MSR_GHCB && is_write)
		write_ghcb(v, bytes);
	else if (msr == MSR_GHCB)
		return_value(v, v->ghcb_msr, bytes);
	else if (msr == MSR_SEV_STATUS && (is_write || lies_no_sev_status()))
		vcpu_inject(v, VECTOR_GP, true, 0);
	else if (msr == MSR_SEV_STATUS)
		return_value(v, lies_sev_status(SEV_STATUS_SNP), bytes);
	else if (msr == MSR_EFER && is_write)
		write_efer(v, msr_value(v));
	else if (msr == MSR_EFER)
		return_value(v, v->vmcb->efer & ~(u64)EFER_SVME, bytes);
	else
		vc_raise(v, EXIT_MSR);
}
