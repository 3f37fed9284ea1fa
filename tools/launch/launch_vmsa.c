/*
 * launch_vmsa.c - see launch_vmsa.h. The page as a list of stores at the offsets of the save area;
 * what is not stored is zero.
 */
#include "tools/launch/launch_vmsa.h"

#include "lib/mem.h"

/* Segment attributes: [3:0] type, [4] code or data, [7] present. */
enum segment_attribute {
	ATTR_DATA = 0x93,
	ATTR_CODE = 0x9b,
	ATTR_LDT = 0x82,
	ATTR_BUSY_TSS = 0x8b,
	ATTR_NONE = 0,
};

enum vmsa_offset {
	VMSA_ES = 0x000, VMSA_CS = 0x010, VMSA_SS = 0x020, VMSA_DS = 0x030, VMSA_FS = 0x040,
	VMSA_GS = 0x050, VMSA_GDTR = 0x060, VMSA_LDTR = 0x070, VMSA_IDTR = 0x080, VMSA_TR = 0x090,
	VMSA_EFER = 0x0d0, VMSA_CR4 = 0x148, VMSA_CR0 = 0x158, VMSA_DR7 = 0x160, VMSA_DR6 = 0x168,
	VMSA_RFLAGS = 0x170, VMSA_RIP = 0x178, VMSA_G_PAT = 0x268, VMSA_RDX = 0x310,
	VMSA_SEV_FEATURES = 0x3b0, VMSA_XCR0 = 0x3e8, VMSA_MXCSR = 0x408, VMSA_X87_FCW = 0x410,
};

struct vmsa_segment {
	u16 selector;
	u16 attributes;
	u32 limit;
	u64 base;
};
ASSERT_SIZE(struct vmsa_segment, 16);

static void put_segment(u8 *page, enum vmsa_offset offset, enum segment_attribute attributes)
{
	struct vmsa_segment segment = { .attributes = (u16)attributes, .limit = 0xffff };

	memcpy(page + offset, &segment, sizeof(segment));
}

static void put_u64(u8 *page, enum vmsa_offset offset, u64 value)
{
	memcpy(page + offset, &value, sizeof(value));
}

static void put_code_segment(u8 *page, u32 reset_address)
{
	struct vmsa_segment segment = {
		.selector = 0xf000,
		.attributes = ATTR_CODE,
		.limit = 0xffff,
		.base = reset_address & 0xffff0000u,
	};

	memcpy(page + VMSA_CS, &segment, sizeof(segment));
}

static void put_segments(u8 *page, u32 reset_address)
{
	put_segment(page, VMSA_ES, ATTR_DATA);
	put_code_segment(page, reset_address);
	put_segment(page, VMSA_SS, ATTR_DATA);
	put_segment(page, VMSA_DS, ATTR_DATA);
	put_segment(page, VMSA_FS, ATTR_DATA);
	put_segment(page, VMSA_GS, ATTR_DATA);
	put_segment(page, VMSA_GDTR, ATTR_NONE);
	put_segment(page, VMSA_LDTR, ATTR_LDT);
	put_segment(page, VMSA_IDTR, ATTR_NONE);
	put_segment(page, VMSA_TR, ATTR_BUSY_TSS);
}

void launch_vmsa_build(u8 page[LAUNCH_VMSA_BYTES], const struct launch_vmsa_config *c)
{
	memset(page, 0, LAUNCH_VMSA_BYTES);
	put_segments(page, c->reset_address);
	put_u64(page, VMSA_EFER, 0x1000);			/* SVME, as KVM runs every guest */
	put_u64(page, VMSA_CR4, 0x40);				/* MCE, likewise */
	put_u64(page, VMSA_CR0, 0x10);
	put_u64(page, VMSA_DR7, 0x400);
	put_u64(page, VMSA_DR6, 0xffff0ff0);
	put_u64(page, VMSA_RFLAGS, 2);
	put_u64(page, VMSA_RIP, c->reset_address & 0xffff);
	put_u64(page, VMSA_G_PAT, 0x0007040600070406);
	put_u64(page, VMSA_RDX, c->cpu_signature);
	put_u64(page, VMSA_SEV_FEATURES, c->sev_features);
	put_u64(page, VMSA_XCR0, 1);
	put_u64(page, VMSA_MXCSR, 0x1f80);			/* upper half: x87 words, zero */
	put_u64(page, VMSA_X87_FCW, 0x37f);
}
