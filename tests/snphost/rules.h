/*
 * rules.h - what a correct SNP guest never does. Each breach is counted and its first occurrence
 * logged; with --strict it ends the run with a violation verdict, until the kernel is
 * entered: what Linux does is not the firmware's fault (--strict-kernel keeps it on).
 */
#ifndef SNPHOST_RULES_H
#define SNPHOST_RULES_H

#include "types.h"

struct vcpu;

#define RULE_LIST(X) \
	X(UNVALIDATED, "unvalidated", "access to a private page that is not validated") \
	X(DOUBLE_VALIDATE, "double-validate", "PVALIDATE of a validated page") \
	X(RESCIND_UNVALIDATED, "rescind-unvalidated", "PVALIDATE(0) of a page not validated") \
	X(REVALIDATE, "revalidate", "page validated again without having been shared between") \
	X(IMPLICIT_SHARED, "implicit-shared", "C=0 access to a private page") \
	X(IMPLICIT_PRIVATE, "implicit-private", "C=1 access to a shared page") \
	X(SHARE_VALIDATED, "share-validated", "page shared without PVALIDATE(0) first") \
	X(UNASKED, "unasked", "private page used without a page state change to private") \
	X(PSC_NO_CHANGE, "psc-no-change", "page state change to the state the page has") \
	X(PSC_MALFORMED, "psc-malformed", "page state change request that KVM refuses") \
	X(PSC_NOT_RAM, "psc-not-ram", "page state change outside guest memory") \
	X(GHCB_UNREGISTERED, "ghcb-unregistered", "VMGEXIT with a GHCB never registered") \
	X(GHCB_PRIVATE, "ghcb-private", "VMGEXIT with a GHCB that is a private page") \
	X(GHCB_USAGE, "ghcb-usage", "GHCB usage field not 0") \
	X(GHCB_VERSION, "ghcb-version", "GHCB protocol version outside what was negotiated") \
	X(GHCB_FIELDS, "ghcb-fields", "GHCB event without its fields marked valid") \
	X(GHCB_SCRATCH, "ghcb-scratch", "GHCB scratch area outside the shared buffer") \
	X(GHCB_EVENT, "ghcb-event", "GHCB event unknown or with invalid input") \
	X(GHCB_MSR_REQUEST, "ghcb-msr-request", "unknown or malformed GHCB MSR request") \
	X(DMA_PRIVATE, "dma-private", "fw_cfg DMA descriptor or buffer in a private page") \
	X(WALK_C0, "walk-c0", "page table reached through an address without C-bit") \
	X(FETCH_C0, "fetch-c0", "instruction fetch through a C=0 mapping") \
	X(VMSA, "vmsa", "AP creation with a VMSA or arguments that KVM refuses") \
	X(AP_NEVER_STARTED, "ap-never-started", "AP_CREATE on a vCPU that was never started") \
	X(REQUEST, "request", "guest request with bad pages")

enum rule {
#define X(id, name, text) RULE_##id,
	RULE_LIST(X)
#undef X
	RULE_COUNT
};

extern u64 rule_breaches[RULE_COUNT];
extern const char *const rule_names[RULE_COUNT];

/* Counts a breach; address is what it was about. Does not return when the rule is strict. */
void rule_broken(struct vcpu *v, enum rule rule, u64 address);
/* "all" or one name, a leading "no-" takes it back. Dies on an unknown name. */
void rules_set_strict(const char *name);

#endif
