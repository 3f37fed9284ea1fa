/*
 * pvalidate.c - PVALIDATE, RMPADJUST and RMPQUERY, which QEMU refuses with #UD.
 * Document: APM vol. 3, and the rules of vol. 2 ch. 15.36.
 */
#include "exits.h"
#include "counters.h"
#include "gmem.h"
#include "kick.h"
#include "lies.h"
#include "npt.h"
#include "options.h"
#include "own_vmsas.h"
#include "rmp.h"
#include "rules.h"
#include "state.h"
#include "trace.h"
#include "vc.h"
#include "vcpu.h"
#include "verdict.h"
#include "walk.h"
#include "x86.h"

enum { STATUS_FLAGS = RFLAGS_CF | RFLAGS_PF | RFLAGS_AF | RFLAGS_ZF | RFLAGS_SF | RFLAGS_OF };

static void set_result(struct vcpu *v, u32 eax, bool cf)
{
	u64 flags = v->vmcb->rflags & ~(u64)STATUS_FLAGS;

	if (eax == 0)
		flags |= RFLAGS_ZF | RFLAGS_PF;
	v->vmcb->rflags = flags | (cf ? RFLAGS_CF : 0);
	gpr_write(v, RAX, eax);
}

/* The host's part: pages that the guest does not own yet make nested faults on hardware. */
static void make_owned(struct vcpu *v, u64 gpa, bool is_large)
{
	for (u64 i = 0; i < (is_large ? PAGES_PER_2M : 1u); i++) {
		u64 page = gpa + i * PAGE_BYTES;

		if (rmp_private_access(page) == RMP_IS_SHARED) {
			rule_broken(v, RULE_IMPLICIT_PRIVATE, page);
			count(COUNT_IMPLICIT_PRIVATE);
			state_make_private(v, page, false, false);
		}
		if (rmp_private_access(page) == RMP_NOT_ASSIGNED)
			state_assign(v, page);
		if (is_large && rmp_entry(page)->large)
			break;		/* the rest is part of the same entry */
	}
}

static void count_result(struct pvalidate_result r, bool is_large, bool validate)
{
	u64 pages = is_large ? PAGES_PER_2M : 1;

	if (r.eax == PVALIDATE_FAIL_SIZEMISMATCH)
		count(COUNT_PV_SIZE);
	else if (r.eax)
		count(COUNT_PV_OTHER);
	else if (r.cf)
		count(COUNT_PV_NO_CHANGE);
	else if (validate)
		count(is_large ? COUNT_PV_2M_OK : COUNT_PV_4K_OK);
	else
		count(is_large ? COUNT_PV_2M_RESCIND : COUNT_PV_4K_RESCIND);
	if (!r.eax && !r.cf)
		counters[COUNT_PAGES_VALIDATED] += validate ? pages : -pages;
}

/* Linux accepts memory from its lower half only while it decompresses itself. */
static void count_decompressor(const struct vcpu *v, struct pvalidate_result r, bool validate)
{
	if (counters_marked(MARK_KERNEL) && !(v->vmcb->rip >> 63) && validate && !r.eax && !r.cf)
		count(COUNT_PV_DECOMPRESSOR);
}

static void check_rules(struct vcpu *v, u64 gpa, struct pvalidate_result r, bool validate,
			bool revalidated)
{
	if (r.eax)
		return;
	if (r.cf)
		rule_broken(v, validate ? RULE_DOUBLE_VALIDATE : RULE_RESCIND_UNVALIDATED, gpa);
	else if (validate && revalidated)
		rule_broken(v, RULE_REVALIDATE, gpa);
}

