/*
 * lapic.h - the guest's LAPIC is QEMU's real one, except that INIT and SIPI must not reach QEMU's
 * CPUs: they are snphost's own.
 */
#ifndef SNPHOST_LAPIC_H
#define SNPHOST_LAPIC_H

#include "types.h"

struct vcpu;

/* MMIO write; true when it was an INIT or SIPI and has been dealt with. */
bool lapic_filter_write(struct vcpu *v, u64 gpa, const u8 *data, u32 bytes);
/* WRMSR of the x2APIC ICR; the same. */
bool lapic_filter_icr(struct vcpu *v, u64 icr);
/* Starts QEMU's other CPUs (INIT-SIPI-SIPI, all but self, vector 0xFF). */
void lapic_start_aps(void);

#endif
