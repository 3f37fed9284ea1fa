/* vmsa.c - launch VMSA and loading a VMSA into the VMCB and the CPU. */
#include "vmsa.h"
#include "options.h"
#include "rules.h"
#include "str.h"
#include "vcpu.h"
#include "x86.h"

enum {
	RESET_CR0 = 0x10, RESET_CR4 = 0x40, RESET_DR7 = 0x400, RESET_FCW = 0x37f,
	RESET_MXCSR = 0x1f80, MXCSR_BITS = 0xffff,
};
#define RESET_DR6 0xffff0ff0ull
#define RESET_PAT 0x0007040600070406ull

static struct segment reset_segment(u16 selector, u16 attributes, u64 base)
{
	return (struct segment){ selector, attributes, 0xffff, base };
}

void vmsa_reset(struct vmsa *m, u32 reset_address, u32 cpu_signature)
{
	memset(m, 0, sizeof(*m));
	m->es = m->ss = m->ds = m->fs = m->gs = reset_segment(0, 0x93, 0);
	m->cs = reset_segment(0xf000, 0x9b, reset_address & 0xffff0000);
	m->gdtr = m->idtr = reset_segment(0, 0, 0);
	m->ldtr = reset_segment(0, 0x82, 0);
	m->tr = reset_segment(0, 0x8b, 0);
	m->efer = EFER_SVME;
	m->cr0 = RESET_CR0;
	m->cr4 = RESET_CR4;
	m->dr6 = RESET_DR6;
	m->dr7 = RESET_DR7;
	m->rflags = 2;
	m->rip = reset_address & 0xffff;
	m->rdx = cpu_signature;
	m->g_pat = RESET_PAT;
	m->sev_features = options.sev_features;
	m->xcr0 = 1;
	m->mxcsr = RESET_MXCSR;
	m->x87_fcw = RESET_FCW;
}

/* FXRSTOR image with the VMSA's control words and XMM registers. */
static void load_fpu(const struct vmsa *m)
{
	u8 image[512] __attribute__((aligned(16))) = { 0 };
	u32 mxcsr = m->mxcsr & MXCSR_BITS;	/* FXRSTOR faults on others, in the host */

	memcpy(image, &m->x87_fcw, 2);
	memcpy(image + 2, &m->x87_fsw, 2);
	memcpy(image + 24, &mxcsr, 4);
	memcpy(image + 160, m->xmm, sizeof(m->xmm));
	__asm__ volatile("fxrstor %0" : : "m"(image));
}

static void load_gprs(struct vcpu *v, const struct vmsa *m)
{
	gpr_write(v, RCX, m->rcx);
	gpr_write(v, RDX, m->rdx);
	gpr_write(v, RBX, m->rbx);
	gpr_write(v, RBP, m->rbp);
	gpr_write(v, RSI, m->rsi);
	gpr_write(v, RDI, m->rdi);
	for (u32 i = 0; i < 8; i++)
		gpr_write(v, R8 + i, m->r8_r15[i]);
}

static void load_system(struct vmcb *c, const struct vmsa *m)
{
	c->es = m->es;
	c->cs = m->cs;
	c->ss = m->ss;
	c->ds = m->ds;
	c->fs = m->fs;
	c->gs = m->gs;
	c->gdtr = m->gdtr;
	c->ldtr = m->ldtr;
	c->idtr = m->idtr;
	c->tr = m->tr;
	c->cpl = m->cpl;
	c->efer = m->efer;
	c->cr0 = m->cr0;
	c->cr2 = m->cr2;
	c->cr3 = m->cr3;
	c->cr4 = m->cr4;
	c->dr6 = m->dr6;
	c->dr7 = m->dr7;
	c->rflags = m->rflags;
	c->rip = m->rip;
	c->rsp = m->rsp;
	c->rax = m->rax;
	c->g_pat = m->g_pat;
}

static void load_syscall(struct vmcb *c, const struct vmsa *m)
{
	c->star = m->star;
	c->lstar = m->lstar;
	c->cstar = m->cstar;
	c->sfmask = m->sfmask;
	c->kernel_gs_base = m->kernel_gs_base;
	c->sysenter_cs = m->sysenter_cs;
	c->sysenter_esp = m->sysenter_esp;
	c->sysenter_eip = m->sysenter_eip;
}

void vmsa_load(struct vcpu *v, const struct vmsa *m)
{
	struct vmcb *c = v->vmcb;

	if (!(m->efer & EFER_SVME) || m->sev_features != options.sev_features || m->vmpl != 0 ||
	    (m->mxcsr & ~(u32)MXCSR_BITS))
		rule_broken(v, RULE_VMSA, v->vmsa_gpa);
	load_gprs(v, m);
	load_system(c, m);
	load_syscall(c, m);
	c->efer |= EFER_SVME;
	c->event_inject = 0;
	c->exit_int_info = 0;
	c->int_shadow = 0;
	v->segments_saved = false;
	load_fpu(m);
	svm_vmload(v->vmcb_pa);
}
