/*
 * SEV_STATUS as a policy: which of its bits this firmware implements or need not know about. A bit
 * that is in no list needs an implementation the firmware lacks. docs/features.md is checked against
 * the table here.
 */
#ifndef SEV_STATUS_H
#define SEV_STATUS_H

#include "lib/err.h"

/* Name, bit, and how the firmware stands to it. */
#define SEV_FEATURES(X) \
	X("SEV", 0, IMPLEMENTED) \
	X("SEV-ES", 1, IMPLEMENTED) \
	X("SEV-SNP", 2, IMPLEMENTED) \
	X("vTOM", 3, NEEDED) \
	X("ReflectVC", 4, NEEDED) \
	X("RestrictedInjection", 5, NEEDED) \
	X("AlternateInjection", 6, NEEDED) \
	X("DebugSwap", 7, HARMLESS) \
	X("PreventHostIbs", 8, HARMLESS) \
	X("SnpBtbIsolation", 9, HARMLESS) \
	X("VmplSSS", 10, NEEDED) \
	X("SecureTSC", 11, HARMLESS) \
	X("VmgexitParameter", 12, NEEDED) \
	X("PmcVirtualization", 13, NEEDED) \
	X("IbsVirtualization", 14, HARMLESS) \
	X("GuestInterceptControl", 15, NEEDED) \
	X("VmsaRegProt", 16, NEEDED) \
	X("SmtProtection", 17, HARMLESS) \
	X("SecureAVIC", 18, NEEDED) \
	X("IbpbOnEntry", 23, HARMLESS)

enum sev_guest {
	SEV_GUEST_NONE, /* plain VM */
	SEV_GUEST_SNP,
};

/*
 * What kind of guest SEV_STATUS describes. ERR_NOT_SNP for SEV or SEV-ES without SNP;
 * ERR_SNP_FEATURES, the offending bits as the first fault detail, for a feature it lacks.
 */
MUST_CHECK enum err sev_status_check(u64 sev_status, enum sev_guest *guest);

/* The bits of SEV_STATUS that an SNP guest under this firmware must not have set. */
u64 sev_status_refused(void);

#endif