static void pvalidate(struct vcpu *v, u64 gpa)
{
	bool is_large = gpr_read(v, RCX) & 1;
	bool validate = gpr_read(v, RDX) & 1;
	struct pvalidate_result r;
	bool revalidated;

	if (is_large && gpa % BYTES_2M) {
		set_result(v, PVALIDATE_FAIL_INPUT, false);
		return;
	}
	gpa = page_of(gpa);
	lies_before_pvalidate(v, gpa, is_large, validate);
	make_owned(v, gpa, is_large);
	revalidated = rmp_entry(gpa)->was_validated && !lies_rebound(gpa);
	if (!is_large && rmp_entry(gpa)->large)
		count(COUNT_PSMASH);
	r = rmp_pvalidate(gpa, is_large, validate);
	check_rules(v, gpa, r, validate, revalidated);
	lies_after_pvalidate(v, gpa, is_large, validate, &r);
	count_result(r, is_large, validate);
	count_decompressor(v, r, validate);
	if (!validate && !r.eax) {
		kick_others(v);
		if (is_large)
			npt_unmap_2m(gpa);
		else
			npt_unmap(gpa);
	}
	trace_line(v, "PVALIDATE gpa=0x%lx %s %s -> eax=%u cf=%u", gpa, is_large ? "2M" : "4K",
		   validate ? "validate" : "rescind", r.eax, (u32)r.cf);
	set_result(v, r.eax, r.cf);
}

static void rmpadjust(struct vcpu *v, u64 gpa)
{
	bool is_large = gpr_read(v, RCX) & 1;
	u32 eax;

	count(COUNT_RMPADJUST);
	make_owned(v, page_of(gpa), is_large);
	if (rmp_private_access(gpa) == RMP_NOT_VALIDATED) {
		rule_broken(v, RULE_UNVALIDATED, gpa);
		v->vmcb->rip -= exit_instruction(v).bytes;
		vc_raise(v, EXIT_NOT_VALIDATED);
		return;
	}
	own_vmsas_at_rmpadjust(v, page_of(gpa), gpr_read(v, RDX));
	eax = lies_rmpadjust(rmp_adjust(page_of(gpa), is_large, gpr_read(v, RDX)));
	trace_line(v, "RMPADJUST gpa=0x%lx rdx=0x%lx -> %u", gpa, gpr_read(v, RDX), eax);
	set_result(v, eax, false);
}

static void rmpquery(struct vcpu *v, u64 gpa)
{
	u64 vmpl = bits(gpr_read(v, RDX), 7, 0);
	const struct rmp_entry *e;
	u64 perms = 0x1f;

	count(COUNT_RMPQUERY);
	make_owned(v, page_of(gpa), false);
	e = rmp_entry(gpa);
	if (vmpl >= 1 && vmpl <= 3)
		perms = bits(e->perms, (unsigned int)vmpl * 5 - 1, (unsigned int)vmpl * 5 - 5);
	gpr_write(v, RDX, vmpl | perms << 8 | (u64)e->vmsa << 16);
	gpr_write(v, RCX, e->large);
	set_result(v, PVALIDATE_OK, false);
}

/* Translates the operand; false when the guest got an exception instead. */
static bool operand(struct vcpu *v, u64 *gpa)
{
	u64 rax = gpr_read(v, RAX);
	struct translation t = walk(v, vcpu_is_64bit(v) ? rax : (u32)rax);

	if (v->vmcb->cpl != 0) {
		vcpu_inject(v, VECTOR_GP, true, 0);
		return false;
	}
	if (!t.present) {
		v->vmcb->cr2 = rax;
		vcpu_inject(v, VECTOR_PF, true, 0);
		return false;
	}
	if (!gmem_is_backed(t.gpa))
		verdict_violation(v, "pvalidate-no-memory", t.gpa,
				  "PVALIDATE of an address without memory; QEMU would stop");
	*gpa = t.gpa;
	return true;
}

void exit_ud(struct vcpu *v)
{
	struct insn insn = exit_instruction(v);
	bool is_snp = insn.kind == INSN_PVALIDATE || insn.kind == INSN_RMPADJUST ||
		      insn.kind == INSN_RMPQUERY;
	u64 gpa;

	if (!is_snp || (insn.kind != INSN_PVALIDATE && !vcpu_is_64bit(v))) {
		vcpu_inject(v, VECTOR_UD, false, 0);
		return;
	}
	if (!operand(v, &gpa))
		return;
	vcpu_skip(v, insn.bytes);
	if (insn.kind == INSN_PVALIDATE)
		pvalidate(v, gpa);
	else if (insn.kind == INSN_RMPADJUST)
		rmpadjust(v, gpa);
	else
		rmpquery(v, gpa);
}
