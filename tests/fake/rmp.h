/*
 * The reverse map table in unit tests: RAM of an SEV-SNP guest whose pages have a state, and PVALIDATE
 * as the hardware answers it. Only shared and validated pages can be touched: anything else is a fault,
 * as #VC 0x404 is on the CPU, and ends the test. APM volume 2, 15.36; volume 3, PVALIDATE.
 */
#ifndef FAKE_RMP_H
#define FAKE_RMP_H

#include "firmware/cpu/hw.h"
#include "lib/range.h"

enum rmp_state {
	RMP_HOST,      /* the hypervisor's; host and guest have not spoken about it */
	RMP_SHARED,    /* the hypervisor's, by the guest's wish */
	RMP_ASSIGNED,  /* the guest's, not validated */
	RMP_VALIDATED, /* the guest's, validated */
};

struct rmp_page {
	enum rmp_state state;
	bool is_large;      /* part of a 2 MiB entry */
	u8 validations;     /* in the page's whole life, the launch counts; more than one is an attack */
	u8 implicit;        /* how often the host had to assign it because the guest validated it */
};

/* No RAM (machine_free frees the memory itself). */
void rmp_reset(void);

/* RAM at [gpa, gpa + bytes), RMP_HOST. Gives back its place in the test. */
u8 *rmp_ram(u64 gpa, u64 bytes);

/* Launch pages: zero, assigned and validated. */
void rmp_launch(struct range pages);

/* What RMPUPDATE does for the host; a page that is in the state already is left alone. */
void rmp_assign(struct range pages, bool is_large);
void rmp_share(struct range pages);

/* The host puts a fresh frame behind validated pages: assigned, not validated. */
void rmp_remap(struct range pages);

/* The host breaks the 2 MiB entry up (PSMASH). */
void rmp_smash(struct range pages);

/*
 * PVALIDATE (set) as the hardware does it. A page that is not the guest's is assigned first: its fault
 * goes to the host, which converts it, and the instruction starts again.
 */
struct hw_pvalidate rmp_pvalidate(u64 gpa, u32 size);

/* NULL where there is no RAM. */
const struct rmp_page *rmp_page(u64 gpa);

/* True if all of `pages` is RAM in `state`. */
bool rmp_is(struct range pages, enum rmp_state state);

/* Bytes of all RAM in `state`. */
u64 rmp_bytes(enum rmp_state state);

/* True if no page was ever validated more than once. */
bool rmp_validated_once(void);

/* Traced pages stay protected even when they can be touched; for access_trace.c. */
void rmp_trace(bool is_traced);
void rmp_protect(u64 gpa, bool is_open);

#endif
