/*
 * The FADT: fixed registers on q35 and pc, none ("hardware-reduced") on microvm. Guarantees: every
 * address is a constant. ACPI 6.5 section 5.2.9; QEMU docs/specs/acpi_hw_reduced_hotplug.rst and
 * hw/acpi/generic_event_device.c for microvm's registers.
 */
#include "firmware/boot/acpi_tables.h"

#define SCI_IRQ 9
#define CMOS_CENTURY 0x32

/* Register blocks behind the chipset's power management base */
enum {
	PM_EVENT = 0, PM_EVENT_BYTES = 4,
	PM_CONTROL = 4, PM_CONTROL_BYTES = 2,
	PM_TIMER = 8, PM_TIMER_BYTES = 4,
};

#define RESET_PORT 0xcf9
#define RESET_HARD 0x06

#define GED_SLEEP_CONTROL 0xfea00200u
#define GED_SLEEP_STATUS 0xfea00201u
#define GED_RESET 0xfea00202u
#define GED_RESET_VALUE 0x42

static struct acpi_register port(u16 address, u32 bytes)
{
	return (struct acpi_register){ ACPI_SPACE_IO, (u8)(bytes * 8), 0, 0, address };
}

static struct acpi_register memory_byte(u32 address)
{
	return (struct acpi_register){ ACPI_SPACE_MEMORY, 8, 0, 0, address };
}

/*
 * No SMI command: the chipset is in ACPI mode for good (chipset_enter_acpi_mode). No GPE block: its
 * only users would be hotplug methods, which this DSDT lacks.
 */
static void put_fixed(struct acpi_fadt *fadt)
{
	fadt->sci = SCI_IRQ;
	fadt->pm1a_event = CHIPSET_PM_BASE + PM_EVENT;
	fadt->pm1a_control = CHIPSET_PM_BASE + PM_CONTROL;
	fadt->pm_timer = CHIPSET_PM_BASE + PM_TIMER;
	fadt->pm1_event_bytes = PM_EVENT_BYTES;
	fadt->pm1_control_bytes = PM_CONTROL_BYTES;
	fadt->pm_timer_bytes = PM_TIMER_BYTES;
	fadt->x_pm1a_event = port(CHIPSET_PM_BASE + PM_EVENT, PM_EVENT_BYTES);
	fadt->x_pm1a_control = port(CHIPSET_PM_BASE + PM_CONTROL, PM_CONTROL_BYTES);
	fadt->x_pm_timer = port(CHIPSET_PM_BASE + PM_TIMER, PM_TIMER_BYTES);
	fadt->c2_latency = ACPI_C2_NONE;
	fadt->c3_latency = ACPI_C3_NONE;
	fadt->century = CMOS_CENTURY;
	fadt->boot_flags = ACPI_BOOT_8042;
	fadt->flags = ACPI_FADT_WBINVD | ACPI_FADT_C1 | ACPI_FADT_NO_SLEEP_BUTTON |
		      ACPI_FADT_RESET_REGISTER;
	fadt->reset = port(RESET_PORT, 1);
	fadt->reset_value = RESET_HARD;
}

static void put_hardware_reduced(struct acpi_fadt *fadt)
{
	fadt->flags = ACPI_FADT_HARDWARE_REDUCED | ACPI_FADT_RESET_REGISTER;
	fadt->reset = memory_byte(GED_RESET);
	fadt->reset_value = GED_RESET_VALUE;
	fadt->sleep_control = memory_byte(GED_SLEEP_CONTROL);
	fadt->sleep_status = memory_byte(GED_SLEEP_STATUS);
}

/* Both addresses fit 32 bits. The 64-bit FACS field must be 0 where the 32-bit one is not. */
void acpi_put_fadt(struct acpi_fadt *fadt, enum machine machine, u64 facs_gpa, u64 dsdt_gpa)
{
	acpi_put_header(&fadt->header, "FACP", sizeof(*fadt), ACPI_FADT_REVISION);
	fadt->dsdt = (u32)dsdt_gpa;
	fadt->x_dsdt = dsdt_gpa;
	fadt->facs = (u32)facs_gpa;
	if (machine == MACHINE_MICROVM)
		put_hardware_reduced(fadt);
	else
		put_fixed(fadt);
}
