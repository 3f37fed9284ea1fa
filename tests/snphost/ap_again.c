/* ap_again.c - see ap_again.h. */
#include "ap_again.h"
#include "ghcb_abi.h"
#include "gmem.h"
#include "halt.h"
#include "kick.h"
#include "npt.h"
#include "pause.h"
#include "str.h"
#include "vcpu.h"
#include "verdict.h"
#include "x86.h"

enum { EXITS_MAX = 64, FXSAVE_BYTES = 512 };

/* What a VMSA holds, and what the host notes beside it. */
struct registers {
	struct vmcb vmcb;
	u8 fpu[FXSAVE_BYTES] __attribute__((aligned(16)));
	u64 gpr[ARRAY_COUNT(((struct vcpu *)0)->saved_gpr)];
	u64 ghcb_msr, ghcb_registered, halt_rip;
	bool cr3_had_cbit, is_at_halt;
};

static struct turn {
	struct registers launch, other;
	bool has_launch, is_asked, is_on, is_over;
	u32 exits;
} turns[MAX_VCPUS];

static void save(struct vcpu *v, struct registers *r)
{
	v->segments_saved = false;
	vcpu_save_segments(v);
	memcpy(&r->vmcb, v->vmcb, sizeof(r->vmcb));
	memcpy(r->gpr, v->saved_gpr, sizeof(r->gpr));
	__asm__ volatile("fxsave64 %0" : "=m"(r->fpu));
	r->ghcb_msr = v->ghcb_msr;
	r->ghcb_registered = v->ghcb_registered;
	r->halt_rip = v->halt_rip;
	r->cr3_had_cbit = v->cr3_had_cbit;
	r->is_at_halt = v->is_at_halt;
}

static void load(struct vcpu *v, const struct registers *r)
{
	memcpy(v->vmcb, &r->vmcb, sizeof(r->vmcb));
	memcpy(v->saved_gpr, r->gpr, sizeof(r->gpr));
	__asm__ volatile("fxrstor64 %0" : : "m"(r->fpu));
	svm_vmload(v->vmcb_pa);
	v->ghcb_msr = r->ghcb_msr;
	v->ghcb_registered = r->ghcb_registered;
	v->halt_rip = r->halt_rip;
	v->cr3_had_cbit = r->cr3_had_cbit;
	v->is_at_halt = r->is_at_halt;
	halt_choose(v);
	pause_choose(v);
}

static struct turn *turn_of(const struct vcpu *v)
{
	return &turns[v->index];
}

void ap_again_keep_launch(struct vcpu *v)
{
	struct turn *t = turn_of(v);

	if (!t->has_launch)
		save(v, &t->launch);
	t->has_launch = true;
}

bool ap_again_is_possible(const struct vcpu *v)
{
	return turn_of(v)->has_launch && !turn_of(v)->is_on;
}

void ap_again_ask(struct vcpu *v)
{
	turn_of(v)->is_asked = true;
	kick_one(v);
}

bool ap_again_choose(struct vcpu *v)
{
	struct turn *t = turn_of(v);

	if (t->is_on && t->is_over) {
		save(v, &t->launch);
		load(v, &t->other);
		t->is_on = false;
	} else if (t->is_asked && !t->is_on) {
		save(v, &t->other);
		load(v, &t->launch);
		t->is_on = true;
		t->exits = 0;
	}
	t->is_asked = t->is_over = false;
	return t->is_on;
}

/* Reading the GHCB MSR, or AP reset hold and no other request in it. */
static bool is_hold_msr(const struct vcpu *v)
{
	bool is_write = v->vmcb->exit_info_1 & 1;
	u64 value = gpr_read(v, RDX) << 32 | (u32)gpr_read(v, RAX);

	return (u32)gpr_read(v, RCX) == MSR_GHCB &&
	       (!is_write || value == GHCB_MSR_RESET_HOLD_REQUEST);
}

/* The host's NMI, the way to AP reset hold, and code of the image that is not mapped yet. */
static bool is_allowed(const struct vcpu *v)
{
	u64 gpa = v->vmcb->exit_info_2 & ~npt_cbit_mask();

	switch (v->vmcb->exit_code) {
	case EXIT_NMI:
		return true;
	case EXIT_MSR:
		return is_hold_msr(v);
	case EXIT_VMMCALL:
		return v->ghcb_msr == GHCB_MSR_RESET_HOLD_REQUEST;
	case EXIT_NPF:
		return gpa >= gmem.image_gpa && gpa < gmem.image_gpa + gmem.image_bytes;
	default:
		return false;
	}
}

void ap_again_check(struct vcpu *v)
{
	struct turn *t = turn_of(v);

	if (t->is_on && (t->exits++ == EXITS_MAX || !is_allowed(v)))
		verdict_violation(v, "ap-again", v->vmcb->exit_info_2,
				  "a launch VMSA that is run again does more than asking to be held");
}

bool ap_again_was_held(struct vcpu *v)
{
	struct turn *t = turn_of(v);

	t->is_over = t->is_on;
	return t->is_on;
}
