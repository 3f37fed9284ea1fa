/* walk.c - software page walk. Tables are read as private memory whatever their C-bit, as on SNP. */
#include "walk.h"
#include "gmem.h"
#include "npt.h"
#include "rmp.h"
#include "str.h"
#include "tlb.h"
#include "vcpu.h"
#include "x86.h"

#define TABLE_ADDRESS 0x000ffffffffff000ull

enum { PTE_PRESENT = 1, PTE_LARGE = 0x80 };

static const void *table_ptr(u64 gpa)
{
	gpa &= ~npt_cbit_mask();
	if (!gmem_is_backed(gpa) || rmp_private_access(gpa) != RMP_OK)
		return NULL;
	return gmem_private_ptr(gpa);
}

static bool read_table(u64 gpa, u32 *out)
{
	const void *entry = table_ptr(gpa);

	if (entry)
		memcpy(out, entry, sizeof(*out));
	return entry != NULL;
}

static struct translation found(const u64 *leaf, u64 entry, u64 linear, unsigned int shift)
{
	u64 offset = linear & ((1ull << shift) - 1);
	u64 base = entry & TABLE_ADDRESS & ~((1ull << shift) - 1);
	u64 cbit = npt_cbit_mask();

	return (struct translation){ true, (base & cbit) != 0, (base & ~cbit) | offset, leaf };
}

static struct translation walk_pae(const struct vcpu *v, u64 linear)
{
	bool is_long = (v->vmcb->efer & EFER_LMA) != 0;
	unsigned int shift = !is_long ? 30 : v->vmcb->cr4 & CR4_LA57 ? 48 : 39;
	u64 table = v->vmcb->cr3 & (is_long ? TABLE_ADDRESS : 0xffffffe0u);
	const u64 *slot;
	u64 entry;

	for (;; shift -= 9) {
		slot = table_ptr(table + ((linear >> shift) & 511) * 8);
		if (!slot)
			break;
		entry = *slot;
		if (!(entry & PTE_PRESENT))
			break;
		if (shift == 12 || ((entry & PTE_LARGE) && (shift == 21 || shift == 30)))
			return found(slot, entry, linear, shift);
		table = entry & TABLE_ADDRESS;
	}
	return (struct translation){ 0 };
}

static struct translation walk_32bit(const struct vcpu *v, u32 linear)
{
	u32 entry;

	if (!read_table((v->vmcb->cr3 & ~0xfffull) + (linear >> 22) * 4, &entry) ||
	    !(entry & PTE_PRESENT))
		return (struct translation){ 0 };
	if (entry & PTE_LARGE)
		return (struct translation){ true, true, (entry & 0xffc00000) |
							 (linear & 0x3fffff), NULL };
	if (!read_table((entry & ~0xfffu) + ((linear >> 12) & 1023) * 4, &entry) ||
	    !(entry & PTE_PRESENT))
		return (struct translation){ 0 };
	return (struct translation){ true, true, (entry & ~0xfffu) | (linear & 0xfff), NULL };
}

struct translation walk(const struct vcpu *v, u64 linear)
{
	if (!vcpu_is_paging(v))
		return (struct translation){ true, true, (u32)linear, NULL };
	if (v->vmcb->cr4 & CR4_PAE)
		return walk_pae(v, linear);
	return walk_32bit(v, (u32)linear);
}

u32 guest_read(const struct vcpu *v, u64 linear, void *to, u32 len, bool fetch)
{
	u32 done = 0;

	while (done < len) {
		u32 n = PAGE_BYTES - (u32)((linear + done) % PAGE_BYTES);
		const u8 *from = tlb_pointer(v, linear + done, fetch);

		if (!from)
			break;
		n = n < len - done ? n : len - done;
		memcpy((u8 *)to + done, from, n);
		done += n;
	}
	return done;
}

bool guest_write(const struct vcpu *v, u64 linear, const void *from, u32 len)
{
	u32 done = 0;

	while (done < len) {
		u32 n = PAGE_BYTES - (u32)((linear + done) % PAGE_BYTES);
		u8 *to = tlb_pointer(v, linear + done, false);

		if (!to)
			return false;
		n = n < len - done ? n : len - done;
		memcpy(to, (const u8 *)from + done, n);
		done += n;
	}
	return true;
}
