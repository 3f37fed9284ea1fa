/*
 * pause.h - CPUs that a firmware has parked in a loop over memory. Under TCG each PAUSE takes QEMU's big lock,
 * so a few of them stop the whole machine. With the option own-vmsas=1 a vCPU that pauses again and again
 * in the firmware image sleeps until another vCPU pauses elsewhere: who waits for a parked CPU does that.
 * As with KVM's PAUSE filter, the guest can tell only by the time it takes.
 */
#ifndef SNPHOST_PAUSE_H
#define SNPHOST_PAUSE_H

struct vcpu;

/* Whether PAUSE exits from now on. Called before the vCPU goes on. */
void pause_choose(struct vcpu *v);
/* PAUSE was executed. */
void pause_exit(struct vcpu *v);
/* Ends the sleep of a vCPU that gets other work. */
void pause_wake(struct vcpu *v);

#endif
