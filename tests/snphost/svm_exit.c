/*
 * svm_exit.c - the exit dispatcher. Automatic exits (APM 15.35.4) are handled here; every other
 * intercepted instruction becomes #VC with the exit code as error code.
 */
#include "exits.h"
#include "ap.h"
#include "ap_again.h"
#include "counters.h"
#include "halt.h"
#include "kick.h"
#include "lies.h"
#include "log.h"
#include "marks.h"
#include "npt.h"
#include "options.h"
#include "pause.h"
#include "trace.h"
#include "vc.h"
#include "vcpu.h"
#include "verdict.h"
#include "walk.h"
#include "x86.h"

struct insn exit_instruction(const struct vcpu *v)
{
	u8 code[INSN_MAX_BYTES];
	u32 len = guest_read(v, v->vmcb->cs.base + v->vmcb->rip, code, sizeof(code), true);

	return insn_decode(code, len, vcpu_is_64bit(v));
}

static void exit_vmmcall(struct vcpu *v)
{
	struct insn insn = exit_instruction(v);

	if (insn.kind != INSN_VMGEXIT) {
		vc_raise(v, EXIT_VMMCALL);
		return;
	}
	vcpu_skip(v, insn.bytes);
	exit_vmgexit(v);
}

/* TCG reports INVD as WBINVD. */
static void exit_wbinvd(struct vcpu *v)
{
	vc_raise(v, exit_instruction(v).kind == INSN_INVD ? EXIT_INVD : EXIT_WBINVD);
}

static void exit_nmi(struct vcpu *v)
{
	halt_kicked(v);
	take_nmi();
}

static void exit_svm_instruction(struct vcpu *v)
{
	vcpu_inject(v, VECTOR_UD, false, 0);
}

static void exit_shutdown(struct vcpu *v)
{
	verdict_shutdown(v, "triple fault");
}

static void exit_as_vc(struct vcpu *v)
{
	vc_raise(v, (u32)v->vmcb->exit_code);
}

static void exit_invalid(struct vcpu *v)
{
	verdict_violation(v, "vmrun-invalid", v->vmsa_gpa,
			  "VMRUN refuses the vCPU's state; KVM_RUN would fail");
}

/* Ordered by frequency: the list is searched. */
static const struct exit_kind {
	u64 first, last;
	enum counter counter;
	void (*handle)(struct vcpu *v);
} exit_kinds[] = {
	{ EXIT_MSR, EXIT_MSR, COUNT_EXIT_MSR, exit_msr },
	{ EXIT_IOIO, EXIT_IOIO, COUNT_EXIT_IOIO, exit_as_vc },
	{ EXIT_VMMCALL, EXIT_VMMCALL, COUNT_EXIT_VMMCALL, exit_vmmcall },
	{ EXIT_NPF, EXIT_NPF, COUNT_EXIT_NPF, exit_npf },
	{ EXIT_EXCEPTION_UD, EXIT_EXCEPTION_UD, COUNT_EXIT_UD, exit_ud },
	{ EXIT_CPUID, EXIT_CPUID, COUNT_EXIT_CPUID, exit_as_vc },
	{ EXIT_HLT, EXIT_HLT, COUNT_EXIT_HLT, halt_begin },
	{ EXIT_INTR, EXIT_INTR, COUNT_EXIT_INTR, halt_end },
	{ EXIT_NMI, EXIT_NMI, COUNT_EXIT_NMI, exit_nmi },
	{ EXIT_WRITE_CR0, EXIT_WRITE_CR0, COUNT_EXIT_CR0, exit_write_cr0 },
	{ EXIT_READ_DR7, EXIT_READ_DR7, COUNT_EXIT_OTHER, exit_as_vc },
	{ EXIT_WRITE_DR7, EXIT_WRITE_DR7, COUNT_EXIT_OTHER, exit_as_vc },
	{ EXIT_RDPMC, EXIT_RDPMC, COUNT_EXIT_OTHER, exit_as_vc },
	{ EXIT_MONITOR, EXIT_MWAIT, COUNT_EXIT_OTHER, exit_as_vc },
	{ EXIT_WBINVD, EXIT_WBINVD, COUNT_EXIT_OTHER, exit_wbinvd },
	{ EXIT_INVD, EXIT_INVD, COUNT_EXIT_OTHER, exit_wbinvd },
	{ EXIT_SHUTDOWN, EXIT_SHUTDOWN, COUNT_EXIT_OTHER, exit_shutdown },
	{ EXIT_INVLPGA, EXIT_INVLPGA, COUNT_EXIT_OTHER, exit_svm_instruction },
	{ EXIT_VMRUN, EXIT_VMRUN, COUNT_EXIT_OTHER, exit_svm_instruction },
	{ EXIT_VMLOAD, EXIT_SKINIT, COUNT_EXIT_OTHER, exit_svm_instruction },
	{ EXIT_INVALID, ~0ull, COUNT_EXIT_OTHER, exit_invalid },
};

static void dispatch(struct vcpu *v)
{
	u64 code = v->vmcb->exit_code;

	for (u32 i = 0; i < ARRAY_COUNT(exit_kinds); i++) {
		if (code < exit_kinds[i].first || code > exit_kinds[i].last)
			continue;
		count(exit_kinds[i].counter);
		exit_kinds[i].handle(v);
		return;
	}
	host_die("exit code 0x%lx (info1 0x%lx, rip 0x%lx) is not expected", code,
		 v->vmcb->exit_info_1, v->vmcb->cs.base + v->vmcb->rip);
}

/* An exit in the middle of event delivery: QEMU leaves the event here; give it back. */
static void reinject_interrupted_event(struct vcpu *v)
{
	u32 info = v->vmcb->exit_int_info;
	u32 vector = info & 0xff;

	if (!(info & EVENT_VALID) || (v->vmcb->event_inject & EVENT_VALID))
		return;
	if ((info & EVENT_TYPE_MASK) == EVENT_TYPE_SOFT)
		return;			/* RIP is still at the INT instruction */
	if ((info & EVENT_TYPE_MASK) == EVENT_TYPE_EXCEPTION && vector >= 32)
		info = vector | EVENT_TYPE_INTR | EVENT_VALID;
	if (vector == 2)
		info = vector | EVENT_TYPE_NMI | EVENT_VALID;
	v->vmcb->event_inject = info;
	v->vmcb->event_inject_error = v->vmcb->exit_int_info_error;
}

static void check_budget(struct vcpu *v)
{
	if (options.max_exits && counters[COUNT_EXITS] > options.max_exits)
		verdict_hang(v, "exit budget used up");
}

void exit_handle(struct vcpu *v)
{
	count(COUNT_EXITS);
	v->segments_saved = false;
	ap_again_check(v);
	if (v->vmcb->exit_code == EXIT_PAUSE) {
		pause_exit(v);
		return;
	}
	trace_exit(v);
	check_budget(v);
	lies_about_aps(v);
	dispatch(v);
	lies_after_exit(v);
	reinject_interrupted_event(v);
	vcpu_choose_root(v);
	halt_choose(v);
	pause_choose(v);
}
