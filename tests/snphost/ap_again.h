/*
 * ap_again.h - a vCPU's launch VMSA, run once more when AP creation has given the vCPU another. The guest cannot
 * take a launch VMSA away from its host, so its code may run at any time, beside everything else.
 * What it does is looked at: it may ask to be held, and nothing else.
 */
#ifndef SNPHOST_AP_AGAIN_H
#define SNPHOST_AP_AGAIN_H

#include "types.h"

struct vcpu;

/* On the vCPU's own CPU: another VMSA is about to be loaded. The first time it is the launch VMSA that goes. */
void ap_again_keep_launch(struct vcpu *v);
/* There is such a launch VMSA, and it does not run now. */
bool ap_again_is_possible(const struct vcpu *v);
void ap_again_ask(struct vcpu *v);
/* On the vCPU's own CPU, before it runs: changes VMSAs as asked. True while the launch VMSA is the one that runs. */
bool ap_again_choose(struct vcpu *v);
/* At each exit. */
void ap_again_check(struct vcpu *v);
/* AP reset hold: true when it was the launch VMSA that asked; its turn is over. */
bool ap_again_was_held(struct vcpu *v);

#endif
