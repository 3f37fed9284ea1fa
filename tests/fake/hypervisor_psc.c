/* The SEV-SNP host in unit tests: page-state change by list. GHCB specification 56421, 4.1.6. */
#include "tests/fake/cmocka_all.h"
#include "tests/fake/hypervisor_state.h"

#define GPA_MASK ((1ull << PSC_ENTRY_OPERATION_SHIFT) - PAGE_SIZE)

static void change_entry(u64 entry)
{
	bool is_large = (entry & PSC_ENTRY_2M) != 0;
	u64 gpa = entry & GPA_MASK;
	u64 bytes = is_large ? PAGE_SIZE_2M : PAGE_SIZE;

	if ((entry & PSC_ENTRY_PAGE_MASK) != 0 || entry >> 57 != 0 || !is_aligned(gpa, bytes))
		fail_msg("page-state entry %#llx is malformed", (unsigned long long)entry);
	hypervisor_change_state((struct range){ gpa, gpa + bytes },
				entry >> PSC_ENTRY_OPERATION_SHIFT & 0xf, is_large);
}

/* How many entries this exit does. */
static u32 share_of(const struct psc_header *header)
{
	u32 left = header->last + 1u - header->current;

	if (header->current == 0 && hypervisor.lie == HV_PSC_STALLED &&
	    hypervisor.stalls++ < hypervisor.value)
		return 0;
	if (hypervisor_tells(HV_PSC_PARTIAL) && hypervisor.value < left)
		return (u32)hypervisor.value;
	return hypervisor_tells(HV_PSC_BACKWARDS) ? 1 : left;
}

static void rewrite(struct psc_buffer *buffer, u64 gpa)
{
	for (u32 i = 0; i < PSC_ENTRIES_MAX; i++)
		buffer->entries[i] = gpa | (u64)PSC_PRIVATE << PSC_ENTRY_OPERATION_SHIFT;
}

static void spoil(struct psc_buffer *buffer)
{
	struct psc_header *header = &buffer->header;

	if (hypervisor_tells(HV_PSC_BEYOND))
		header->current = (u16)(header->current + hypervisor.value);
	if (hypervisor_tells(HV_PSC_LAST))
		header->last = (u16)(header->last + hypervisor.value);
	if (hypervisor_tells(HV_PSC_RESERVED))
		header->reserved = (u32)hypervisor.value;
	if (hypervisor_tells(HV_PSC_REWRITTEN))
		rewrite(buffer, hypervisor.value);
}

u64 hypervisor_page_state_change(struct psc_buffer *buffer)
{
	struct psc_header *header = &buffer->header;
	u32 share;

	if (header->last >= PSC_ENTRIES_MAX || header->current > header->last ||
	    header->reserved != 0)
		fail_msg("the page-state header is malformed");
	if (hypervisor.lie == HV_PSC_BACKWARDS && header->current > 0) {
		header->current--;
		return 0;
	}
	for (share = share_of(header); share > 0; share--)
		change_entry(buffer->entries[header->current++]);
	spoil(buffer);
	return 0;
}
