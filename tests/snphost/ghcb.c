/*
 * ghcb.c - VMGEXIT with a GHCB page, in KVM 7.2's order of checks (sev_handle_vmgexit).
 */
#include "ghcb.h"
#include "counters.h"
#include "gmem.h"
#include "lies.h"
#include "npt.h"
#include "rmp.h"
#include "rules.h"
#include "str.h"
#include "trace.h"
#include "vcpu.h"
#include "verdict.h"

void ghcb_malformed(struct ghcb_call *call, u32 reason)
{
	call->answer1 = GHCB_MALFORMED;
	call->answer2 = reason;
}

static void snapshot(struct ghcb_call *call)
{
	volatile struct ghcb *g = call->page;

	call->valid[0] = g->valid[0];
	call->valid[1] = g->valid[1];
	call->code = g->exit_code;
	call->info1 = g->exit_info_1;
	call->info2 = g->exit_info_2;
	call->scratch = g->scratch;
	call->rax = g->rax;
	call->rbx = g->rbx;
	call->rcx = g->rcx;
	call->rdx = g->rdx;
	call->xcr0 = g->xcr0;
	call->xss = g->xss;
	g->valid[0] = 0;
	g->valid[1] = 0;
}

static bool has(const struct ghcb_call *call, u64 low_bits, u64 high_fields)
{
	return (call->valid[0] & low_bits) == low_bits &&
	       (call->valid[1] & high_fields) == high_fields;
}

static bool has_ioio_fields(const struct ghcb_call *call)
{
	if (call->info1 & 4)			/* string */
		return has(call, 0, GHCB_FIELD(scratch));
	if (call->info1 & 1)			/* IN */
		return true;
	return has(call, 1ull << GHCB_RAX_BIT, 0);
}

static bool has_event_fields(const struct ghcb_call *call)
{
	const u64 rax = 1ull << GHCB_RAX_BIT;

	switch (call->code) {
	case GHCB_EVENT_WRITE_DR7:
		return has(call, rax, 0);
	case GHCB_EVENT_RDPMC:
		return has(call, 0, GHCB_FIELD(rcx));
	case GHCB_EVENT_CPUID:
		return has(call, rax, GHCB_FIELD(rcx)) &&
		       (call->rax != 0xd || has(call, 0, GHCB_FIELD(xcr0)));
	case GHCB_EVENT_IOIO:
		return has_ioio_fields(call);
	case GHCB_EVENT_MSR:
		return has(call, 0, GHCB_FIELD(rcx)) &&
		       (!call->info1 || has(call, rax, GHCB_FIELD(rdx)));
	case GHCB_EVENT_VMMCALL:
		return has(call, rax | 1ull << GHCB_CPL_BIT, 0);
	case GHCB_EVENT_MONITOR:
		return has(call, rax, GHCB_FIELD(rcx) | GHCB_FIELD(rdx));
	case GHCB_EVENT_MWAIT:
		return has(call, rax, GHCB_FIELD(rcx));
	case GHCB_EVENT_MMIO_READ:
	case GHCB_EVENT_MMIO_WRITE:
	case GHCB_EVENT_PSC:
		return has(call, 0, GHCB_FIELD(scratch));
	case GHCB_EVENT_AP_CREATION:
		return (u32)call->info1 == 2 || has(call, rax, 0);
	default:
		return true;
	}
}

static void terminate(struct ghcb_call *call)
{
	if (lies_refuse_terminate(call->vcpu))
		return;
	verdict_terminated(call->vcpu, (u32)bits(call->info1, 3, 0),
			   (u32)bits(call->info1, 11, 4), call->info2);
}

static void jump_table(struct ghcb_call *call)
{
	static u64 address;

	if (call->info1 == 0)
		address = call->info2;
	else if (call->info1 == 1)
		call->answer2 = address;
	else
		ghcb_malformed(call, GHCB_ERROR_INPUT);
}

