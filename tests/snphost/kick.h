/* kick.h - gets other vCPUs out of guest mode, so that they drop stale translations or see work. */
#ifndef SNPHOST_KICK_H
#define SNPHOST_KICK_H

#include "types.h"

struct vcpu;

/* Every other vCPU in guest mode has left it when this returns (they wait for the host lock). */
void kick_others(struct vcpu *self);
/* Wakes one vCPU, in guest mode or idle in the host. Does not wait. */
void kick_one(struct vcpu *target);

/* The lock that all exit handling runs under. */
void host_lock(void);
void host_unlock(void);

#endif
