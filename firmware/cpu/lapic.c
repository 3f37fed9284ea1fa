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
	LAPIC_COMMAND = 0x300,
	LAPIC_LINT0 = 0x350,
	LAPIC_LINT1 = 0x360,
};

#define SPURIOUS_ENABLE 0x1ffu /* software enable, vector ff as after reset */
#define LVT_EXTINT 0x8700u     /* level-triggered, unmasked */
#define LVT_NMI 0x8400u
#define COMMAND_INIT_OTHERS 0xc4500u  /* all but self, level assert */
#define COMMAND_START_OTHERS 0xc4600u /* start-up; the page number below 1 MiB goes to bits 7:0 */

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

void lapic_start_others(u64 rom_gpa)
{
	lapic_write(LAPIC_COMMAND, COMMAND_INIT_OTHERS);
	lapic_write(LAPIC_COMMAND, COMMAND_START_OTHERS | (u32)(rom_gpa / PAGE_SIZE & 0xff));
}
