/*
 * rmp.h - the reverse map table in software: what the CPU knows about each page of guest memory.
 * One entry per 4 KiB page of guest-physical memory, bound to one backing frame. Leaves of 512
 * entries are made on first use; an absent leaf means "private attribute, not assigned".
 * Documents: APM vol. 2 ch. 15.36, SNP ABI; KVM's private attribute lives here too.
 */
#ifndef SNPHOST_RMP_H
#define SNPHOST_RMP_H

#include "types.h"

struct rmp_entry {
	u64 is_shared : 1;	/* KVM attribute: pages start private */
	u64 assigned : 1;	/* guest-owned in the RMP */
	u64 validated : 1;
	u64 large : 1;		/* part of a 2 MiB entry (set on all 512) */
	u64 vmsa : 1;
	u64 vmsa_in_use : 1;	/* a vCPU is running on it */
	u64 asked : 1;		/* the guest asked for the present state by a PSC */
	u64 has_content : 1;	/* the private frame was filled (with junk or launch data) */
	u64 launch : 1;		/* placed and validated at launch */
	u64 was_validated : 1;	/* validated at least once since launch */
	u64 perms : 15;		/* VMPL1, 2, 3: five bits each */
	u64 frame : 36;		/* page number of another backing frame; 0 = the usual one */
};
_Static_assert(sizeof(struct rmp_entry) == 8, "512 RMP entries fill a page");

enum pvalidate_code {
	PVALIDATE_OK = 0,
	PVALIDATE_FAIL_INPUT = 1,
	PVALIDATE_FAIL_PERMISSION = 2,
	PVALIDATE_FAIL_INUSE = 3,
	PVALIDATE_FAIL_SIZEMISMATCH = 6,
};

struct pvalidate_result {
	u32 eax;
	bool cf;
};

enum rmp_access {
	RMP_OK,
	RMP_IS_SHARED,		/* the host must convert first (nested page fault) */
	RMP_NOT_ASSIGNED,	/* the host must assign first (nested page fault) */
	RMP_NOT_VALIDATED,	/* #VC 0x404 */
};

/* The entry of a page; makes its leaf when there is none. */
struct rmp_entry *rmp_entry(u64 gpa);
/* The entry or NULL when nothing ever touched its 2 MiB. */
const struct rmp_entry *rmp_peek(u64 gpa);

/* What a private access to the page meets. */
enum rmp_access rmp_private_access(u64 gpa);
/* RMPUPDATE to guest-owned: not validated, no VMSA, no permissions for VMPL1-3. */
void rmp_assign(u64 gpa);
/* RMPUPDATE of a whole 2 MiB range to one large entry. gpa 2 MiB aligned. */
void rmp_assign_large(u64 gpa);
/* RMPUPDATE to hypervisor-owned. Breaks the large entry it is part of. */
void rmp_share(u64 gpa);
/* Splits a large entry: all 512 keep their state. Returns false when it was not large. */
bool rmp_psmash(u64 gpa);
/* All 512 pages private and unassigned: a 2 MiB frame may be assigned as one. */
bool rmp_is_uniform_unassigned(u64 gpa);
/* All 512 pages are shared. */
bool rmp_is_all_shared(u64 gpa);
/* All 512 pages are one large, validated entry with the usual frames: may be mapped at once. */
bool rmp_is_large_validated(u64 gpa);

/* PVALIDATE once every page in question is assigned. gpa as the CPU translated it. */
struct pvalidate_result rmp_pvalidate(u64 gpa, bool is_large, bool validate);
/* RMPADJUST by VMPL0; rdx as the guest gave it. */
u32 rmp_adjust(u64 gpa, bool is_large, u64 rdx);

/* Binds the page to another frame, as a host that re-backs memory: the new frame is not
 * validated. Returns the entry as it was, for rmp_rebind_back. */
struct rmp_entry rmp_rebind(u64 gpa, u64 frame_pa);
void rmp_rebind_back(u64 gpa, struct rmp_entry old);

/* Supplied by the target (host RAM) and by the unit test (heap): one zeroed page. */
void *rmp_new_page(void);

#endif
