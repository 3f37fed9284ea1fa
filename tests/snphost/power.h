/* power.h - notices the guest switching the machine off or resetting it, to print the verdict. */
#ifndef SNPHOST_POWER_H
#define SNPHOST_POWER_H

#include "types.h"

struct vcpu;

void power_watch_out(struct vcpu *v, u16 port, u32 bytes, u32 value);
void power_watch_mmio(struct vcpu *v, u64 gpa, const u8 *data, u32 bytes);

#endif
