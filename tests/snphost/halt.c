/* halt.c - see halt.h. */
#include "halt.h"
#include "ap.h"
#include "vcpu.h"
#include "verdict.h"
#include "walk.h"
#include "x86.h"

enum { HLT_OPCODE = 0xf4, HLT_BYTES = 1 };

static u64 intercept(enum exit_code code)
{
	return 1ull << (code - EXIT_INTR);
}

void halt_begin(struct vcpu *v)
{
	if (!(v->vmcb->rflags & RFLAGS_IF) && ap_all_others_idle(v))
		verdict_hang(v, "HLT with interrupts off and no other vCPU running");
	v->is_at_halt = true;
	v->halt_rip = v->vmcb->rip;
}

bool halt_is_for_ever(const struct vcpu *v)
{
	return v->is_at_halt && !(v->vmcb->rflags & RFLAGS_IF);
}

/* A halted CPU does not notice the host's NMIs: back to its HLT. */
void halt_kicked(struct vcpu *v)
{
	if (v->is_at_halt && v->vmcb->rip == v->halt_rip + HLT_BYTES)
		v->vmcb->rip = v->halt_rip;
}

/* The shadow of an STI ends with the HLT. */
void halt_end(struct vcpu *v)
{
	if (v->is_at_halt && v->vmcb->rip == v->halt_rip)
		vcpu_skip(v, HLT_BYTES);
	v->is_at_halt = false;
	halt_choose(v);
}

/* An NMI of the host's may come between STI and HLT. */
static bool is_before_halt(const struct vcpu *v)
{
	u8 opcode;

	return v->vmcb->int_shadow &&
	       guest_read(v, v->vmcb->cs.base + v->vmcb->rip, &opcode, 1, true) == 1 &&
	       opcode == HLT_OPCODE;
}

void halt_choose(struct vcpu *v)
{
	bool is_first = !v->is_at_halt && is_before_halt(v);

	if (is_first)
		v->halt_rip = v->vmcb->rip;
	v->is_at_halt = (v->is_at_halt && v->vmcb->rip == v->halt_rip) || is_first;
	if (v->vmcb->event_inject & EVENT_VALID)
		v->is_at_halt = false;
	v->vmcb->intercept_instructions |= intercept(EXIT_HLT);
	v->vmcb->intercept_instructions &= ~intercept(EXIT_INTR);
	if (v->is_at_halt)
		v->vmcb->intercept_instructions ^= intercept(EXIT_HLT) | intercept(EXIT_INTR);
}
