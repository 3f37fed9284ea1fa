/*
 * cr0.c - CR0 writes, intercepted only to know when paging starts: without PAE paging every guest
 * access is private and another nested root is used.
 */
#include "exits.h"
#include "log.h"
#include "vcpu.h"
#include "x86.h"

enum { CR0_MP_EM_TS_PE = 0xf, CR0_TS = 1 << 3, CR0_ET = 1 << 4 };

static void refuse(struct vcpu *v)
{
	vcpu_inject(v, VECTOR_GP, true, 0);
}

static bool write_cr0(struct vcpu *v, u64 value)
{
	struct vmcb *c = v->vmcb;

	if ((value & CR0_PG) && !(value & CR0_PE))
		return false;
	if ((value & CR0_PG) && !vcpu_is_paging(v) && (c->efer & EFER_LME)) {
		if (!(c->cr4 & CR4_PAE) || (c->cs.attributes & SEG_LONG))
			return false;
		c->efer |= EFER_LMA;
	}
	if (!(value & CR0_PG) && vcpu_is_paging(v)) {
		if (vcpu_is_64bit(v))
			return false;
		c->efer &= ~(u64)EFER_LMA;
	}
	c->cr0 = (u32)value | CR0_ET;
	return true;
}

void exit_write_cr0(struct vcpu *v)
{
	struct insn insn = exit_instruction(v);
	u64 old = v->vmcb->cr0;
	bool ok = false;

	if (insn.kind == INSN_CLTS)
		ok = write_cr0(v, old & ~(u64)CR0_TS);
	else if (insn.kind == INSN_MOV_TO_CR0)
		ok = write_cr0(v, gpr_read(v, insn.reg));
	else if (insn.kind == INSN_LMSW && !insn.is_memory)
		ok = write_cr0(v, (old & ~(u64)CR0_MP_EM_TS_PE) | (old & CR0_PE) |
			       (gpr_read(v, insn.reg) & CR0_MP_EM_TS_PE));
	else
		host_die("CR0 write at rip 0x%lx not understood", v->vmcb->rip);
	if (ok)
		vcpu_skip(v, insn.bytes);
	else
		refuse(v);
}
