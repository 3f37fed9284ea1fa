/*
 * SECURITY: each result is used whole. Carry means that nothing changed: the host has offered a page
 * that was validated already, so two frames could answer for one address.
 */
#include "firmware/sev/pvalidate.h"

#include "firmware/cpu/hw.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/snp_abi.h"
#include "lib/panic.h"

/* First and last byte: the CPU then drops every stale line of the page. */
static void evict_page(u64 gpa)
{
	const volatile u8 *page = phys_ptr(gpa, PAGE_SIZE);

	(void)page[0];
	(void)page[PAGE_SIZE - 1];
}

static void evict_pages(struct range pages)
{
	for (u64 gpa = pages.start; gpa < pages.end; gpa += PAGE_SIZE)
		evict_page(gpa);
}

/* OK, or why not; *mismatch when 4 KiB pages have to be tried. */
static enum err validate(u64 gpa, enum page_size size, bool *mismatch)
{
	struct hw_pvalidate result = hw_pvalidate((u64)(uintptr_t)phys_ptr(gpa, PAGE_SIZE), size);

	*mismatch = result.code == PVALIDATE_FAIL_SIZE_MISMATCH;
	if (*mismatch)
		return size == PAGE_SIZE_CODE_2M ? OK : fault(ERR_PVALIDATE_SIZE, gpa, 0);
	if (result.code != PVALIDATE_SUCCESS)
		return fault(ERR_PVALIDATE, gpa, result.code);
	if (result.carry)
		return fault(ERR_PVALIDATE_CF, gpa, size);
	return OK;
}

static enum err validate_4k(struct range pages)
{
	enum err error = OK;
	bool mismatch;

	for (u64 gpa = pages.start; gpa < pages.end && error == OK; gpa += PAGE_SIZE)
		error = validate(gpa, PAGE_SIZE_CODE_4K, &mismatch);
	return error;
}

static enum err validate_2m(struct range pages)
{
	bool mismatch;
	enum err error = validate(pages.start, PAGE_SIZE_CODE_2M, &mismatch);

	return error == OK && mismatch ? validate_4k(pages) : error;
}

/* The next piece that one instruction can take. */
static struct range next_piece(struct range pages)
{
	bool large = is_aligned(pages.start, PAGE_SIZE_2M) && range_bytes(pages) >= PAGE_SIZE_2M;

	return (struct range){ pages.start, pages.start + (large ? PAGE_SIZE_2M : PAGE_SIZE) };
}

enum err pvalidate_pages(struct range pages, bool evict)
{
	while (pages.start < pages.end) {
		struct range piece = next_piece(pages);
		bool is_large = range_bytes(piece) == PAGE_SIZE_2M;
		enum err error = is_large ? validate_2m(piece) : validate_4k(piece);

		if (error != OK)
			return error;
		if (evict)
			evict_pages(piece);
		pages.start = piece.end;
	}
	return OK;
}
