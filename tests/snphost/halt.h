/*
 * halt.h - HLT without a lost wake-up. "sti; hlt" is safe because no interrupt comes between the two.
 * QEMU saves that interrupt shadow at an exit and forgets it at VMRUN, so an interrupt that arrived
 * meanwhile would be served first and the HLT executed after it: a CPU that was woken sleeps on.
 * So a vCPU at its HLT runs with interrupts intercepted; the first one moves RIP past the HLT.
 */
#ifndef SNPHOST_HALT_H
#define SNPHOST_HALT_H

#include "types.h"

struct vcpu;

/* Exit HLT. The vCPU goes on in QEMU's own HLT, which costs nothing while it waits. */
void halt_begin(struct vcpu *v);
/* Interrupts are off, and a guest gets no NMI here: only INIT or a new VMSA makes this vCPU run again.
 * It is not entered, for the memory under its HLT may be another kernel's by now (kexec). */
bool halt_is_for_ever(const struct vcpu *v);
/* Exit NMI. */
void halt_kicked(struct vcpu *v);
/* Exit INTR, which nobody else asks for; or INIT and SIPI, which wake an SNP vCPU and change no register of it:
 * it goes on behind its HLT. */
void halt_end(struct vcpu *v);
/* Before the next VMRUN: is the vCPU still at its HLT, or about to enter one in an interrupt shadow? */
void halt_choose(struct vcpu *v);

#endif
