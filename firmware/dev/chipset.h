/*
 * The few chipset registers that Linux expects firmware to have programmed: ACPI power-management
 * block, PCI ECAM window, interrupt routes and masks. QEMU's q35 and pc; microvm has the
 * masks alone.
 */
#ifndef DEV_CHIPSET_H
#define DEV_CHIPSET_H

#include "lib/range.h"

#define CHIPSET_PM_BASE 0x600u /* power management registers of q35 and pc: an I/O port */

enum machine {
	MACHINE_MICROVM, /* no PCI configuration ports */
	MACHINE_PC,      /* i440FX + PIIX3/4 */
	MACHINE_Q35,     /* MCH + ICH9 */
	MACHINE_OTHER,   /* an unknown host bridge: nothing but the masks */
};

/*
 * Must run before the first select of an ACPI file: QEMU builds the tables from these registers
 * then. Returns what machine it found.
 */
enum machine chipset_init(void);

/* The PCI Express configuration window that chipset_init enabled; empty if none. */
struct range chipset_ecam(enum machine machine);

/*
 * Power events as SCIs instead of SMIs, which a firmware with SMM handlers would leave to the kernel:
 * for tables without an SMI command. microvm has neither.
 */
void chipset_enter_acpi_mode(enum machine machine);

#endif
