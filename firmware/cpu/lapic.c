/*
 * Local APIC registers in their reset place and mode (xAPIC). Guarantees: writes only, waits for
 * nothing. Intel SDM volume 3, 11.4 and 11.5.
 */
#include "firmware/cpu/lapic.h"

#include "firmware/cpu/paging.h"
#include "firmware/mem/phys.h"

#define LAPIC_GPA 0xfee00000u

enum lapic_register {
	LAPIC_SPURIOUS = 0xf0,
	LAPIC_LINT0 = 0x350,
	LAPIC_LINT1 = 0x360,
};

#define SPURIOUS_ENABLE 0x1ffu /* software enable, vector ff as after reset */
#define LVT_EXTINT 0x8700u     /* level-triggered, unmasked */
#define LVT_NMI 0x8400u

static void lapic_write(enum lapic_register at, u32 value)
{
	*(volatile u32 *)phys_ptr(LAPIC_GPA + at, sizeof(value)) = value;
}

void lapic_init(void)
{
	paging_map_device(LAPIC_GPA);
	lapic_write(LAPIC_SPURIOUS, SPURIOUS_ENABLE);
	lapic_write(LAPIC_LINT0, LVT_EXTINT);
	lapic_write(LAPIC_LINT1, LVT_NMI);
}
