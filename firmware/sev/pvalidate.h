/*
 * PVALIDATE, in the one place that may use it. APM volume 3; the cache eviction after it is AMD's
 * software workaround for stale lines of pages that were shared before
 * (docs/trust.md).
 */
#ifndef SEV_PVALIDATE_H
#define SEV_PVALIDATE_H

#include "lib/err.h"
#include "lib/range.h"

/*
 * Validates every page of `pages` (page-aligned, mapped, private by page-state change, recorded in the
 * ledger by the caller a moment ago): 2 MiB at a time where aligned, 4 KiB where the RMP says so.
 * With `evict`, reads both ends of every 4 KiB page afterwards.
 * ERR_PVALIDATE_CF: the page was validated before; ERR_PVALIDATE: a failure code; ERR_PVALIDATE_SIZE: a
 * size mismatch at 4 KiB. After an error the boot must end.
 */
MUST_CHECK enum err pvalidate_pages(struct range pages, bool evict);

#endif
