/* counters.h - what happened how often, snapshotted at marked points of the boot. */
#ifndef SNPHOST_COUNTERS_H
#define SNPHOST_COUNTERS_H

#include "types.h"

#define COUNTER_LIST(X) \
	X(EXITS, "exits") \
	X(EXIT_CPUID, "exit.cpuid") X(EXIT_IOIO, "exit.ioio") X(EXIT_MSR, "exit.msr") \
	X(EXIT_NPF, "exit.npf") X(EXIT_UD, "exit.ud") X(EXIT_VMMCALL, "exit.vmmcall") \
	X(EXIT_NMI, "exit.nmi") X(EXIT_HLT, "exit.hlt") X(EXIT_INTR, "exit.intr") X(EXIT_CR0, "exit.cr0") \
	X(EXIT_OTHER, "exit.other") \
	X(VC, "vc") \
	X(VMGEXIT_MSR, "vmgexit.msr") X(VMGEXIT_PAGE, "vmgexit.page") \
	X(GHCB_IOIO, "ghcb.ioio") X(GHCB_MMIO, "ghcb.mmio") X(GHCB_MSR, "ghcb.msr") \
	X(GHCB_CPUID, "ghcb.cpuid") X(GHCB_PSC, "ghcb.psc") \
	X(GHCB_PSC_PRIVATE, "ghcb.psc.private") X(GHCB_AP, "ghcb.ap") \
	X(GHCB_REQUEST, "ghcb.request") X(GHCB_OTHER, "ghcb.other") \
	X(MSR_PSC, "msr.psc") X(MSR_PSC_PRIVATE, "msr.psc.private") \
	X(PSC_PRIVATE_4K, "psc.private.4k") X(PSC_PRIVATE_2M, "psc.private.2m") \
	X(PSC_SHARED_4K, "psc.shared.4k") X(PSC_SHARED_2M, "psc.shared.2m") \
	X(PV_4K_OK, "pvalidate.4k.validated") X(PV_4K_RESCIND, "pvalidate.4k.rescinded") \
	X(PV_2M_OK, "pvalidate.2m.validated") X(PV_2M_RESCIND, "pvalidate.2m.rescinded") \
	X(PV_NO_CHANGE, "pvalidate.no-change") X(PV_SIZE, "pvalidate.size-mismatch") \
	X(PV_OTHER, "pvalidate.other-failure") \
	X(PV_DECOMPRESSOR, "pvalidate.decompressor") \
	X(RMPADJUST, "rmpadjust") X(RMPQUERY, "rmpquery") X(PSMASH, "psmash") \
	X(IMPLICIT_ASSIGN, "implicit.assign") X(IMPLICIT_SHARED, "implicit.shared") \
	X(IMPLICIT_PRIVATE, "implicit.private") X(LENIENT, "lenient.c0") \
	X(KICKS, "kicks") X(FWCFG_DMA, "fwcfg.dma") X(FWCFG_DMA_BYTES, "fwcfg.dma-bytes") \
	X(LIES, "lies.told") \
	X(PAGES_VALIDATED, "pages.validated") X(PAGES_SHARED, "pages.shared") \
	X(LAUNCH_NORMAL, "launch.normal") X(LAUNCH_ZERO, "launch.zero") \
	X(LAUNCH_SECRETS, "launch.secrets") X(LAUNCH_CPUID, "launch.cpuid") \
	X(LAUNCH_VMSA, "launch.vmsa") \
	X(GUEST_INSTRUCTIONS, "guest.instructions")

enum counter {
#define X(id, name) COUNT_##id,
	COUNTER_LIST(X)
#undef X
	COUNTER_COUNT
};

enum mark { MARK_FIRMWARE, MARK_KERNEL, MARK_USERSPACE, MARK_COUNT };

extern u64 counters[COUNTER_COUNT];

static inline void count(enum counter c)
{
	counters[c]++;
}

/* Prints every nonzero counter as "summary POINT.NAME=VALUE". */
void counters_report(const char *point);
/* The first time only: remembers that the point was reached and reports. */
void counters_mark(enum mark mark);
bool counters_marked(enum mark mark);

#endif
