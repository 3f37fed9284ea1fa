/* vcpu.h - one virtual CPU: its VMCB, registers, GHCB and where it is in its life. */
#ifndef SNPHOST_VCPU_H
#define SNPHOST_VCPU_H

#include "layout.h"
#include "vmcb.h"

enum gpr { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8 };

/* KVM's MP states, as far as an SNP vCPU meets them. */
enum vcpu_state {
	VCPU_UNINITIALISED,	/* never saw INIT and SIPI: AP_CREATE stays pending */
	VCPU_WAIT_FOR_SIPI,
	VCPU_RUNNING,
	VCPU_RESET_HOLD,	/* AP reset hold: waits for SIPI or AP_CREATE */
	VCPU_DESTROYED,		/* AP_DESTROY: no VMSA */
};

#define GPA_NONE (~0ull)

struct vcpu {
	u64 saved_gpr[14];	/* rbx rcx rdx rsi rdi rbp r8..r15: order known to svm.asm */
	u64 tsc_at_entry, tsc_at_exit;	/* likewise; written by svm_run */
	struct vmcb *vmcb;
	u64 vmcb_pa;
	u32 index, apic_id;
	volatile bool in_guest;
	volatile bool online;
	enum vcpu_state state;
	bool segments_saved;	/* FS, GS, TR ... of the VMCB are current */

	u64 ghcb_msr;
	u64 ghcb_registered;	/* GPA or GPA_NONE */
	bool hold_by_ghcb;	/* reset hold was asked by the page protocol */
	bool sipi_pending;	/* a SIPI woke the hold: answer nonzero */

	u64 vmsa_gpa;		/* GPA_NONE: the launch VMSA */
	bool create_pending;	/* AP_CREATE waiting for the vCPU to be started */
	bool create_on_init;
	u64 pending_vmsa_gpa;
	bool got_first_sipi;
	bool cr3_had_cbit;
	u32 pauses;		/* in a row, in the firmware image: pause.h */
	bool is_asleep;
	bool is_at_halt;	/* halt.h */
	u64 halt_rip;
	bool halt_ends;		/* SIPI: this vCPU is to leave its HLT */
	u64 trace_exits;
	u32 reported_version;	/* GHCB protocol version seen in the page */
};

extern struct vcpu vcpus[MAX_VCPUS];
extern u32 vcpu_count;

u64 gpr_read(const struct vcpu *v, unsigned int reg);
void gpr_write(struct vcpu *v, unsigned int reg, u64 value);
/* Moves RIP past an instruction the host has carried out. */
void vcpu_skip(struct vcpu *v, u32 instruction_bytes);
/* Makes vmcb->tr, fs, gs ... current. */
void vcpu_save_segments(struct vcpu *v);
/* Long mode and a 64-bit code segment. */
bool vcpu_is_64bit(const struct vcpu *v);
bool vcpu_is_paging(const struct vcpu *v);
/* The C-bit means something only with PAE paging. */
bool vcpu_obeys_cbit(const struct vcpu *v);
/* Nested root and CR0 intercept for the present paging mode. */
void vcpu_choose_root(struct vcpu *v);
void vcpu_inject(struct vcpu *v, u32 vector, bool has_error, u32 error);
struct vcpu *vcpu_by_apic_id(u32 apic_id);

/* svm.asm */
void svm_run(u64 *gpr, u64 vmcb_pa);
/* Instructions of svm_run between its two readings of the TSC. */
extern const u64 svm_run_own_instructions;
void svm_vmsave(u64 vmcb_pa);
void svm_vmload(u64 vmcb_pa);
void take_nmi(void);
void wait_for_nmi(void);

#endif
