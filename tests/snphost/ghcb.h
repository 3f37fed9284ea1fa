/*
 * ghcb.h - one page-protocol call: fields snapshotted on entry, answers on the way out.
 */
#ifndef SNPHOST_GHCB_H
#define SNPHOST_GHCB_H

#include "ghcb_abi.h"
#include "types.h"

struct vcpu;

struct ghcb_call {
	struct vcpu *vcpu;
	struct ghcb *page;	/* the shared frame: the guest may write it meanwhile */
	u64 gpa;
	u64 valid[2];		/* the guest's bitmap, before it was cleared */
	u64 code, info1, info2, scratch;
	u64 rax, rbx, rcx, rdx, xcr0, xss;
	u64 answer1, answer2;
};

/* VMGEXIT with a page address in the MSR. */
void ghcb_exit(struct vcpu *v);
/* Writes the answer into the page: registers, info1, info2 and their valid bits, as KVM does. */
void ghcb_answer(struct ghcb_call *call);
/* SW_EXITINFO1 = 2 with a reason. */
void ghcb_malformed(struct ghcb_call *call, u32 reason);
/* The part of the shared buffer that scratch names; NULL (and a malformed answer) when it does
 * not begin in the buffer or is shorter than bytes. */
u8 *ghcb_scratch(struct ghcb_call *call, u64 bytes, u64 *available);

/* ghcb_io.c */
void ghcb_ioio(struct ghcb_call *call);
void ghcb_mmio(struct ghcb_call *call, bool is_write);
/* ghcb_cpu.c */
void ghcb_cpuid(struct ghcb_call *call);
void ghcb_msr_access(struct ghcb_call *call);
void ghcb_rdtsc(struct ghcb_call *call);
/* psc.c */
void ghcb_psc(struct ghcb_call *call);
/* One page by op; true when KVM would have done it. */
bool psc_one(struct vcpu *v, u64 gpa, u32 op, bool is_2m);
/* ap.c */
void ghcb_ap_creation(struct ghcb_call *call);
void ghcb_reset_hold(struct ghcb_call *call);
/* guest_request.c */
void ghcb_guest_request(struct ghcb_call *call, bool extended);

#endif
