/*
 * The CPUs' APIC IDs and the I/O APICs, from the host's MADT read as data: no byte of it is handed
 * over. IDs cannot be counted from 0: QEMU packs each level of the topology by bit width, so that
 * 3 cores of 1 thread per socket leave every fourth ID out. ACPI 6.5 section 5.2.12.
 */
#ifndef BOOT_ACPI_TOPOLOGY_H
#define BOOT_ACPI_TOPOLOGY_H

#include "firmware/boot/acpi_abi.h"
#include "lib/err.h"

#define ACPI_CPUS_MAX 1024u
#define ACPI_APIC_ID_LIMIT 4096u /* all IDs are below */

#define ACPI_IO_APIC_GPA 0xfec00000u
#define ACPI_IO_APIC2_GPA 0xfec10000u /* microvm's, for virtio-mmio */
#define ACPI_IO_APIC2_GSI 24u

/* What is wrong with a MADT (docs/termination-codes.md has the numbers) */
enum acpi_madt_defect {
	ACPI_MADT_DEFECT_ABSENT = 1,  /* no MADT in the file: offset where the search ended */
	ACPI_MADT_DEFECT_ENTRY = 2,   /* an entry, or the table, is too short or too long: its offset */
	ACPI_MADT_DEFECT_ID = 3,      /* an APIC ID out of range or twice: the ID */
	ACPI_MADT_DEFECT_CPUS = 4,    /* no CPU, or more than ACPI_CPUS_MAX: how many */
	ACPI_MADT_DEFECT_IO_APIC = 5, /* an I/O APIC where none of these machines has one: its address */
};

struct acpi_topology {
	const u8 *entries; /* checked */
	u32 bytes;
	u32 cpu_count; /* 1 to ACPI_CPUS_MAX; CPUs that are not there are left out */
	bool has_wide_id; /* some ID is above 254 */
	bool has_io_apic2;
};

/*
 * `tables` holds `bytes` bytes of etc/acpi/tables in private memory, which must stay as it is for
 * as long as *topology is used: tables one behind another, zeros behind the last.
 * ERR_ACPI_MADT, the second detail of enum acpi_madt_defect, which says what the first one is.
 */
MUST_CHECK enum err acpi_topology_find(const u8 *tables, u32 bytes, struct acpi_topology *topology);

/*
 * The APIC ID of the first CPU at or behind *cursor (0 at the start) in *apic_id, and the cursor
 * moved behind it; false if there are no more.
 */
bool acpi_topology_next_cpu(const struct acpi_topology *topology, u32 *cursor, u32 *apic_id);

#endif
