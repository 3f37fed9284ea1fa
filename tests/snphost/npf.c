/*
 * npf.c - nested page faults: who may see which page, by the table of sev-snp "RMP checks".
 * Fetches, table walks and everything without PAE paging are private whatever the C-bit says.
 */
#include "exits.h"
#include "counters.h"
#include "gmem.h"
#include "marks.h"
#include "npt.h"
#include "options.h"
#include "rmp.h"
#include "rules.h"
#include "state.h"
#include "trace.h"
#include "vc.h"
#include "vcpu.h"
#include "verdict.h"

enum { MAX_LENIENT = 64 };

static u64 lenient[MAX_LENIENT];	/* pages whose C=0 alias shows the private frame */
static u32 lenient_count;

void npf_drop_lenient(void)
{
	while (lenient_count > 0)
		npt_unmap(lenient[--lenient_count]);
}

static void map_shared(u64 gpa)
{
	npt_map_4k(NPT_SHARED, gpa, gmem_shared_frame(gpa), NPT_WRITE);
}

/* Until the kernel's entry was seen, pages become executable one by one, so it is not missed. */
static u32 private_flags(bool fetch)
{
	return NPT_WRITE | (fetch || !marks_want_fetches() ? NPT_EXECUTE : 0);
}

static void map_private(u64 gpa, bool fetch)
{
	u64 base = gpa & ~(u64)(BYTES_2M - 1);

	if (fetch && npt_is_mapped(NPT_PRIVATE, gpa)) {
		npt_allow_execute(NPT_PRIVATE, gpa);
		return;
	}
	if (rmp_is_large_validated(gpa)) {
		for (u64 i = 0; i < PAGES_PER_2M; i++)
			gmem_private_ptr(base + i * PAGE_BYTES);
		npt_map_2m(NPT_PRIVATE, base, gmem_private_frame(base), private_flags(false));
		if (fetch && marks_want_fetches())
			npt_allow_execute(NPT_PRIVATE, gpa);
		return;
	}
	gmem_private_ptr(gpa);
	npt_map_4k(NPT_PRIVATE, gpa, gmem_private_frame(gpa), private_flags(fetch));
}

/* 32-bit code cannot give CR3 a C-bit: the top table may lack it until CR3 once had it. */
static bool is_first_cr3(const struct vcpu *v, u64 gpa)
{
	return !v->cr3_had_cbit && gpa == page_of(v->vmcb->cr3);
}

/* A private access that came by the C=0 alias: a walk or a fetch. Kinder than hardware: data
 * accesses through this alias pass too until the next CR3. */
static void map_lenient(struct vcpu *v, u64 gpa, bool fetch)
{
	if (lenient_count < MAX_LENIENT)
		lenient[lenient_count++] = gpa;
	if (fetch || !is_first_cr3(v, gpa))
		rule_broken(v, fetch ? RULE_FETCH_C0 : RULE_WALK_C0, gpa);
	count(COUNT_LENIENT);
	npt_map_4k(NPT_SHARED, gpa, gmem_private_frame(gpa), NPT_WRITE | NPT_EXECUTE);
}

static void private_access(struct vcpu *v, u64 gpa, bool by_c0_alias, bool fetch)
{
	if (rmp_private_access(gpa) == RMP_IS_SHARED) {
		rule_broken(v, RULE_IMPLICIT_PRIVATE, gpa);
		count(COUNT_IMPLICIT_PRIVATE);
		state_make_private(v, page_of(gpa), false, false);
	}
	if (rmp_private_access(gpa) == RMP_NOT_ASSIGNED)
		state_assign(v, gpa);
	if (rmp_private_access(gpa) == RMP_NOT_VALIDATED) {
		rule_broken(v, RULE_UNVALIDATED, gpa);
		v->vmcb->cr2 = fetch ? v->vmcb->cs.base + v->vmcb->rip : gpa;
		vc_raise(v, EXIT_NOT_VALIDATED);
		return;
	}
	if (fetch)
		marks_fetch(v);
	if (by_c0_alias && vcpu_obeys_cbit(v))
		map_lenient(v, page_of(gpa), fetch);
	else
		map_private(page_of(gpa), fetch);
}

static void shared_access(struct vcpu *v, u64 gpa)
{
	if (!rmp_entry(gpa)->is_shared) {
		rule_broken(v, RULE_IMPLICIT_SHARED, gpa);
		count(COUNT_IMPLICIT_SHARED);
		state_make_shared(v, page_of(gpa), false, false);
	}
	map_shared(page_of(gpa));
}

void exit_npf(struct vcpu *v)
{
	u64 info = v->vmcb->exit_info_1;
	u64 cbit = npt_cbit_mask();
	u64 gpa = v->vmcb->exit_info_2 & ~cbit;
	bool fetch = (info & NPF_FETCH) && !(info & NPF_PAGE_WALK);
	bool has_cbit = (v->vmcb->exit_info_2 & cbit) || !vcpu_obeys_cbit(v);
	bool is_private = has_cbit || fetch || (info & NPF_PAGE_WALK);

	if (gmem_is_backed(gpa)) {
		if (is_private)
			private_access(v, gpa, !has_cbit, fetch);
		else
			shared_access(v, gpa);
	} else if (is_private) {
		verdict_violation(v, "private-mmio", gpa,
				  "private access to an address without memory; QEMU would stop");
	} else {
		v->vmcb->cr2 = gpa;
		vc_raise(v, EXIT_NPF);
	}
}
