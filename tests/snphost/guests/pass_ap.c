/*
 * An AP, started once so that it parks, then created with its own VMSA and destroyed.
 * RUN: --strict all
 * QEMU: -smp 2
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "../vmsa.h"
#include "guest.h"

enum { VMSA_GPA = 0x401000, STACK_GPA = 0x402000, BOUNDED_WAIT = 100000000 };

static volatile u32 ap_ran;

static void ap_main(void)
{
	ap_ran = 1;
	for (;;)
		msr_call(GHCB_MSR_RESET_HOLD_REQUEST);
}

static void icr(struct ghcb *g, u32 value)
{
	struct ghcb_result r;

	g->scratch = GHCB_GPA + 0x800;
	*(u32 *)(void *)g->buffer = value;
	r = ghcb_do(g, GHCB_EVENT_MMIO_WRITE, 0xfee00300, 4, 0, GHCB_FIELD(scratch));
	EXPECT((u32)r.info1 == 0);
}

static void fill_vmsa(struct vmsa *m)
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
	m->rip = (u64)(uintptr_t)ap_main;
	m->rsp = STACK_GPA + PAGE_BYTES - 8;
	m->sev_features = 1;
	m->xcr0 = 1;
	m->mxcsr = 0x1f80;
	m->x87_fcw = 0x37f;
}

static u64 ap_creation(struct ghcb *g, u32 request, u64 vmsa)
{
	g->rax = 1;
	return ghcb_do(g, GHCB_EVENT_AP_CREATION, 1ull << 32 | request, vmsa,
		       1ull << GHCB_RAX_BIT, 0).info1;
}

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	accept_4k(VMSA_GPA);
	accept_4k(STACK_GPA);
	fill_vmsa((struct vmsa *)(uintptr_t)VMSA_GPA);
	icr(g, 0x000c4500);
	icr(g, 0x000c4600);
	EXPECT(rmpadjust(VMSA_GPA, false, 1 | 1 << 16) == 0);
	EXPECT(ap_creation(g, 1, VMSA_GPA) == 0);
	for (u32 i = 0; i < BOUNDED_WAIT && !ap_ran; i++)
		__asm__ volatile("pause");
	EXPECT(ap_ran);
	EXPECT(rmpadjust(VMSA_GPA, false, 1) == 3);	/* in use */
	EXPECT(ap_creation(g, 2, 0) == 0);
	EXPECT(rmpadjust(VMSA_GPA, false, 1) == 0);
	pass();
}
