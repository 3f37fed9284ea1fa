/* rmp.c - the RMP model. Pure: memory comes from rmp_new_page, contents are not touched here. */
#include "rmp.h"

enum { FANOUT = 512, ROOT_SHIFT = 39, MIDDLE_SHIFT = 30, LEAF_SHIFT = 21 };

static void *root[FANOUT];

static u32 index_at(u64 gpa, unsigned int shift)
{
	return (u32)(gpa >> shift) % FANOUT;
}

static void *child(void **slot, bool create)
{
	if (!*slot && create)
		*slot = rmp_new_page();
	return *slot;
}

static struct rmp_entry *leaf_of(u64 gpa, bool create)
{
	void **middle = child(&root[index_at(gpa, ROOT_SHIFT)], create);
	void **low = middle ? child(&middle[index_at(gpa, MIDDLE_SHIFT)], create) : NULL;

	return low ? child(&low[index_at(gpa, LEAF_SHIFT)], create) : NULL;
}

struct rmp_entry *rmp_entry(u64 gpa)
{
	return leaf_of(gpa, true) + (gpa / PAGE_BYTES) % PAGES_PER_2M;
}

const struct rmp_entry *rmp_peek(u64 gpa)
{
	struct rmp_entry *leaf = leaf_of(gpa, false);

	return leaf ? leaf + (gpa / PAGE_BYTES) % PAGES_PER_2M : NULL;
}

enum rmp_access rmp_private_access(u64 gpa)
{
	const struct rmp_entry *e = rmp_peek(gpa);

	if (!e)
		return RMP_NOT_ASSIGNED;
	if (e->is_shared)
		return RMP_IS_SHARED;
	if (!e->assigned)
		return RMP_NOT_ASSIGNED;
	return e->validated ? RMP_OK : RMP_NOT_VALIDATED;
}

void rmp_assign(u64 gpa)
{
	struct rmp_entry *e = rmp_entry(gpa);
	u64 was_validated = e->was_validated;

	rmp_psmash(gpa);
	*e = (struct rmp_entry){ .assigned = 1, .was_validated = was_validated & 1 };
}

void rmp_assign_large(u64 gpa)
{
	struct rmp_entry *leaf = leaf_of(gpa, true);

	for (u32 i = 0; i < PAGES_PER_2M; i++) {
		u64 was_validated = leaf[i].was_validated;

		leaf[i] = (struct rmp_entry){ .assigned = 1, .large = 1,
					      .was_validated = was_validated & 1 };
	}
}

void rmp_share(u64 gpa)
{
	struct rmp_entry *e = rmp_entry(gpa);

	rmp_psmash(gpa);
	*e = (struct rmp_entry){ .is_shared = 1 };
}

bool rmp_psmash(u64 gpa)
{
	struct rmp_entry *leaf = leaf_of(gpa, true);

	if (!leaf[(gpa / PAGE_BYTES) % PAGES_PER_2M].large)
		return false;
	for (u32 i = 0; i < PAGES_PER_2M; i++)
		leaf[i].large = 0;
	return true;
}

bool rmp_is_uniform_unassigned(u64 gpa)
{
	const struct rmp_entry *leaf = leaf_of(gpa, false);

	for (u32 i = 0; leaf && i < PAGES_PER_2M; i++)
		if (leaf[i].is_shared || leaf[i].assigned || leaf[i].frame)
			return false;
	return true;
}

bool rmp_is_all_shared(u64 gpa)
{
	const struct rmp_entry *leaf = leaf_of(gpa, false);

	for (u32 i = 0; leaf && i < PAGES_PER_2M; i++)
		if (!leaf[i].is_shared)
			return false;
	return leaf != NULL;
}

bool rmp_is_large_validated(u64 gpa)
{
	const struct rmp_entry *leaf = leaf_of(gpa, false);

	for (u32 i = 0; leaf && i < PAGES_PER_2M; i++)
		if (!leaf[i].large || !leaf[i].validated || leaf[i].frame || leaf[i].vmsa)
			return false;
	return leaf != NULL;
}

static struct pvalidate_result set_validated(struct rmp_entry *e, u32 count, bool validate)
{
	bool unchanged = e->validated == validate;

	for (u32 i = 0; i < count; i++) {
		e[i].validated = validate & 1;
		e[i].was_validated |= validate & 1;
	}
	return (struct pvalidate_result){ PVALIDATE_OK, unchanged };
}

struct pvalidate_result rmp_pvalidate(u64 gpa, bool is_large, bool validate)
{
	struct rmp_entry *e = rmp_entry(gpa);

	if (is_large && gpa % BYTES_2M)
		return (struct pvalidate_result){ PVALIDATE_FAIL_INPUT, false };
	if (is_large && !e->large)
		return (struct pvalidate_result){ PVALIDATE_FAIL_SIZEMISMATCH, false };
	/* A 4 KiB request on a large entry exits on hardware; the host smashes and it restarts. */
	if (!is_large)
		rmp_psmash(gpa);
	return set_validated(e, is_large ? PAGES_PER_2M : 1, validate);
}

u32 rmp_adjust(u64 gpa, bool is_large, u64 rdx)
{
	struct rmp_entry *e = rmp_entry(gpa);
	u64 vmpl = bits(rdx, 7, 0), perms = bits(rdx, 15, 8);
	unsigned int shift;

	if (is_large && gpa % BYTES_2M)
		return PVALIDATE_FAIL_INPUT;
	if (is_large != e->large && is_large)
		return PVALIDATE_FAIL_SIZEMISMATCH;
	if (vmpl == 0 || vmpl > 3 || perms > 0x1f)
		return vmpl == 0 ? PVALIDATE_FAIL_PERMISSION : PVALIDATE_FAIL_INPUT;
	if (e->vmsa_in_use)
		return PVALIDATE_FAIL_INUSE;
	if (!is_large)
		rmp_psmash(gpa);
	shift = 5 * (unsigned int)(vmpl - 1);
	for (u32 i = 0; i < (is_large ? PAGES_PER_2M : 1u); i++) {
		e[i].perms = ((e[i].perms & ~(0x1full << shift)) | perms << shift) & 0x7fff;
		e[i].vmsa = bits(rdx, 16, 16) & 1;
	}
	return PVALIDATE_OK;
}

struct rmp_entry rmp_rebind(u64 gpa, u64 frame_pa)
{
	struct rmp_entry *e = rmp_entry(gpa);
	struct rmp_entry old;

	rmp_psmash(gpa);
	old = *e;
	*e = (struct rmp_entry){
		.assigned = 1,
		.asked = old.asked,
		.was_validated = old.was_validated,
		.frame = (frame_pa / PAGE_BYTES) & ((1ull << 36) - 1),
	};
	return old;
}

void rmp_rebind_back(u64 gpa, struct rmp_entry old)
{
	*rmp_entry(gpa) = old;
}
