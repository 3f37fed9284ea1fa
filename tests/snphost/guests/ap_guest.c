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

struct table_register {
	u16 limit;
	u64 base;
} __attribute__((packed));

static struct segment table_of(const struct table_register *r)
{
	return (struct segment){ 0, 0, r->limit, r->base };
}

static void fill_vmsa(struct vmsa *m, void (*entry)(void))
{
	struct table_register gdtr, idtr;
	u64 cr3;

	for (u32 i = 0; i < PAGE_BYTES / 8; i++)
		((volatile u64 *)m)[i] = 0;
	__asm__ volatile("mov %%cr3, %0" : "=r"(cr3));
	__asm__ volatile("sgdt %0" : "=m"(gdtr));
	__asm__ volatile("sidt %0" : "=m"(idtr));
	m->gdtr = table_of(&gdtr);
	m->idtr = table_of(&idtr);
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

void prepare_another_vmsa(u64 gpa, void (*entry)(void))
{
	accept_4k(gpa);
	fill_vmsa((struct vmsa *)(uintptr_t)gpa, entry);
	EXPECT(rmpadjust(gpa, false, 1 | 1 << 16) == 0);
}

void prepare_vmsa(void (*entry)(void))
{
	accept_4k(STACK_GPA);
	prepare_another_vmsa(VMSA_GPA, entry);
}

u64 ap_creation(struct ghcb *g, u32 request, u64 vmsa)
{
	g->rax = 1;
	return ghcb_do(g, GHCB_EVENT_AP_CREATION, 1ull << 32 | request, vmsa,
		       1ull << GHCB_RAX_BIT, 0).info1;
}

void start_ap(struct ghcb *g)
{
	write_icr(g, ICR_INIT_OTHERS);
	write_icr(g, ICR_SIPI_OTHERS);
	EXPECT(ap_creation(g, 1, VMSA_GPA) == 0);
}

bool wait_for(const volatile u32 *flag)
{
	for (u32 i = 0; i < BOUNDED_WAIT && !*flag; i++)
		__asm__ volatile("pause");
	return *flag;
}

bool wait_until(const volatile u32 *word, u32 wanted)
{
	for (u32 i = 0; i < BOUNDED_WAIT && *word != wanted; i++)
		__asm__ volatile("pause");
	return *word == wanted;
}
