/*
 * ACPI tables of the firmware's own: no byte of AML comes from the host. The DSDT is a constant of
 * the ROM, hence measured; the other tables are built from the machine type, the CPUs' APIC IDs and
 * whether there is an HPET. ACPI 6.5 chapter 5.
 */
#ifndef BOOT_ACPI_OWN_H
#define BOOT_ACPI_OWN_H

#include "firmware/boot/acpi_topology.h"
#include "firmware/dev/chipset.h"
#include "firmware/dev/fw_cfg_dir.h"
#include "firmware/mem/arena.h"

/* All that the tables depend on. */
struct acpi_facts {
	enum machine machine;
	bool has_hpet;
	struct acpi_topology topology;
};

/*
 * Reads the facts through fw_cfg (the host's tables go to the bottom of the arena, as data) and
 * builds the tables; *cpu_count is the number of CPUs that both name. For q35 and pc, switches the
 * chipset to ACPI mode. ERR_ACPI_ABSENT: the host offers no tables; ERR_ACPI_MACHINE: an unknown
 * machine, or microvm without its second I/O APIC; ERR_ACPI_MADT; ERR_ACPI_CPUS: the host's MADT and
 * its fw_cfg disagree on the number of CPUs; ERR_NO_RAM; ERR_FW_CFG_DMA.
 */
MUST_CHECK enum err acpi_own_load(enum machine machine, const struct fw_cfg_dir *dir,
				  struct arena *arena, u64 *rsdp_gpa, u32 *cpu_count);

/* The tables for these facts at the top of the arena; their RSDP in *rsdp_gpa. ERR_NO_RAM. */
MUST_CHECK enum err acpi_own_build(const struct acpi_facts *facts, struct arena *arena,
				   u64 *rsdp_gpa);

#endif
