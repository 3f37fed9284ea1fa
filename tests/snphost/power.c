/*
 * power.c - power-off and reset as guests of QEMU's pc, q35 and microvm machines do them:
 * ACPI PM1a control (wherever the firmware put it), port 0xCF9, the keyboard controller, and
 * microvm's GED register block.
 */
#include "power.h"
#include "vcpu.h"
#include "verdict.h"

enum {
	PORT_KBD_COMMAND = 0x64, KBD_RESET = 0xfe,
	PORT_RESET = 0xcf9, RESET_CPU = 1 << 2,
	PM1_CONTROL_OFFSET = 4, PM1_SLEEP_ENABLE = 1 << 13, PM1_SLEEP_TYPE = 7 << 10,
	GED_REGISTERS = 0xfea00200, GED_SLEEP_CONTROL = 0, GED_RESET = 2,
	GED_SLEEP_ENABLE = 1 << 5, GED_RESET_VALUE = 0x42,
};

static bool is_pm1_control(u16 port)
{
	return (port & 0x3f) == PM1_CONTROL_OFFSET &&
	       (port == 0x604 || port == 0xb004 || port == 0x404);
}

void power_watch_out(struct vcpu *v, u16 port, u32 bytes, u32 value)
{
	if (bytes == 2 && is_pm1_control(port) && (value & PM1_SLEEP_ENABLE) &&
	    (value & PM1_SLEEP_TYPE) == 0)
		verdict_poweroff(v);
	if ((port == PORT_RESET && (value & RESET_CPU)) ||
	    (port == PORT_KBD_COMMAND && value == KBD_RESET))
		verdict_shutdown(v, "the guest reset the machine");
}

void power_watch_mmio(struct vcpu *v, u64 gpa, const u8 *data, u32 bytes)
{
	if (bytes != 1)
		return;
	if (gpa == GED_REGISTERS + GED_SLEEP_CONTROL && (data[0] & GED_SLEEP_ENABLE))
		verdict_poweroff(v);
	if (gpa == GED_REGISTERS + GED_RESET && data[0] == GED_RESET_VALUE)
		verdict_shutdown(v, "the guest reset the machine");
}
