/*
 * own_vmsas.h - a host for guests whose firmware owns the VMSAs: with the option own-vmsas=1 a page becomes
 * a VMSA only where the image's GUIDed table says, and none once the kernel runs. Document:
 * docs/secondary-cpus.md. A breach ends the run with a violation of rule "own-vmsas".
 */
#ifndef SNPHOST_OWN_VMSAS_H
#define SNPHOST_OWN_VMSAS_H

#include "metadata.h"

struct vcpu;

/* Remembers what the image announces. */
void own_vmsas_init(const struct metadata_vmsas *announced);
/* AP creation of any kind; `gpa` is the VMSA. */
void own_vmsas_at_creation(struct vcpu *v, u64 gpa);
/* RMPADJUST of the page at `gpa`; bit 16 of `rdx` makes it a VMSA. */
void own_vmsas_at_rmpadjust(struct vcpu *v, u64 gpa, u64 rdx);

#endif
