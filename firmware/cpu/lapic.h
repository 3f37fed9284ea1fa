/*
 * The local APIC as a kernel finds it after a BIOS. Plain VM only: under SEV-SNP its registers are
 * the host's to answer, and the kernel starts CPUs by other means.
 */
#ifndef CPU_LAPIC_H
#define CPU_LAPIC_H

#include "lib/types.h"

/*
 * Virtual wire mode (MultiProcessor Specification 1.4, 3.6.2.2): LINT0 passes the PICs' interrupts
 * on, LINT1 is the NMI. A kernel that keeps to the PICs (noapic, disableapic, acpi=noirq) gets no
 * timer tick without. Maps the registers; call it before what follows.
 */
void lapic_init(void);

/*
 * Starts all other CPUs in real mode at `rom_gpa`, a page of the ROM in the last 64 KiB below 4 GiB,
 * through the ROM's alias below 1 MiB. Does not wait for them.
 */
void lapic_start_others(u64 rom_gpa);

#endif
