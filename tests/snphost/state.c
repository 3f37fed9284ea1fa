/* state.c - page state changes. Hardware changes the key, so content never survives one. */
#include "state.h"
#include "counters.h"
#include "gmem.h"
#include "kick.h"
#include "npt.h"
#include "options.h"
#include "rmp.h"
#include "rules.h"
#include "vcpu.h"

static void smash(u64 gpa)
{
	if (rmp_psmash(gpa))
		count(COUNT_PSMASH);
}

static void forget_validated(u64 gpa)
{
	const struct rmp_entry *e = rmp_peek(gpa);

	if (e && e->validated)
		counters[COUNT_PAGES_VALIDATED]--;
	if (e && e->is_shared)
		counters[COUNT_PAGES_SHARED]--;
}

static void private_4k(u64 gpa, bool asked)
{
	forget_validated(gpa);
	smash(gpa);
	rmp_assign(gpa);
	rmp_entry(gpa)->asked = asked & 1;
}

static void private_2m(u64 gpa, bool asked)
{
	for (u64 i = 0; i < PAGES_PER_2M; i++)
		forget_validated(gpa + i * PAGE_BYTES);
	rmp_assign_large(gpa);
	for (u64 i = 0; i < PAGES_PER_2M; i++)
		rmp_entry(gpa + i * PAGE_BYTES)->asked = asked & 1;
}

void state_make_private(struct vcpu *v, u64 gpa, bool is_2m, bool asked)
{
	kick_others(v);
	if (is_2m && !options.rmp_4k_only && !(gpa % BYTES_2M) && gmem_is_backed(gpa) &&
	    gmem_is_backed(gpa + BYTES_2M - PAGE_BYTES)) {
		npt_unmap_2m(gpa);
		private_2m(gpa, asked);
		return;
	}
	for (u64 i = 0; i < (is_2m ? PAGES_PER_2M : 1u); i++) {
		npt_unmap(gpa + i * PAGE_BYTES);
		private_4k(gpa + i * PAGE_BYTES, asked);
	}
}

void state_make_shared(struct vcpu *v, u64 gpa, bool is_2m, bool asked)
{
	kick_others(v);
	for (u64 i = 0; i < (is_2m ? PAGES_PER_2M : 1u); i++) {
		u64 page = gpa + i * PAGE_BYTES;

		npt_unmap(page);
		forget_validated(page);
		smash(page);
		rmp_share(page);
		rmp_entry(page)->asked = asked & 1;
		gmem_junk(gmem_shared_frame(page));
		count(COUNT_PAGES_SHARED);
	}
}

void state_assign(struct vcpu *v, u64 gpa)
{
	u64 base = gpa & ~(u64)(BYTES_2M - 1);

	rule_broken(v, RULE_UNASKED, gpa);
	count(COUNT_IMPLICIT_ASSIGN);
	if (!options.rmp_4k_only && rmp_is_uniform_unassigned(base) && gmem_is_backed(base) &&
	    gmem_is_backed(base + BYTES_2M - PAGE_BYTES))
		private_2m(base, false);
	else
		private_4k(gpa, false);
}
