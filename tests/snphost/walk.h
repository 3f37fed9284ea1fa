/* walk.h - guest linear addresses: walks the guest's own page tables as the CPU would. */
#ifndef SNPHOST_WALK_H
#define SNPHOST_WALK_H

#include "types.h"

struct vcpu;

struct translation {
	bool present;
	bool is_private;	/* C=1, or no PAE paging: the access is encrypted */
	u64 gpa;		/* without the C-bit */
	const u64 *leaf;	/* the PAE table entry that says so; NULL without PAE */
};

struct translation walk(const struct vcpu *v, u64 linear);
/* Copies guest bytes as a CPU data access or (fetch) an instruction fetch would see them.
 * Returns the number of bytes copied before something was not accessible. */
u32 guest_read(const struct vcpu *v, u64 linear, void *to, u32 len, bool fetch);
bool guest_write(const struct vcpu *v, u64 linear, const void *from, u32 len);

#endif
