/* ap.h - a vCPU's life as KVM models it: INIT, SIPI, AP reset hold, AP creation. */
#ifndef SNPHOST_AP_H
#define SNPHOST_AP_H

#include "types.h"

struct vcpu;

/* INIT or SIPI from the guest's LAPIC for one vCPU. */
void ap_init(struct vcpu *target);
void ap_sipi(struct vcpu *target);
/* The vCPU asks to sleep until a SIPI. */
void ap_reset_hold(struct vcpu *v, bool by_ghcb);
/* True when no other vCPU can run. */
bool ap_all_others_idle(const struct vcpu *v);
/* Called without the host lock in each vCPU's loop: returns when the vCPU is to run, lock held. */
void ap_wait_until_running(struct vcpu *v);

#endif
