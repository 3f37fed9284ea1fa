/*
 * The SEV-SNP host in unit tests, behind the seam hw.h: VMGEXIT by MSR and by page, PVALIDATE and
 * RMPADJUST over the page model of rmp.h. Honest as KVM is; strict with its guest: a request that the
 * specification forbids fails the test. Then one lie at a time. GHCB specification 56421.
 */
#ifndef FAKE_HYPERVISOR_H
#define FAKE_HYPERVISOR_H

#include "firmware/sev/ghcb_abi.h"
#include "lib/range.h"

enum hypervisor_lie {
	HV_HONEST,
	/* MSR protocol */
	HV_MSR_CODE,      /* bits 11:0 of the response are `value` */
	HV_MSR_BITS,      /* `value` is ORed into the response */
	HV_MSR_RESPONSE,  /* the response is `value` */
	HV_MSR_UNCHANGED, /* the response is the request */
	HV_VERSIONS,      /* SEV info: `value` = minimum << 16 | maximum */
	HV_C_BIT,         /* SEV info: position `value` */
	HV_FEATURES,      /* hypervisor features: bitmap `value` */
	HV_REGISTER_GFN,  /* registration answers with GFN `value` (all ones: refused) */
	/* page protocol */
	HV_PAGE_RESULT,   /* SW_EXITINFO1 is `value` */
	HV_PAGE_EXCEPTION, /* "raise exception": SW_EXITINFO1 is 1, SW_EXITINFO2 `value` */
	HV_PAGE_MALFORMED, /* "malformed input": SW_EXITINFO1 is 2, SW_EXITINFO2 `value` */
	HV_PAGE_INFO_2,   /* SW_EXITINFO2 is `value` */
	HV_PAGE_INVALID,  /* the valid bits of `value` (in the bitmap's high word) are clear */
	HV_PAGE_NO_RAX,   /* the valid bit of RAX is clear */
	HV_PAGE_SILENT,   /* nothing is done and nothing written */
	HV_IN_WIDE,       /* IN: ones above the operand's size */
	/* page-state change; `value` is a number of entries or exits */
	HV_PSC_PARTIAL,   /* at most `value` entries per exit: honest, an interrupted host */
	HV_PSC_STALLED,   /* nothing in the first `value` exits of a list */
	HV_PSC_BACKWARDS, /* one entry, then the counter goes back */
	HV_PSC_BEYOND,    /* the counter ends `value` behind the end */
	HV_PSC_LAST,      /* the index of the last entry is `value` more */
	HV_PSC_RESERVED,  /* the header's reserved field is `value` */
	HV_PSC_REWRITTEN, /* done; then all entries name the page at `value` */
	HV_PSC_NOT_DONE,  /* reports success, but a page that should be private stays as it was */
	HV_PSC_SMASHED,   /* done, but in 4 KiB pages */
	/* the RMP's answers; `value` as HV_PVALIDATE_ANSWER */
	HV_PVALIDATE,     /* any size */
	HV_PVALIDATE_2M,
	HV_PVALIDATE_4K,
	HV_SMASH_FLIPS,   /* every other 2 MiB page is 4 KiB pages */
	HV_RMPADJUST,     /* EAX is `value` */
};
#define HV_PVALIDATE_ANSWER(code, carry) ((u64)(carry) << 32 | (code))
#define HV_GFN_NONE ((1ull << 52) - 1)

#define HV_C_BIT_HONEST 51u

/* After machine_reset: an honest host, no RAM, protocol 1 to 2, all features that the shim knows. */
void hypervisor_reset(void);

/* Tell `lie` from the exchange (of the lie's kind) number `after` on, counted from 0. */
void hypervisor_lie(enum hypervisor_lie lie, u64 value);
void hypervisor_lie_after(enum hypervisor_lie lie, u64 value, u32 after);

/* False as long as the lie still waits for its exchange. */
bool hypervisor_has_lied(void);

/* Called with the pages before each page-state change to private and before each PVALIDATE. */
void hypervisor_set_witness(void (*witness)(struct range pages));

/* Who serves guest requests; gives SW_EXITINFO2. NULL, after hypervisor_reset: nobody. */
void hypervisor_set_psp(u64 (*psp)(struct ghcb_page *page));

/* The GHCB's page as the guest left it at the last exit. */
const struct ghcb_page *hypervisor_last_page(void);

/* Where the guest registered its GHCB; all ones before. */
u64 hypervisor_ghcb_gpa(void);

/* Shares and registers a page for tests that start with a GHCB in use. */
void hypervisor_give_ghcb(u64 gpa);

/* For tests that may leave a GHCB in use. */
int hypervisor_teardown(void **state);

#endif
