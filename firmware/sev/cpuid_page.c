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

/* First entry of the leaf and subleaf, or NULL; a wrong count makes it look at no more than the page. */
static const struct snp_cpuid_entry *entry_of(const struct snp_cpuid_page *page, u32 leaf, u32 subleaf)
{
	u32 count = page->count;

	for (u32 i = 0; i < count && i < CPUID_PAGE_ENTRIES_MAX; i++)
		if (page->entries[i].eax_in == leaf && page->entries[i].ecx_in == subleaf)
			return &page->entries[i];
	return NULL;
}

bool cpuid_page_has_sha_ni(const struct snp_cpuid_page *page)
{
	const u32 sse = CPUID_FEATURES_ECX_SSSE3 | CPUID_FEATURES_ECX_SSE41;
	const struct snp_cpuid_entry *features = entry_of(page, CPUID_LEAF_FEATURES, 0);
	const struct snp_cpuid_entry *extended = entry_of(page, CPUID_LEAF_EXTENDED_FEATURES, 0);

	return features != NULL && (features->ecx & sse) == sse && extended != NULL &&
	       (extended->ebx & CPUID_EXTENDED_FEATURES_EBX_SHA) != 0;
}
