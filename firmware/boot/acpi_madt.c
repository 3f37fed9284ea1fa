/*
 * The MADT that the kernel gets. Guarantees: entries of types 0, 1, 2, 4, 9 and 10 only, addresses
 * are constants; type 16 is the ROM's way of starting CPUs (ap_mode.h). SECURITY: nothing of type 16 is the
 * host's: the kernel would start its CPUs through memory that the host chose. ACPI 6.5 section 5.2.12.
 */
#include "firmware/boot/acpi_tables.h"
#include "firmware/boot/ap_mode.h"
#include "lib/mem.h"

#define LOCAL_APIC_GPA 0xfee00000u
#define LINT_NMI 1

/* Sources of the first I/O APIC that are not identity-mapped, edge-triggered. */
struct override {
	u8 irq;
	u8 gsi;
	u8 flags;
};

/* The timer; the SCI; on pc the PCI links, which chipset.c routes to IRQ 10 and 11. */
static const struct override overrides[] = {
	{ 0, 2, 0 },
	{ 9, 9, ACPI_MADT_LEVEL_HIGH },
	{ 10, 10, ACPI_MADT_LEVEL_HIGH },
	{ 11, 11, ACPI_MADT_LEVEL_HIGH },
};

static u32 override_count(enum machine machine)
{
	if (machine == MACHINE_MICROVM)
		return 0;
	return machine == MACHINE_PC ? 4 : 2;
}

/* IDs above 254 need the longer entry; sized for the worst mix. */
u32 acpi_madt_bytes(const struct acpi_facts *facts)
{
	const struct acpi_topology *topology = &facts->topology;
	u64 cpu_bytes = topology->has_wide_id ? sizeof(struct acpi_madt_x2apic)
					      : sizeof(struct acpi_madt_local_apic);

	return (u32)(sizeof(struct acpi_madt) + topology->cpu_count * cpu_bytes +
		     2 * sizeof(struct acpi_madt_io_apic) +
		     COUNT_OF(overrides) * sizeof(struct acpi_madt_override) +
		     sizeof(struct acpi_madt_local_nmi) + sizeof(struct acpi_madt_x2apic_nmi) +
		     ap_mode_madt_bytes());
}

/* Appends an entry. */
static u8 *put(u8 *at, const void *entry, u32 bytes)
{
	memcpy(at, entry, bytes);
	return at + bytes;
}

static u8 *put_cpus(u8 *at, const struct acpi_topology *topology)
{
	u32 cursor = 0, id;

	while (acpi_topology_next_cpu(topology, &cursor, &id)) {
		struct acpi_madt_local_apic narrow = { .type = ACPI_MADT_LOCAL_APIC,
			.length = sizeof(narrow), .uid = (u8)id, .apic_id = (u8)id,
			.flags = ACPI_MADT_ENABLED };
		struct acpi_madt_x2apic wide = { .type = ACPI_MADT_X2APIC, .length = sizeof(wide),
			.apic_id = id, .flags = ACPI_MADT_ENABLED, .uid = id };

		if (id < ACPI_APIC_IDS_8BIT)
			at = put(at, &narrow, sizeof(narrow));
		else
			at = put(at, &wide, sizeof(wide));
	}
	return at;
}

static u8 *put_io_apics(u8 *at, const struct acpi_topology *topology)
{
	struct acpi_madt_io_apic entry = { .type = ACPI_MADT_IO_APIC, .length = sizeof(entry),
		.address = ACPI_IO_APIC_GPA };

	at = put(at, &entry, sizeof(entry));
	if (!topology->has_io_apic2)
		return at;
	entry.id = 1;
	entry.address = ACPI_IO_APIC2_GPA;
	entry.gsi_base = ACPI_IO_APIC2_GSI;
	return put(at, &entry, sizeof(entry));
}

static u8 *put_overrides(u8 *at, enum machine machine)
{
	for (u32 i = 0; i < override_count(machine); i++) {
		struct acpi_madt_override entry = { .type = ACPI_MADT_OVERRIDE,
			.length = sizeof(entry), .irq = overrides[i].irq, .gsi = overrides[i].gsi,
			.flags = overrides[i].flags };

		at = put(at, &entry, sizeof(entry));
	}
	return at;
}

static u8 *put_nmis(u8 *at, bool has_wide_id)
{
	struct acpi_madt_local_nmi narrow = { .type = ACPI_MADT_LOCAL_NMI, .length = sizeof(narrow),
		.uid = ACPI_MADT_ALL_CPUS, .lint = LINT_NMI };
	struct acpi_madt_x2apic_nmi wide = { .type = ACPI_MADT_X2APIC_NMI, .length = sizeof(wide),
		.uid = ~(u32)0, .lint = LINT_NMI };

	at = put(at, &narrow, sizeof(narrow));
	return has_wide_id ? put(at, &wide, sizeof(wide)) : at;
}

void acpi_put_madt(struct acpi_madt *madt, const struct acpi_facts *facts)
{
	u8 *at = (u8 *)(madt + 1);

	at = put_cpus(at, &facts->topology);
	at = put_io_apics(at, &facts->topology);
	at = put_overrides(at, facts->machine);
	at = put_nmis(at, facts->topology.has_wide_id);
	at = ap_mode_put_madt(at, &facts->topology);
	acpi_put_header(&madt->header, "APIC", (u32)(at - (u8 *)madt), 1);
	madt->local_apic = LOCAL_APIC_GPA;
	madt->flags = ACPI_MADT_PCAT_COMPAT;
}
