/*
 * cpuid_table.c - guest CPUID. TCG (7.2) has no XSAVEC/XSAVES, which SNP's leaf 0xD rules need, so
 * everything that builds on XSAVE is hidden; MONITOR would make firmware park CPUs where the host
 * cannot see them; CMPXCHG16B computes wrong flags on QEMU 7.2.
 */
#include "cpuid_table.h"
#include "npt.h"
#include "str.h"

enum {
	MAX_STANDARD_LEAF = 0xb,
	LEAF1_ECX_HIDDEN = 1 << 3 | 1 << 12 | 1 << 13 | 1 << 26 | 1 << 27 | 1 << 28 | 1 << 29,
	LEAF7_EBX_HIDDEN = 1 << 5 | 1 << 14 | 1 << 16,
	LEAF7_ECX_HIDDEN = 1 << 3 | 1 << 4 | 1 << 9 | 1 << 10 | 1 << 16,
	LEAF81_ECX_HIDDEN = 1 << 2 | 1 << 6 | 1 << 11 | 1 << 16,	/* SVM, SSE4A.., XOP, FMA4 */
	SEV_LEAF_EAX = 1 << 1 | 1 << 3 | 1 << 4,
	SEV_LEAF_EBX_REDUCTION = 1 << 6,
	CPUID_PAGE_MAX_ENTRIES = 64,
};

struct cpuid_result guest_cpuid(u32 leaf, u32 subleaf)
{
	struct cpuid_result r = cpuid(leaf, subleaf);

	switch (leaf) {
	case 0:
		r.eax = r.eax < MAX_STANDARD_LEAF ? r.eax : MAX_STANDARD_LEAF;
		break;
	case 1:
		r.ecx &= ~(u32)LEAF1_ECX_HIDDEN;
		break;
	case 7:
		r.ebx &= ~(u32)LEAF7_EBX_HIDDEN;
		r.ecx &= ~(u32)LEAF7_ECX_HIDDEN;
		r.edx = 0;
		break;
	case 0x80000000:
		if (r.eax < 0x8000001f)
			r.eax = 0x8000001f;
		break;
	case 0x80000001:
		r.ecx &= ~(u32)LEAF81_ECX_HIDDEN;
		break;
	case 0x8000000a:
		r = (struct cpuid_result){ 0 };
		break;
	case 0x8000001f:
		r = (struct cpuid_result){ SEV_LEAF_EAX,
			(u32)__builtin_ctzll(npt_cbit_mask()) | SEV_LEAF_EBX_REDUCTION, 0, 0 };
		break;
	default:
		if (leaf > MAX_STANDARD_LEAF && leaf < 0x40000000)
			r = (struct cpuid_result){ 0 };
	}
	return r;
}

struct page_entry {
	u32 eax_in, ecx_in;
	u64 xcr0_in, xss_in;
	u32 eax, ebx, ecx, edx;
	u64 reserved_28;
};
_Static_assert(sizeof(struct page_entry) == 48, "CPUID page entry");

struct cpuid_page {
	u32 count, reserved_04;
	u64 reserved_08;
	struct page_entry entry[CPUID_PAGE_MAX_ENTRIES];
};

static void add(struct cpuid_page *p, u32 leaf, u32 subleaf)
{
	struct cpuid_result r = guest_cpuid(leaf, subleaf);
	struct page_entry *e = &p->entry[p->count];

	if (p->count == CPUID_PAGE_MAX_ENTRIES || !(r.eax | r.ebx | r.ecx | r.edx))
		return;
	*e = (struct page_entry){ .eax_in = leaf, .ecx_in = subleaf, .eax = r.eax, .ebx = r.ebx,
				  .ecx = r.ecx, .edx = r.edx };
	p->count++;
}

void cpuid_page_fill(u8 *page)
{
	struct cpuid_page *p = (struct cpuid_page *)(void *)page;
	u32 last = guest_cpuid(0x80000000, 0).eax;

	memset(page, 0, PAGE_BYTES);
	for (u32 leaf = 0; leaf <= MAX_STANDARD_LEAF; leaf++)
		for (u32 sub = 0; sub < (leaf == 4 ? 4u : leaf == 0xb ? 2u : 1u); sub++)
			add(p, leaf, sub);
	for (u32 leaf = 0x40000000; leaf <= 0x40000001; leaf++)
		add(p, leaf, 0);
	for (u32 leaf = 0x80000000; leaf <= last; leaf++)
		for (u32 sub = 0; sub < (leaf == 0x8000001d ? 4u : 1u); sub++)
			add(p, leaf, sub);
}
