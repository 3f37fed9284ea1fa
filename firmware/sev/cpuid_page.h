/*
 * The CPUID page: the only source of CPUID facts under SEV-SNP. The AMD-SP has compared it with the
 * CPU at launch, but its count and order come from the host. SNP firmware ABI 56860, 8.17.2.6.
 */
#ifndef SEV_CPUID_PAGE_H
#define SEV_CPUID_PAGE_H

#include "firmware/sev/snp_abi.h"
#include "lib/err.h"

/*
 * First entry for `leaf` (not indexed) into *entry. ERR_CPUID_PAGE if the page's count is not 1 to
 * 64 or no entry has the leaf.
 */
MUST_CHECK enum err cpuid_page_find(const struct snp_cpuid_page *page, u32 leaf,
				    struct snp_cpuid_entry *entry);

/*
 * True if the CPU has what sha256_blocks_ni() needs: SHA extensions, SSSE3 and SSE4.1. False for a
 * page that does not say so.
 */
bool cpuid_page_has_sha_ni(const struct snp_cpuid_page *page);

#endif
