/* own_vmsas.c - see own_vmsas.h. */
#include "own_vmsas.h"
#include "counters.h"
#include "options.h"
#include "vcpu.h"
#include "verdict.h"

enum { RMPADJUST_VMSA = 1 << 16 };

static struct metadata_vmsas pages;

void own_vmsas_init(const struct metadata_vmsas *announced)
{
	pages = *announced;
}

static bool is_announced(u64 gpa)
{
	u64 offset = gpa - pages.base;

	return pages.stride && gpa >= pages.base && offset % pages.stride == 0 &&
	       offset / pages.stride < pages.count;
}

static void check(struct vcpu *v, u64 gpa)
{
	if (!options.own_vmsas)
		return;
	if (counters_marked(MARK_KERNEL))
		verdict_violation(v, "own-vmsas", gpa, "a VMSA is made or changed after hand-off");
	if (!is_announced(gpa))
		verdict_violation(v, "own-vmsas", gpa, "a VMSA where the firmware image announces none");
}

void own_vmsas_at_creation(struct vcpu *v, u64 gpa)
{
	check(v, gpa);
}

void own_vmsas_at_rmpadjust(struct vcpu *v, u64 gpa, u64 rdx)
{
	if (rdx & RMPADJUST_VMSA)
		check(v, gpa);
}
