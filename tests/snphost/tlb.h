/*
 * tlb.h - remembers where guest linear pages were found: walking the guest's tables costs more
 * than all the rest of an exit.
 */
#ifndef SNPHOST_TLB_H
#define SNPHOST_TLB_H

#include "types.h"

struct vcpu;

/*
 * Host pointer to the byte at linear, as a CPU data access or (fetch) an instruction fetch would
 * reach it; NULL when it could not. Good up to the end of the page.
 */
u8 *tlb_pointer(const struct vcpu *v, u64 linear, bool fetch);
/* Some page changed its state or frame: forget every translation. */
void tlb_forget(void);

#endif
