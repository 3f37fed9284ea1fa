/*
 * A VMSA from scratch. Guarantees: nothing of the state that the host launched the CPU with is left;
 * what is not named here is zero. Pure.
 */
#include "firmware/sev/vmsa.h"

#define SELECTOR_CODE_64 0x10u
#define SELECTOR_DATA 0x18u

static struct vmsa_segment flat(u16 selector, u16 attributes)
{
	return (struct vmsa_segment){ selector, attributes, VMSA_LIMIT_FLAT, 0 };
}

static struct vmsa_segment at_reset(u16 attributes)
{
	return (struct vmsa_segment){ 0, attributes, VMSA_LIMIT_RESET, 0 };
}

static struct vmsa_segment table(struct vmsa_table where)
{
	return (struct vmsa_segment){ 0, 0, where.bytes - 1, where.gpa };
}

static void fill_segments(struct vmsa *vmsa, const struct vmsa_start *start)
{
	struct vmsa_segment data = flat(SELECTOR_DATA, VMSA_DATA);

	vmsa->cs = flat(SELECTOR_CODE_64, VMSA_CODE_64);
	vmsa->es = vmsa->ss = vmsa->ds = vmsa->fs = vmsa->gs = data;
	vmsa->ldtr = at_reset(VMSA_LDT);
	vmsa->tr = at_reset(VMSA_TSS_BUSY);
	vmsa->gdtr = table(start->gdt);
	vmsa->idtr = table(start->idt);
}

/* As after reset, but for what 64-bit mode needs. */
static void fill_system(struct vmsa *vmsa)
{
	vmsa->efer = VMSA_EFER;
	vmsa->cr0 = VMSA_CR0;
	vmsa->cr4 = VMSA_CR4;
	vmsa->dr6 = VMSA_DR6;
	vmsa->dr7 = VMSA_DR7;
	vmsa->rflags = VMSA_RFLAGS;
	vmsa->g_pat = VMSA_PAT;
	vmsa->xcr0 = VMSA_XCR0;
	vmsa->mxcsr = VMSA_MXCSR;
	vmsa->x87_fcw = VMSA_FCW;
}

void vmsa_fill(struct vmsa *vmsa, const struct vmsa_start *start)
{
	fill_segments(vmsa, start);
	fill_system(vmsa);
	vmsa->sev_features = start->sev_status >> SEV_FEATURES_SHIFT;
	vmsa->cr3 = start->cr3;
	vmsa->rip = start->rip;
	vmsa->rsp = start->rsp;
	vmsa->rsi = start->rsi;
	vmsa->rdi = start->rdi;
}
