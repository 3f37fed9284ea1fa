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
