/* The reverse map table in unit tests; see the header. */
#include "tests/fake/rmp.h"

#include "firmware/sev/snp_abi.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define REGIONS_MAX 8u

struct rmp_region {
	struct range range;
	u8 *host;
	struct rmp_page *pages;
};

static struct rmp_region regions[REGIONS_MAX];
static u32 region_count;
static bool is_traced;

void rmp_reset(void)
{
	for (u32 i = 0; i < region_count; i++)
		free(regions[i].pages);
	region_count = 0;
	is_traced = false;
}

static bool device_may_touch(u64 gpa, u64 bytes)
{
	struct range pages = { align_down(gpa, PAGE_SIZE), align_up(gpa + bytes, PAGE_SIZE) };

	return rmp_is(pages, RMP_SHARED);
}

u8 *rmp_ram(u64 gpa, u64 bytes)
{
	struct rmp_region *region = &regions[region_count++];

	assert_true(region_count <= REGIONS_MAX);
	assert_true(is_aligned(gpa, PAGE_SIZE) && is_aligned(bytes, PAGE_SIZE));
	region->range = (struct range){ gpa, gpa + bytes };
	region->host = machine_ram_of_model(gpa, bytes, device_may_touch);
	region->pages = calloc(bytes / PAGE_SIZE, sizeof(*region->pages));
	assert_non_null(region->pages);
	return region->host;
}

static struct rmp_region *region_of(u64 gpa)
{
	for (u32 i = 0; i < region_count; i++)
		if (gpa >= regions[i].range.start && gpa < regions[i].range.end)
			return &regions[i];
	return NULL;
}

static struct rmp_page *page_at(u64 gpa)
{
	struct rmp_region *region = region_of(gpa);

	return region != NULL ? &region->pages[(gpa - region->range.start) / PAGE_SIZE] : NULL;
}

const struct rmp_page *rmp_page(u64 gpa)
{
	return page_at(gpa);
}

static void protect(struct range pages, int protection)
{
	struct rmp_region *region = region_of(pages.start);

	assert_int_equal(mprotect(region->host + (pages.start - region->range.start),
				  range_bytes(pages), protection), 0);
}

void rmp_protect(u64 gpa, bool is_open)
{
	u64 page = align_down(gpa, PAGE_SIZE);

	protect((struct range){ page, page + PAGE_SIZE },
		is_open ? PROT_READ | PROT_WRITE : PROT_NONE);
}

void rmp_trace(bool traced)
{
	is_traced = traced;
	for (u32 i = 0; i < region_count; i++)
		for (u64 gpa = regions[i].range.start; gpa < regions[i].range.end; gpa += PAGE_SIZE)
			if (page_at(gpa)->state == RMP_SHARED || page_at(gpa)->state == RMP_VALIDATED)
				rmp_protect(gpa, !traced);
}

/* All pages of `pages` change; what they hold afterwards is the host's choice. */
static void set_state(struct range pages, enum rmp_state state, bool is_large)
{
	bool is_open = state == RMP_SHARED || state == RMP_VALIDATED;
	struct rmp_region *region = region_of(pages.start);

	if (region == NULL || !range_contains(region->range, pages))
		fail_msg("no RAM at %#llx", (unsigned long long)pages.start);
	for (u64 gpa = pages.start; gpa < pages.end; gpa += PAGE_SIZE) {
		page_at(gpa)->state = state;
		page_at(gpa)->is_large = is_large;
		if (state == RMP_VALIDATED)
			page_at(gpa)->validations++;
	}
	if (is_open) {
		protect(pages, PROT_READ | PROT_WRITE);
		memset(region->host + (pages.start - region->range.start), MACHINE_GARBAGE,
		       range_bytes(pages));
	}
	if (!is_open || is_traced)
		protect(pages, PROT_NONE);
}

static struct range page_range(u64 gpa)
{
	return (struct range){ gpa, gpa + PAGE_SIZE };
}

void rmp_launch(struct range pages)
{
	set_state(pages, RMP_VALIDATED, false);
	memset(phys_ptr(pages.start, range_bytes(pages)), 0, range_bytes(pages));
}

void rmp_assign(struct range pages, bool is_large)
{
	for (u64 gpa = pages.start; gpa < pages.end; gpa += PAGE_SIZE) {
		if (page_at(gpa) == NULL)
			fail_msg("no RAM to assign at %#llx", (unsigned long long)gpa);
		if (page_at(gpa)->state == RMP_HOST || page_at(gpa)->state == RMP_SHARED)
			set_state(page_range(gpa), RMP_ASSIGNED, is_large);
	}
}

void rmp_share(struct range pages)
{
	set_state(pages, RMP_SHARED, false);
}

void rmp_remap(struct range pages)
{
	set_state(pages, RMP_ASSIGNED, false);
}

void rmp_smash(struct range pages)
{
	for (u64 gpa = pages.start; gpa < pages.end; gpa += PAGE_SIZE)
		page_at(gpa)->is_large = false;
}

static struct hw_pvalidate validate_pages(struct range pages)
{
	bool was_validated = rmp_is(pages, RMP_VALIDATED);

	if (!was_validated)
		set_state(pages, RMP_VALIDATED, page_at(pages.start)->is_large);
	return (struct hw_pvalidate){ PVALIDATE_SUCCESS, was_validated };
}

struct hw_pvalidate rmp_pvalidate(u64 gpa, u32 size)
{
	struct range pages = { gpa, gpa + (size != 0 ? PAGE_SIZE_2M : PAGE_SIZE) };

	if (!is_aligned(gpa, range_bytes(pages)))
		return (struct hw_pvalidate){ PVALIDATE_FAIL_INPUT, 0 };
	for (u64 at = gpa; at < pages.end; at += PAGE_SIZE)
		if (page_at(at) != NULL && page_at(at)->state < RMP_ASSIGNED)
			page_at(at)->implicit++;
	rmp_assign(pages, false);
	if (size == 0) /* the host breaks up a 2 MiB entry unseen by the guest */
		rmp_smash((struct range){ gpa, gpa + PAGE_SIZE });
	else if (!page_at(gpa)->is_large)
		return (struct hw_pvalidate){ PVALIDATE_FAIL_SIZE_MISMATCH, 0 };
	return validate_pages(pages);
}

bool rmp_is(struct range pages, enum rmp_state state)
{
	for (u64 gpa = pages.start; gpa < pages.end; gpa += PAGE_SIZE)
		if (page_at(gpa) == NULL || page_at(gpa)->state != state)
			return false;
	return true;
}

u64 rmp_bytes(enum rmp_state state)
{
	u64 bytes = 0;

	for (u32 i = 0; i < region_count; i++)
		for (u64 gpa = regions[i].range.start; gpa < regions[i].range.end; gpa += PAGE_SIZE)
			bytes += page_at(gpa)->state == state ? PAGE_SIZE : 0;
	return bytes;
}

bool rmp_validated_once(void)
{
	for (u32 i = 0; i < region_count; i++)
		for (u64 gpa = regions[i].range.start; gpa < regions[i].range.end; gpa += PAGE_SIZE)
			if (page_at(gpa)->validations > 1)
				return false;
	return true;
}
