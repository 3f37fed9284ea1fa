/*
 * launch_vmsa.c - see launch_vmsa.h. What is not set is zero.
 */
#include "tools/launch/launch_vmsa.h"

#include "firmware/sev/vmsa_abi.h"
#include "lib/mem.h"

/* Of a segment in real mode: present, accessed; readable or writable. */
enum { ATTR_DATA = 0x93, ATTR_CODE = 0x9b };

/* As KVM runs every guest */
enum { EFER_SVME = 0x1000, CR4_MCE = 0x40, CR0_ET = 0x10 };

static struct vmsa_segment segment(u16 attributes)
{
	return (struct vmsa_segment){ .attributes = attributes, .limit = VMSA_LIMIT_RESET };
}

static struct vmsa_segment code_segment(u32 reset_address)
{
	return (struct vmsa_segment){ .selector = 0xf000, .attributes = ATTR_CODE,
				      .limit = VMSA_LIMIT_RESET,
				      .base = reset_address & 0xffff0000u };
}

void launch_vmsa_build(u8 page[LAUNCH_VMSA_BYTES], const struct launch_vmsa_config *c)
{
	const struct vmsa vmsa = {
		.es = segment(ATTR_DATA), .cs = code_segment(c->reset_address),
		.ss = segment(ATTR_DATA), .ds = segment(ATTR_DATA), .fs = segment(ATTR_DATA),
		.gs = segment(ATTR_DATA), .gdtr = segment(0), .ldtr = segment(VMSA_LDT),
		.idtr = segment(0), .tr = segment(VMSA_TSS_BUSY),
		.efer = EFER_SVME, .cr4 = CR4_MCE, .cr0 = CR0_ET,
		.dr7 = VMSA_DR7, .dr6 = VMSA_DR6, .rflags = VMSA_RFLAGS,
		.rip = c->reset_address & 0xffff,
		.g_pat = VMSA_PAT,
		.rdx = c->cpu_signature,
		.sev_features = c->sev_features,
		.xcr0 = VMSA_XCR0, .mxcsr = VMSA_MXCSR, .x87_fcw = VMSA_FCW,
	};

	memcpy(page, &vmsa, sizeof(vmsa));
}
