/* lapic.c - filters the interrupt command register. Document: APM vol. 2 ch. 16.5. */
#include "lapic.h"
#include "ap.h"
#include "phys.h"
#include "vcpu.h"
#include "x86.h"

enum {
	LAPIC_BASE = 0xfee00000,
	ICR_LOW = 0x300,
	ICR_HIGH = 0x310,
	MODE_INIT = 5,
	MODE_SIPI = 6,
	SHORTHAND_NONE = 0, SHORTHAND_SELF = 1, SHORTHAND_ALL = 2, SHORTHAND_OTHERS = 3,
	BROADCAST = 0xff,
	ICR_INIT_OTHERS = 0x000c4500,
	ICR_SIPI_OTHERS = 0x000c4600 | 0xff,
	INIT_DEASSERT = 0x8000,		/* level-triggered, level 0 */
};

static volatile u32 *reg(u32 offset)
{
	return (volatile u32 *)((u8 *)phys_ptr(LAPIC_BASE) + offset);
}

static bool is_target(const struct vcpu *self, const struct vcpu *other, u32 shorthand,
		      u32 destination)
{
	switch (shorthand) {
	case SHORTHAND_SELF:
		return other == self;
	case SHORTHAND_ALL:
		return true;
	case SHORTHAND_OTHERS:
		return other != self;
	default:
		return destination == BROADCAST || destination == 0xffffffff ||
		       other->apic_id == destination;
	}
}

static bool deliver(struct vcpu *self, u32 low, u32 destination)
{
	u32 mode = (low >> 8) & 7, shorthand = (low >> 18) & 3;

	if (mode != MODE_INIT && mode != MODE_SIPI)
		return false;
	if (mode == MODE_INIT && (low & 0xc000) == INIT_DEASSERT)
		return true;
	for (u32 i = 0; i < vcpu_count; i++) {
		if (!is_target(self, &vcpus[i], shorthand, destination))
			continue;
		if (mode == MODE_INIT)
			ap_init(&vcpus[i]);
		else
			ap_sipi(&vcpus[i]);
	}
	return true;
}

bool lapic_filter_write(struct vcpu *v, u64 gpa, const u8 *data, u32 bytes)
{
	u32 value = 0;

	if (page_of(gpa) != LAPIC_BASE || gpa % PAGE_BYTES != ICR_LOW || bytes != 4)
		return false;
	for (u32 i = 0; i < 4; i++)
		value |= (u32)data[i] << (8 * i);
	return deliver(v, value, *reg(ICR_HIGH) >> 24);
}

bool lapic_filter_icr(struct vcpu *v, u64 icr)
{
	return deliver(v, (u32)icr, (u32)(icr >> 32));
}

static void short_wait(void)
{
	for (u32 i = 0; i < 20000; i++)
		in8(0x80);
}

void lapic_start_aps(void)
{
	*reg(ICR_LOW) = ICR_INIT_OTHERS;
	short_wait();
	*reg(ICR_LOW) = ICR_SIPI_OTHERS;
	short_wait();
}