static void features(struct ghcb_call *call)
{
	call->answer2 = GHCB_FEATURE_SNP | GHCB_FEATURE_AP_CREATION;
}

static void mmio_read(struct ghcb_call *call)
{
	ghcb_mmio(call, false);
}

static void mmio_write(struct ghcb_call *call)
{
	ghcb_mmio(call, true);
}

static void guest_request(struct ghcb_call *call)
{
	ghcb_guest_request(call, false);
}

static void extended_request(struct ghcb_call *call)
{
	ghcb_guest_request(call, true);
}

static void unsupported_vc(struct ghcb_call *call)
{
	verdict_violation(call->vcpu, "unsupported-vc", call->info1,
			  "the guest reports a #VC it cannot handle; KVM ends the VM");
}

/* KVM resumes the guest: nothing to be done. */
static void nothing(struct ghcb_call *call)
{
	(void)call;
}

/* No KVM hypercall is offered: -KVM_ENOSYS. */
static void vmmcall(struct ghcb_call *call)
{
	call->rax = (u64)-1000;
}

static const struct event_kind {
	u64 code;
	enum counter counter;
	void (*handle)(struct ghcb_call *call);
} event_kinds[] = {
	{ GHCB_EVENT_IOIO, COUNT_GHCB_IOIO, ghcb_ioio },
	{ GHCB_EVENT_MMIO_READ, COUNT_GHCB_MMIO, mmio_read },
	{ GHCB_EVENT_MMIO_WRITE, COUNT_GHCB_MMIO, mmio_write },
	{ GHCB_EVENT_MSR, COUNT_GHCB_MSR, ghcb_msr_access },
	{ GHCB_EVENT_CPUID, COUNT_GHCB_CPUID, ghcb_cpuid },
	{ GHCB_EVENT_PSC, COUNT_GHCB_PSC, ghcb_psc },
	{ GHCB_EVENT_RESET_HOLD, COUNT_GHCB_AP, ghcb_reset_hold },
	{ GHCB_EVENT_AP_CREATION, COUNT_GHCB_AP, ghcb_ap_creation },
	{ GHCB_EVENT_JUMP_TABLE, COUNT_GHCB_AP, jump_table },
	{ GHCB_EVENT_GUEST_REQUEST, COUNT_GHCB_REQUEST, guest_request },
	{ GHCB_EVENT_EXT_REQUEST, COUNT_GHCB_REQUEST, extended_request },
	{ GHCB_EVENT_FEATURES, COUNT_GHCB_OTHER, features },
	{ GHCB_EVENT_TERMINATE, COUNT_GHCB_OTHER, terminate },
	{ GHCB_EVENT_UNSUPPORTED, COUNT_GHCB_OTHER, unsupported_vc },
	{ GHCB_EVENT_RDTSC, COUNT_GHCB_OTHER, ghcb_rdtsc },
	{ GHCB_EVENT_RDTSCP, COUNT_GHCB_OTHER, ghcb_rdtsc },
	{ GHCB_EVENT_VMMCALL, COUNT_GHCB_OTHER, vmmcall },
	{ GHCB_EVENT_READ_DR7, COUNT_GHCB_OTHER, nothing },
	{ GHCB_EVENT_WRITE_DR7, COUNT_GHCB_OTHER, nothing },
	{ GHCB_EVENT_RDPMC, COUNT_GHCB_OTHER, nothing },
	{ GHCB_EVENT_INVD, COUNT_GHCB_OTHER, nothing },
	{ GHCB_EVENT_WBINVD, COUNT_GHCB_OTHER, nothing },
	{ GHCB_EVENT_MONITOR, COUNT_GHCB_OTHER, nothing },
	{ GHCB_EVENT_MWAIT, COUNT_GHCB_OTHER, nothing },
	{ GHCB_EVENT_NMI_COMPLETE, COUNT_GHCB_OTHER, nothing },
};

