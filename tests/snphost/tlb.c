/*
 * tlb.c - see tlb.h. Only private pages are remembered. A translation is used only while CR3 and
 * the leaf entry that made it are unchanged and no page changed its state; a guest that swaps
 * tables above the leaf of its own code, stack or descriptor tables would go unnoticed.
 */
#include "tlb.h"
#include "gmem.h"
#include "rmp.h"
#include "vcpu.h"
#include "walk.h"

enum { SLOTS = 32 };

static struct slot {
	u64 cr3, linear_page;
	const u64 *leaf;	/* the guest's own table entry */
	u64 leaf_value;
	u8 *page;
} slots[MAX_VCPUS][SLOTS];
static bool is_empty = true;

void tlb_forget(void)
{
	if (is_empty)
		return;
	for (u32 i = 0; i < vcpu_count; i++)
		for (u32 k = 0; k < SLOTS; k++)
			slots[i][k].page = NULL;
	is_empty = true;
}

static u8 *page_pointer(struct translation t, bool fetch)
{
	const struct rmp_entry *e;

	if (!t.present || !gmem_is_backed(t.gpa))
		return NULL;
	if (t.is_private || fetch)
		return rmp_private_access(t.gpa) == RMP_OK ? gmem_private_ptr(t.gpa) : NULL;
	e = rmp_peek(t.gpa);
	return e && e->is_shared ? gmem_shared_ptr(t.gpa) : NULL;
}

static u8 *find(const struct vcpu *v, u64 page, bool fetch, struct slot *s)
{
	struct translation t = walk(v, page);
	u8 *found = page_pointer(t, fetch);

	if (found && t.is_private && t.leaf) {
		*s = (struct slot){ v->vmcb->cr3, page, t.leaf, *t.leaf, found };
		is_empty = false;
	}
	return found;
}

u8 *tlb_pointer(const struct vcpu *v, u64 linear, bool fetch)
{
	u64 page = page_of(linear);
	struct slot *s = &slots[v->index][(page >> 12) % SLOTS];
	u8 *found;

	if (s->page && s->cr3 == v->vmcb->cr3 && s->linear_page == page &&
	    *s->leaf == s->leaf_value && vcpu_obeys_cbit(v))
		return s->page + linear % PAGE_BYTES;
	found = find(v, page, fetch, s);
	return found ? found + linear % PAGE_BYTES : NULL;
}
