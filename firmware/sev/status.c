/*
 * Feature negotiation by SEV_STATUS. Pure. The MSR cannot be intercepted, so its value is the CPU's.
 */
#include "firmware/sev/status.h"

#include "firmware/sev/snp_abi.h"
#include "lib/panic.h"

enum standing { IMPLEMENTED, HARMLESS, NEEDED };

#define ALLOWED_BIT(name, bit, standing) | ((standing) == NEEDED ? 0 : 1ull << (bit))

u64 sev_status_refused(void)
{
	return ~(0 SEV_FEATURES(ALLOWED_BIT));
}

enum err sev_status_check(u64 sev_status, enum sev_guest *guest)
{
	u64 refused = sev_status & sev_status_refused();

	*guest = SEV_GUEST_NONE;
	if (sev_status == 0)
		return OK;
	if (!(sev_status & SEV_STATUS_SNP))
		return fault(ERR_NOT_SNP, sev_status, 0);
	if (refused != 0)
		return fault(ERR_SNP_FEATURES, refused, sev_status);
	*guest = SEV_GUEST_SNP;
	return OK;
}
