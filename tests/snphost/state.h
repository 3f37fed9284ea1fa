/* state.h - page state changes as the host carries them out: RMP, frames, nested tables, kicks. */
#ifndef SNPHOST_STATE_H
#define SNPHOST_STATE_H

#include "types.h"

struct vcpu;

/* To guest-owned, not validated, content lost. asked = by the guest's PSC, not implicitly. */
void state_make_private(struct vcpu *v, u64 gpa, bool is_2m, bool asked);
/* To hypervisor-owned; the shared frame starts as junk, the private content is lost. */
void state_make_shared(struct vcpu *v, u64 gpa, bool is_2m, bool asked);
/* RMPUPDATE for a private page that nobody assigned yet (its content is new junk). */
void state_assign(struct vcpu *v, u64 gpa);

#endif
