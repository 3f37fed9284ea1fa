/* exits.h - what each exit leads to. One file per kind; svm_exit.c dispatches. */
#ifndef SNPHOST_EXITS_H
#define SNPHOST_EXITS_H

#include "insn.h"
#include "types.h"

struct vcpu;

/* svm_exit.c */
void exit_handle(struct vcpu *v);
/* Decodes the instruction at RIP. */
struct insn exit_instruction(const struct vcpu *v);

/* npf.c */
void exit_npf(struct vcpu *v);
/* Takes back the C=0 aliases that page walks and fetches were given. */
void npf_drop_lenient(void);
/* pvalidate.c: #UD. Reflects it when it is not an SNP instruction. */
void exit_ud(struct vcpu *v);
/* msr.c */
void exit_msr(struct vcpu *v);
void msrpm_init(u8 *msrpm);
/* cr0.c */
void exit_write_cr0(struct vcpu *v);
/* ghcb_msr.c: VMGEXIT; chooses MSR or page protocol by the MSR's low bits. */
void exit_vmgexit(struct vcpu *v);
/* The SEV info response; also what KVM presets the MSR with at reset. */
u64 ghcb_msr_info(u32 cbit);

#endif
