/*
 * npt.c - nested page tables. With LA57 the C-bit is bit 51: entry 8 of the fifth level; without
 * it is bit 47: the upper half of the fourth level. Both kinds of root are kept.
 * Stale translations on other vCPUs are the caller's business (kick.c).
 */
#include "npt.h"
#include "alloc.h"
#include "tlb.h"
#include "log.h"
#include "phys.h"
#include "x86.h"

#define ADDRESS_MASK 0x000ffffffffff000ull
#define PTE_NX (1ull << 63)

enum {
	PTE_PRESENT = 1, PTE_WRITE = 2, PTE_USER = 4, PTE_LARGE = 0x80,
	PTE_AD = 0x60,		/* accessed and dirty set: no write-back while walking */
	PTE_TABLE = PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_AD,
};

static u64 pml4[2];		/* [alias]: level 4, physical */
static u64 root_cbit, root_private;
static u32 cbit_position;
static bool five_levels;

static u64 *table(u64 physical)
{
	return phys_ptr(physical & ADDRESS_MASK);
}

void npt_init(u32 cbit)
{
	cbit_position = cbit;
	five_levels = (read_cr4() & CR4_LA57) != 0;
	if (cbit != 47 && !five_levels)
		host_die("C-bit %u needs a CPU with la57; use C-bit 47", cbit);
	if (cbit < 47 || cbit > 51)
		host_die("C-bit %u: 47 to 51 are possible", cbit);
	pml4[NPT_SHARED] = alloc_page();
	pml4[NPT_PRIVATE] = alloc_page();
	root_cbit = alloc_page();
	root_private = alloc_page();
	if (five_levels) {
		table(root_cbit)[0] = pml4[NPT_SHARED] | PTE_TABLE;
		if (cbit > 47)
			table(root_cbit)[1u << (cbit - 48)] = pml4[NPT_PRIVATE] | PTE_TABLE;
		table(root_private)[0] = pml4[NPT_PRIVATE] | PTE_TABLE;
	}
}

u64 npt_cbit_mask(void)
{
	return 1ull << cbit_position;
}

u64 npt_root(bool obeys_cbit)
{
	return obeys_cbit ? root_cbit : root_private;
}

/* Makes a new level-3 table visible where four-level roots need it, or C-bit 47 in five levels. */
static void publish(enum npt_alias alias, u32 i, u64 entry)
{
	u32 at = alias == NPT_PRIVATE ? i + 256 : i;

	if (!five_levels) {
		table(root_cbit)[at] = entry;
		if (alias == NPT_PRIVATE)
			table(root_private)[i] = entry;
	} else if (cbit_position == 47 && alias == NPT_PRIVATE) {
		table(pml4[NPT_SHARED])[at] = entry;
	}
}

static u64 *level3(enum npt_alias alias, u64 gpa, bool create)
{
	u32 i = (gpa >> 39) & 0xff;
	u64 *slot = &table(pml4[alias])[i];

	if (!*slot) {
		if (!create)
			return NULL;
		*slot = alloc_page() | PTE_TABLE;
		publish(alias, i, *slot);
	}
	return &table(*slot)[(gpa >> 30) & 511];
}

static u64 *level2(enum npt_alias alias, u64 gpa, bool create)
{
	u64 *slot = level3(alias, gpa, create);

	if (!slot)
		return NULL;
	if (!*slot) {
		if (!create)
			return NULL;
		*slot = alloc_page() | PTE_TABLE;
	}
	return &table(*slot)[(gpa >> 21) & 511];
}

static u64 leaf(u64 frame, u32 flags)
{
	return frame | PTE_PRESENT | PTE_USER | PTE_AD | (flags & NPT_WRITE ? PTE_WRITE : 0) |
	       (flags & NPT_EXECUTE ? 0 : PTE_NX);
}

void npt_map_2m(enum npt_alias alias, u64 gpa, u64 frame, u32 flags)
{
	u64 *slot = level2(alias, gpa, true);

	if ((*slot & PTE_PRESENT) && !(*slot & PTE_LARGE))
		free_page(*slot & ADDRESS_MASK);
	*slot = leaf(frame, flags) | PTE_LARGE;
}

void npt_split(enum npt_alias alias, u64 gpa)
{
	u64 *slot = level2(alias, gpa, false);
	u64 large, page;

	if (!slot || !(*slot & PTE_LARGE))
		return;
	large = *slot & ~(u64)PTE_LARGE;
	page = alloc_page();
	for (u64 i = 0; i < 512; i++)
		table(page)[i] = large + i * PAGE_BYTES;
	*slot = page | PTE_TABLE;
}

static u64 *level1(enum npt_alias alias, u64 gpa, bool create)
{
	u64 *slot = level2(alias, gpa, create);

	if (!slot || (!*slot && !create))
		return NULL;
	npt_split(alias, gpa);
	if (!*slot)
		*slot = alloc_page() | PTE_TABLE;
	return &table(*slot)[(gpa >> 12) & 511];
}

void npt_map_4k(enum npt_alias alias, u64 gpa, u64 frame, u32 flags)
{
	*level1(alias, gpa, true) = leaf(frame, flags);
}

static void unmap_one(enum npt_alias alias, u64 gpa)
{
	u64 *slot = level2(alias, gpa, false);

	if (!slot || !*slot)
		return;
	if (*slot & PTE_LARGE)
		*slot = 0;
	else
		table(*slot)[(gpa >> 12) & 511] = 0;
}

void npt_unmap(u64 gpa)
{
	tlb_forget();
	unmap_one(NPT_SHARED, gpa);
	unmap_one(NPT_PRIVATE, gpa);
}

void npt_unmap_2m(u64 gpa)
{
	tlb_forget();
	for (u32 alias = 0; alias < 2; alias++) {
		u64 *slot = level2((enum npt_alias)alias, gpa, false);

		if (!slot || !*slot)
			continue;
		if (!(*slot & PTE_LARGE))
			free_page(*slot & ADDRESS_MASK);
		*slot = 0;
	}
}

void npt_allow_execute(enum npt_alias alias, u64 gpa)
{
	u64 *slot = level1(alias, gpa, false);

	if (slot && *slot)
		*slot &= ~PTE_NX;
}

bool npt_is_mapped(enum npt_alias alias, u64 gpa)
{
	u64 *slot = level2(alias, gpa, false);

	if (!slot || !*slot)
		return false;
	return (*slot & PTE_LARGE) || (table(*slot)[(gpa >> 12) & 511] & PTE_PRESENT);
}
