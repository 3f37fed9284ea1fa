/*
 * Page-state changes: by the MSR protocol before there is a GHCB, in batches of up to 253 entries
 * afterwards. GHCB specification 56421, 4.1.6. Validation (PVALIDATE) is a separate step.
 */
#ifndef SEV_PSC_H
#define SEV_PSC_H

#include "firmware/sev/ghcb_abi.h"
#include "lib/err.h"
#include "lib/range.h"

/*
 * Changes all pages of `pages` (page-aligned) to private or shared, in 2 MiB entries where they are
 * aligned. ERR_PSC when the host refuses, or reports progress that cannot be; ERR_BUDGET when it
 * makes none; ERR_GHCB_*.
 */
MUST_CHECK enum err psc_change(struct range pages, enum psc_operation operation);

/*
 * The next batch of `pages` as entries; *done is where it ends. Returns the number of entries.
 * Pure; for psc_change and its tests.
 */
u32 psc_fill(struct range pages, enum psc_operation operation, u64 *entries, u64 *done);

#endif
