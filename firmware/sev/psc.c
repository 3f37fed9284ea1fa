/*
 * The list is built and kept in private memory; the host gets a copy in the shared buffer, which it
 * may rewrite, so only its progress counter is read back, once per exit.
 */
#include "firmware/sev/psc.h"

#include "firmware/sev/ghcb.h"
#include "firmware/sev/ghcb_msr.h"
#include "lib/panic.h"

/* A host may stop midway (interrupts), but each exit has to finish at least one entry. */
#define PSC_STALLS_MAX 16u

static bool is_2m(u64 gpa, u64 end)
{
	return is_aligned(gpa, PAGE_SIZE_2M) && end - gpa >= PAGE_SIZE_2M;
}

u32 psc_fill(struct range pages, enum psc_operation operation, u64 *entries, u64 *done)
{
	u64 gpa = pages.start;
	u32 count = 0;

	while (gpa < pages.end && count < PSC_ENTRIES_MAX) {
		bool large = is_2m(gpa, pages.end);

		entries[count++] = gpa | (u64)operation << PSC_ENTRY_OPERATION_SHIFT |
				   (large ? PSC_ENTRY_2M : 0);
		gpa += large ? PAGE_SIZE_2M : PAGE_SIZE;
	}
	*done = gpa;
	return count;
}

static void copy_to_host(const u64 *entries, u32 count)
{
	volatile struct psc_buffer *buffer = ghcb_shared_buffer();

	buffer->header.current = 0;
	buffer->header.last = (u16)(count - 1);
	buffer->header.reserved = 0;
	for (u32 i = 0; i < count; i++)
		buffer->entries[i] = entries[i];
}

/* One exit; *current is the host's progress, checked against what it was before. */
static enum err advance(u32 count, u32 *current)
{
	const volatile struct psc_buffer *buffer = ghcb_shared_buffer();
	struct psc_header header;
	u64 info_2;
	enum err error = ghcb_page_state_change(&info_2);

	if (error != OK)
		return error;
	header.current = buffer->header.current;
	header.last = buffer->header.last;
	header.reserved = buffer->header.reserved;
	if (info_2 != 0)
		return fault(ERR_PSC, info_2, header.current);
	if (header.reserved != 0 || header.last != count - 1 || header.current < *current ||
	    header.current > count)
		return fault(ERR_PSC, header.current, header.last);
	*current = header.current;
	return OK;
}

static enum err run_batch(const u64 *entries, u32 count)
{
	u32 current = 0, stalls = 0;

	copy_to_host(entries, count);
	while (current < count) {
		u32 before = current;
		enum err error = advance(count, &current);

		if (error != OK)
			return error;
		if (current == before && ++stalls > PSC_STALLS_MAX)
			return fault(ERR_BUDGET, current, count);
	}
	return OK;
}

static enum err change_by_msr(struct range pages, enum psc_operation operation)
{
	enum err error = OK;

	for (u64 gpa = pages.start; gpa < pages.end && error == OK; gpa += PAGE_SIZE)
		error = ghcb_msr_change_page(gpa, operation);
	return error;
}

enum err psc_change(struct range pages, enum psc_operation operation)
{
	u64 entries[PSC_ENTRIES_MAX];
	enum err error = OK;

	if (!ghcb_is_ready())
		return change_by_msr(pages, operation);
	while (pages.start < pages.end && error == OK)
		error = run_batch(entries, psc_fill(pages, operation, entries, &pages.start));
	return error;
}
