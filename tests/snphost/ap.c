/*
 * ap.c - INIT-SIPI, AP reset hold and AP creation with KVM 7.2's checks. A vCPU that was never
 * started ignores AP_CREATE until INIT and SIPI arrive.
 */
#include "ap.h"
#include "ap_again.h"
#include "ghcb.h"
#include "gmem.h"
#include "halt.h"
#include "kick.h"
#include "lies.h"
#include "log.h"
#include "options.h"
#include "own_vmsas.h"
#include "pause.h"
#include "rmp.h"
#include "rules.h"
#include "trace.h"
#include "vcpu.h"
#include "vmsa.h"

enum { AP_CREATE_ON_INIT = 0, AP_CREATE = 1, AP_DESTROY = 2 };

static bool is_usable_vmsa(u64 gpa)
{
	const struct rmp_entry *e = rmp_peek(gpa);

	return e && rmp_private_access(gpa) == RMP_OK && e->vmsa && !e->vmsa_in_use;
}

static void set_in_use(u64 gpa, bool in_use)
{
	if (gpa != GPA_NONE)
		rmp_entry(gpa)->vmsa_in_use = in_use & 1;
}

/* The vCPU enters a new VMSA. KVM_RUN fails when the page is not one; here that is a breach and
 * the vCPU stays down. */
static void enter_vmsa(struct vcpu *v)
{
	u64 gpa = v->pending_vmsa_gpa;

	v->create_pending = false;
	set_in_use(v->vmsa_gpa, false);
	v->vmsa_gpa = GPA_NONE;
	if (!is_usable_vmsa(gpa)) {
		rule_broken(v, RULE_VMSA, gpa);
		v->state = VCPU_DESTROYED;
		return;
	}
	v->vmsa_gpa = gpa;
	set_in_use(gpa, true);
	ap_again_keep_launch(v);
	vmsa_load(v, (const struct vmsa *)gmem_private_ptr(gpa));
	v->state = VCPU_RUNNING;
	v->is_at_halt = false;
	halt_choose(v);
	pause_wake(v);
	pause_choose(v);
	trace_line(v, "enters VMSA 0x%lx, rip 0x%lx", gpa, v->vmcb->cs.base + v->vmcb->rip);
}

static void answer_hold(struct vcpu *v, bool by_sipi)
{
	v->state = VCPU_RUNNING;
	if (v->hold_by_ghcb) {
		struct ghcb_call call = { .vcpu = v, .gpa = v->ghcb_msr,
					  .page = (struct ghcb *)gmem_shared_ptr(v->ghcb_msr) };

		call.answer2 = by_sipi;
		ghcb_answer(&call);
	} else {
		v->ghcb_msr = (by_sipi ? 1ull << 12 : 0) | GHCB_MSR_RESET_HOLD_RESPONSE;
	}
}

void ap_init(struct vcpu *target)
{
	trace_line(target, "INIT");
	if (target->state == VCPU_DESTROYED && !target->create_on_init)
		return;
	target->sipi_pending = target->state == VCPU_RESET_HOLD;
	target->state = VCPU_WAIT_FOR_SIPI;
	if (target->in_guest)
		kick_one(target);
	if (target->create_on_init) {
		target->create_on_init = false;
		target->create_pending = true;
	}
}

void ap_sipi(struct vcpu *target)
{
	trace_line(target, "SIPI");
	if (target->state == VCPU_RESET_HOLD) {
		answer_hold(target, false);
	} else if (target->state == VCPU_WAIT_FOR_SIPI) {
		target->state = VCPU_RUNNING;
		if (target->got_first_sipi && target->sipi_pending)
			answer_hold(target, true);
		target->halt_ends = true;
		target->got_first_sipi = true;
		target->sipi_pending = false;
	} else {
		return;
	}
	kick_one(target);
}

void ap_reset_hold(struct vcpu *v, bool by_ghcb)
{
	if (ap_again_was_held(v))
		return;
	v->hold_by_ghcb = by_ghcb;
	v->state = VCPU_RESET_HOLD;
	if (!by_ghcb && lies_inject_into_held(v))
		v->state = VCPU_RUNNING;
	trace_line(v, "AP reset hold");
}

void ghcb_reset_hold(struct ghcb_call *call)
{
	ap_reset_hold(call->vcpu, true);
}

static bool is_idle(const struct vcpu *v)
{
	return !v->create_pending && (v->state != VCPU_RUNNING || v->is_asleep || halt_is_for_ever(v));
}

bool ap_all_others_idle(const struct vcpu *v)
{
	for (u32 i = 0; i < vcpu_count; i++)
		if (&vcpus[i] != v && !is_idle(&vcpus[i]))
			return false;
	return true;
}

static void destroy(struct vcpu *target)
{
	target->create_pending = false;
	target->create_on_init = false;
	target->pending_vmsa_gpa = GPA_NONE;
	if (target->state != VCPU_UNINITIALISED)
		target->state = VCPU_DESTROYED;
	set_in_use(target->vmsa_gpa, false);
	target->vmsa_gpa = GPA_NONE;
}

static bool arguments_ok(struct ghcb_call *call, const struct vcpu *target, u32 request)
{
	u64 gpa = call->info2;

	if (!target || request > AP_DESTROY)
		return false;
	if (request == AP_DESTROY)
		return true;
	return call->rax == options.sev_features && is_page_aligned(gpa) && gpa % BYTES_2M &&
	       gmem_is_backed(gpa);
}

void ghcb_ap_creation(struct ghcb_call *call)
{
	struct vcpu *target = vcpu_by_apic_id((u32)bits(call->info1, 63, 32));
	u32 request = (u32)call->info1;

	trace_line(call->vcpu, "AP creation request=%u apic=0x%x vmsa=0x%lx", request,
		   (u32)bits(call->info1, 63, 32), call->info2);
	if (lies_ap_refused()) {
		ghcb_malformed(call, GHCB_ERROR_INPUT);
		return;
	}
	if (!arguments_ok(call, target, request)) {
		rule_broken(call->vcpu, RULE_VMSA, call->info2);
		ghcb_malformed(call, GHCB_ERROR_INPUT);
		return;
	}
	own_vmsas_at_creation(call->vcpu, call->info2);
	if (lies_ap_silent(target->apic_id))
		return;
	if (request == AP_DESTROY) {
		destroy(target);
	} else {
		target->pending_vmsa_gpa = call->info2;
		target->create_on_init = request == AP_CREATE_ON_INIT;
		target->create_pending = request == AP_CREATE;
		if (target->create_pending && target->state == VCPU_UNINITIALISED)
			rule_broken(call->vcpu, RULE_AP_NEVER_STARTED, target->apic_id);
	}
	if (target != call->vcpu)
		kick_one(target);
}

static bool can_run(struct vcpu *v)
{
	if (ap_again_choose(v))
		return true;
	if (v->halt_ends && v->state == VCPU_RUNNING)
		halt_end(v);
	v->halt_ends = false;
	if (v->create_pending && v->state != VCPU_UNINITIALISED &&
	    v->state != VCPU_WAIT_FOR_SIPI)
		enter_vmsa(v);
	return v->state == VCPU_RUNNING && !v->is_asleep && !halt_is_for_ever(v);
}

void ap_wait_until_running(struct vcpu *v)
{
	host_lock();
	while (!can_run(v)) {
		host_unlock();
		wait_for_nmi();
		host_lock();
	}
}
