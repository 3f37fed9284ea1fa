/* ap_guest.c - see ap_guest.h. */
#include "ap_guest.h"
#include "../vmsa.h"

void write_icr(struct ghcb *g, u32 value)
{
	struct ghcb_result r;

	g->scratch = GHCB_GPA + 0x800;
	*(u32 *)(void *)g->buffer = value;
	r = ghcb_do(g, GHCB_EVENT_MMIO_WRITE, 0xfee00300, 4, 0, GHCB_FIELD(scratch));
	EXPECT((u32)r.info1 == 0);
}

static void fill_vmsa(struct vmsa *m, void (*entry)(void))
{
	u64 cr3;

	for (u32 i = 0; i < PAGE_BYTES / 8; i++)
		((volatile u64 *)m)[i] = 0;
	__asm__ volatile("mov %%cr3, %0" : "=r"(cr3));
	m->cs = (struct segment){ 24, 0xa9b, 0xffffffff, 0 };
	m->ds = m->es = m->ss = (struct segment){ 16, 0xc93, 0xffffffff, 0 };
	m->ldtr = (struct segment){ 0, 0x82, 0xffff, 0 };
	m->tr = (struct segment){ 0, 0x8b, 0xffff, 0 };
	m->efer = 0x1500;
	m->cr0 = 0x80000031;
	m->cr3 = cr3;
	m->cr4 = 0x20;
	m->dr6 = 0xffff0ff0;
	m->dr7 = 0x400;
	m->rflags = 2;
	m->rip = (u64)(uintptr_t)entry;
	m->rsp = STACK_GPA + PAGE_BYTES - 8;
	m->sev_features = 1;
	m->xcr0 = 1;
	m->mxcsr = 0x1f80;
	m->x87_fcw = 0x37f;
}

void prepare_vmsa(void (*entry)(void))
{
	accept_4k(VMSA_GPA);
	accept_4k(STACK_GPA);
	fill_vmsa((struct vmsa *)(uintptr_t)VMSA_GPA, entry);
	EXPECT(rmpadjust(VMSA_GPA, false, 1 | 1 << 16) == 0);
}

u64 ap_creation(struct ghcb *g, u32 request, u64 vmsa)
{
	g->rax = 1;
	return ghcb_do(g, GHCB_EVENT_AP_CREATION, 1ull << 32 | request, vmsa,
		       1ull << GHCB_RAX_BIT, 0).info1;
}

bool wait_for(const volatile u32 *flag)
{
	for (u32 i = 0; i < BOUNDED_WAIT && !*flag; i++)
		__asm__ volatile("pause");
	return *flag;
}
