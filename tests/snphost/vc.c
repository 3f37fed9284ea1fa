/*
 * vc.c - exception delivery by hand, because QEMU's EVENTINJ of vector 29 pushes no error code.
 * Document: APM vol. 2 ch. 8. 64-bit and 32-bit protected mode; a #VC in real mode, without an
 * IDT or without a usable stack ends the run: hardware would shut down.
 */
#include "vc.h"
#include "counters.h"
#include "trace.h"
#include "vcpu.h"
#include "verdict.h"
#include "walk.h"
#include "x86.h"

enum { GATE_INTERRUPT = 0xe, GATE_TRAP = 0xf };

struct gate {
	u64 offset;
	u16 selector;
	u8 ist, type;
	bool present;
};

static _Noreturn void undeliverable(struct vcpu *v, u32 error_code, const char *why)
{
	trace_line(v, "#VC 0x%x cannot be delivered: %s", error_code, why);
	verdict_violation(v, "vc-undeliverable", error_code, why);
}

static bool read_gate(struct vcpu *v, struct gate *g)
{
	bool is_long = (v->vmcb->efer & EFER_LMA) != 0;
	u32 bytes = is_long ? 16 : 8;
	u64 raw[2] = { 0, 0 };

	if (VECTOR_VC * bytes + bytes - 1 > v->vmcb->idtr.limit)
		return false;
	if (guest_read(v, v->vmcb->idtr.base + VECTOR_VC * bytes, raw, bytes, false) != bytes)
		return false;
	g->offset = bits(raw[0], 15, 0) | bits(raw[0], 63, 48) << 16 | raw[1] << 32;
	g->selector = (u16)bits(raw[0], 31, 16);
	g->ist = is_long ? (u8)bits(raw[0], 34, 32) : 0;
	g->type = (u8)bits(raw[0], 43, 40);
	g->present = bits(raw[0], 47, 47);
	return g->present && (g->type == GATE_INTERRUPT || g->type == GATE_TRAP);
}

static bool read_code_segment(struct vcpu *v, u16 selector, struct segment *cs)
{
	u64 raw;

	if ((selector & ~7u) + 7u > v->vmcb->gdtr.limit || (selector & ~3u) == 0 || (selector & 4))
		return false;
	if (guest_read(v, v->vmcb->gdtr.base + (selector & ~7u), &raw, 8, false) != 8)
		return false;
	cs->selector = selector & 0xfffc;
	cs->attributes = (u16)(bits(raw, 47, 40) | bits(raw, 55, 52) << 8);
	cs->base = bits(raw, 39, 16) | bits(raw, 63, 56) << 24;
	cs->limit = (u32)(bits(raw, 15, 0) | bits(raw, 51, 48) << 16);
	if (cs->attributes & (1 << 11))
		cs->limit = cs->limit << 12 | 0xfff;
	return (cs->attributes & 0x98) == 0x98;		/* present code segment */
}

/* Stack pointer the CPU would load from the 64-bit TSS: index 0-2 RSPn, 3.. IST1.. */
static bool tss_stack_64(struct vcpu *v, u32 offset, u64 *rsp)
{
	vcpu_save_segments(v);
	return guest_read(v, v->vmcb->tr.base + offset, rsp, 8, false) == 8;
}

static void enter_handler(struct vcpu *v, const struct gate *g, const struct segment *cs)
{
	v->vmcb->cs = *cs;
	v->vmcb->cpl = 0;
	v->vmcb->rip = g->offset;
	v->vmcb->rflags &= ~(u64)(RFLAGS_TF | RFLAGS_NT | RFLAGS_RF);
	if (g->type == GATE_INTERRUPT)
		v->vmcb->rflags &= ~(u64)RFLAGS_IF;
	v->vmcb->int_shadow = 0;
}

static const char *deliver_64(struct vcpu *v, const struct gate *g, const struct segment *cs,
			      u32 error_code)
{
	struct vmcb *c = v->vmcb;
	u64 rsp = c->rsp, frame[6];
	bool ok = true;

	if (g->ist)
		ok = tss_stack_64(v, 0x24 + 8u * (g->ist - 1u), &rsp);
	else if (c->cpl != 0)
		ok = tss_stack_64(v, 4, &rsp);
	if (!ok)
		return "the TSS is not readable";
	rsp = (rsp & ~15ull) - sizeof(frame);
	frame[0] = error_code;
	frame[1] = c->rip;
	frame[2] = c->cs.selector;
	frame[3] = c->rflags | RFLAGS_RF;
	frame[4] = c->rsp;
	frame[5] = c->ss.selector;
	if (!guest_write(v, rsp, frame, sizeof(frame)))
		return "the handler's stack is not writable";
	if (c->cpl != 0)
		c->ss = (struct segment){ 0, 0, 0, 0 };
	c->rsp = rsp;
	enter_handler(v, g, cs);
	return NULL;
}

static const char *deliver_32(struct vcpu *v, const struct gate *g, const struct segment *cs,
			      u32 error_code)
{
	struct vmcb *c = v->vmcb;
	u32 frame[4] = { error_code, (u32)c->rip, c->cs.selector, (u32)c->rflags | RFLAGS_RF };
	u64 rsp = (u32)(c->rsp - sizeof(frame));

	if (c->cpl != 0)
		return "#VC from 32-bit user code is not modelled";
	if (!guest_write(v, c->ss.base + rsp, frame, sizeof(frame)))
		return "the stack is not writable";
	c->rsp = rsp;
	enter_handler(v, g, cs);
	return NULL;
}

void vc_raise(struct vcpu *v, u32 error_code)
{
	const char *failure;
	struct gate g;
	struct segment cs;

	count(COUNT_VC);
	trace_line(v, "#VC 0x%x", error_code);
	if (!(v->vmcb->cr0 & CR0_PE))
		undeliverable(v, error_code, "#VC in real mode");
	if (!read_gate(v, &g))
		undeliverable(v, error_code, "no usable IDT gate for vector 29");
	if (!read_code_segment(v, g.selector, &cs))
		undeliverable(v, error_code, "the gate's code segment is not usable");
	if (v->vmcb->efer & EFER_LMA)
		failure = deliver_64(v, &g, &cs, error_code);
	else
		failure = deliver_32(v, &g, &cs, error_code);
	if (failure)
		undeliverable(v, error_code, failure);
}
