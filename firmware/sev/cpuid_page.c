/*
 * Look-up in the CPUID page. Pure.
 */
#include "firmware/sev/cpuid_page.h"

#include "lib/panic.h"

enum err cpuid_page_find(const struct snp_cpuid_page *page, u32 leaf, struct snp_cpuid_entry *entry)
{
	u32 count = page->count;

	if (count == 0 || count > CPUID_PAGE_ENTRIES_MAX)
		return fault(ERR_CPUID_PAGE, leaf, count);
	for (u32 i = 0; i < count; i++) {
		if (page->entries[i].eax_in == leaf) {
			*entry = page->entries[i];
			return OK;
		}
	}
	return fault(ERR_CPUID_PAGE, leaf, count);
}

bool cpuid_page_has_sha_ni(const struct snp_cpuid_page *page)
{
	const u32 needed_ecx = CPUID_FEATURES_ECX_SSSE3 | CPUID_FEATURES_ECX_SSE41;
	u32 count = page->count;
	bool has_sse = false, has_sha = false;

	for (u32 i = 0; i < count && i < CPUID_PAGE_ENTRIES_MAX; i++) {
		const struct snp_cpuid_entry *entry = &page->entries[i];

		if (entry->eax_in == CPUID_LEAF_FEATURES)
			has_sse = (entry->ecx & needed_ecx) == needed_ecx;
		if (entry->eax_in == CPUID_LEAF_EXTENDED_FEATURES && entry->ecx_in == 0)
			has_sha = (entry->ebx & CPUID_EXTENDED_FEATURES_EBX_SHA) != 0;
	}
	return has_sse && has_sha;
}
