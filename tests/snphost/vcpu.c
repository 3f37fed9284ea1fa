/* vcpu.c - registers and modes of a vCPU. */
#include "vcpu.h"
#include "exits.h"
#include "npt.h"
#include "x86.h"

struct vcpu vcpus[MAX_VCPUS];
u32 vcpu_count;

/* Position in saved_gpr of register number n; rax and rsp live in the VMCB. */
static const u8 gpr_slot[16] = {
	[RCX] = 1, [RDX] = 2, [RBX] = 0, [RBP] = 5, [RSI] = 3, [RDI] = 4,
	[8] = 6, [9] = 7, [10] = 8, [11] = 9, [12] = 10, [13] = 11, [14] = 12, [15] = 13,
};

u64 gpr_read(const struct vcpu *v, unsigned int reg)
{
	if (reg == RAX)
		return v->vmcb->rax;
	if (reg == RSP)
		return v->vmcb->rsp;
	return v->saved_gpr[gpr_slot[reg & 15]];
}

void gpr_write(struct vcpu *v, unsigned int reg, u64 value)
{
	if (reg == RAX)
		v->vmcb->rax = value;
	else if (reg == RSP)
		v->vmcb->rsp = value;
	else
		v->saved_gpr[gpr_slot[reg & 15]] = value;
}

void vcpu_skip(struct vcpu *v, u32 instruction_bytes)
{
	u64 rip = v->vmcb->rip + instruction_bytes;

	v->vmcb->rip = vcpu_is_64bit(v) ? rip : (u32)rip;
	v->vmcb->int_shadow = 0;
}

void vcpu_save_segments(struct vcpu *v)
{
	if (!v->segments_saved)
		svm_vmsave(v->vmcb_pa);
	v->segments_saved = true;
}

bool vcpu_is_64bit(const struct vcpu *v)
{
	return (v->vmcb->efer & EFER_LMA) && (v->vmcb->cs.attributes & SEG_LONG);
}

bool vcpu_is_paging(const struct vcpu *v)
{
	return (v->vmcb->cr0 & CR0_PG) != 0;
}

bool vcpu_obeys_cbit(const struct vcpu *v)
{
	return vcpu_is_paging(v) && (v->vmcb->cr4 & CR4_PAE);
}

void vcpu_inject(struct vcpu *v, u32 vector, bool has_error, u32 error)
{
	v->vmcb->event_inject = vector | EVENT_TYPE_EXCEPTION | EVENT_VALID |
				(has_error ? EVENT_ERROR_VALID : 0u);
	v->vmcb->event_inject_error = error;
}

struct vcpu *vcpu_by_apic_id(u32 apic_id)
{
	for (u32 i = 0; i < vcpu_count; i++)
		if (vcpus[i].apic_id == apic_id)
			return &vcpus[i];
	return NULL;
}

/*
 * CR0 writes are watched only until PAE paging is on: firmware writes CR0 in every exception
 * handler. A guest that turns paging off again is noticed at its next exit.
 */
void vcpu_choose_root(struct vcpu *v)
{
	bool obeys = vcpu_obeys_cbit(v);

	if (obeys && !v->cr3_had_cbit && (v->vmcb->cr3 & npt_cbit_mask())) {
		v->cr3_had_cbit = true;
		npf_drop_lenient();
	}
	v->vmcb->nested_cr3 = npt_root(obeys);
	v->vmcb->intercept_cr_write = obeys ? 0 : 1;
}
