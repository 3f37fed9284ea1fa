/*
 * Numbers of AMD's manuals: SEV_STATUS (APM volume 2, 15.34.10) and the GHCB MSR protocol (GHCB
 * specification 56421, 2.3.1).
 */
#ifndef SEV_SNP_ABI_H
#define SEV_SNP_ABI_H

#include "lib/types.h"

#define MSR_GHCB 0xc0010130u
#define MSR_SEV_STATUS 0xc0010131u

#define SEV_STATUS_SEV (1ull << 0)
#define SEV_STATUS_ES (1ull << 1)
#define SEV_STATUS_SNP (1ull << 2)

#define GHCB_MSR_TERMINATE 0x100ull

#endif