static void dispatch(struct ghcb_call *call)
{
	for (u32 i = 0; i < ARRAY_COUNT(event_kinds); i++) {
		if (event_kinds[i].code != call->code)
			continue;
		count(event_kinds[i].counter);
		event_kinds[i].handle(call);
		return;
	}
	rule_broken(call->vcpu, RULE_GHCB_EVENT, call->code);
	ghcb_malformed(call, GHCB_ERROR_EVENT);
}

static void check_version(struct ghcb_call *call)
{
	u16 version = call->page->version;

	if (version < GHCB_VERSION_MIN || version > GHCB_VERSION_MAX)
		rule_broken(call->vcpu, RULE_GHCB_VERSION, version);
}

static void process(struct ghcb_call *call)
{
	struct vcpu *v = call->vcpu;

	if (call->gpa != v->ghcb_registered) {
		rule_broken(v, RULE_GHCB_UNREGISTERED, call->gpa);
		ghcb_malformed(call, GHCB_ERROR_NOT_REGISTERED);
		return;
	}
	if (call->page->usage) {
		rule_broken(v, RULE_GHCB_USAGE, call->page->usage);
		ghcb_malformed(call, GHCB_ERROR_USAGE);
		return;
	}
	check_version(call);
	if (!has(call, 0, GHCB_FIELD(exit_code) | GHCB_FIELD(exit_info_1) |
			  GHCB_FIELD(exit_info_2)) || !has_event_fields(call)) {
		rule_broken(v, RULE_GHCB_FIELDS, call->code);
		ghcb_malformed(call, GHCB_ERROR_MISSING);
		return;
	}
	dispatch(call);
}

void ghcb_answer(struct ghcb_call *call)
{
	struct ghcb *g = call->page;

	lies_ghcb_answer(call);
	g->rax = call->rax;
	g->rbx = call->rbx;
	g->rcx = call->rcx;
	g->rdx = call->rdx;
	g->exit_info_1 = call->answer1;
	g->exit_info_2 = call->answer2;
	g->valid[0] |= 1ull << GHCB_RAX_BIT;
	g->valid[1] |= GHCB_FIELD(rbx) | GHCB_FIELD(rcx) | GHCB_FIELD(rdx) |
		       GHCB_FIELD(exit_info_1) | GHCB_FIELD(exit_info_2);
	lies_after_answer(call);
	trace_line(call->vcpu, "GHCB 0x%lx info1=0x%lx info2=0x%lx -> 0x%lx 0x%lx", call->code,
		   call->info1, call->info2, call->answer1, call->answer2);
}

void ghcb_exit(struct vcpu *v)
{
	struct ghcb_call call = { .vcpu = v, .gpa = v->ghcb_msr & ~npt_cbit_mask() };
	const struct rmp_entry *e = rmp_peek(call.gpa);

	if (!call.gpa || !gmem_is_backed(call.gpa)) {
		rule_broken(v, RULE_GHCB_UNREGISTERED, call.gpa);
		return;
	}
	if (!e || !e->is_shared)
		rule_broken(v, RULE_GHCB_PRIVATE, call.gpa);
	call.page = (struct ghcb *)gmem_shared_ptr(call.gpa);
	snapshot(&call);
	process(&call);
	if (v->state == VCPU_RUNNING)
		ghcb_answer(&call);
}

u8 *ghcb_scratch(struct ghcb_call *call, u64 bytes, u64 *available)
{
	u64 begin = call->gpa + offsetof(struct ghcb, buffer);
	u64 end = begin + sizeof(call->page->buffer);

	if (call->scratch < begin || call->scratch >= end || bytes > end - call->scratch) {
		rule_broken(call->vcpu, RULE_GHCB_SCRATCH, call->scratch);
		ghcb_malformed(call, GHCB_ERROR_SCRATCH);
		return NULL;
	}
	if (available)
		*available = end - call->scratch;
	return call->page->buffer + (call->scratch - begin);
}
