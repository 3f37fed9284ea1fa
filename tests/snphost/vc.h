/* vc.h - delivers #VC (vector 29, with an error code) to the guest in software. */
#ifndef SNPHOST_VC_H
#define SNPHOST_VC_H

#include "types.h"

struct vcpu;

/* Raises #VC at the present RIP. Ends the run when the guest has nowhere to take it. */
void vc_raise(struct vcpu *v, u32 error_code);

#endif
