/*
 * The host's MADT as data. Guarantees: each entry lies inside it, the IDs are distinct and in range,
 * the I/O APICs are where these machines have them. Trusts nothing. Pure.
 *
 * SECURITY: what the host can still choose is which of its CPUs the kernel tries to start and
 * through which of two fixed addresses interrupts come. Both only deny service: an ID that does not
 * exist never starts, and the host delivers the interrupts in any case.
 */
#include "firmware/boot/acpi_topology.h"
#include "lib/bytes.h"
#include "lib/panic.h"

#define MADT_SIGNATURE 0x43495041u /* "APIC" */

enum {
	TABLE_LENGTH = offsetof(struct acpi_header, length),
	ENTRY_TYPE = 0,
	ENTRY_LENGTH = 1,
	ENTRY_MIN_BYTES = 2,
};

static enum err defect(u64 where, enum acpi_madt_defect what)
{
	return fault(ERR_ACPI_MADT, where, what);
}

/* Steps from header to header; each is at least 36 bytes on. */
static enum err find_madt(const u8 *tables, u32 bytes, u32 *offset, u32 *length)
{
	u32 at = 0;

	while (bytes_inside(at, sizeof(struct acpi_header), bytes)) {
		*length = le32_load(tables + at + TABLE_LENGTH);
		if (*length < sizeof(struct acpi_header) || !bytes_inside(at, *length, bytes))
			break;
		*offset = at;
		if (le32_load(tables + at) == MADT_SIGNATURE)
			return *length < sizeof(struct acpi_madt) ? defect(at, ACPI_MADT_DEFECT_ENTRY) : OK;
		at += *length;
	}
	return defect(at, ACPI_MADT_DEFECT_ABSENT);
}

/* Bytes of the known types; the others need only a header. */
static u32 entry_min_bytes(u8 type)
{
	switch (type) {
	case ACPI_MADT_LOCAL_APIC:
		return sizeof(struct acpi_madt_local_apic);
	case ACPI_MADT_IO_APIC:
		return sizeof(struct acpi_madt_io_apic);
	case ACPI_MADT_X2APIC:
		return sizeof(struct acpi_madt_x2apic);
	default:
		return ENTRY_MIN_BYTES;
	}
}

/* True for an enabled CPU. `entry` is whole. */
static bool cpu_of_entry(const u8 *entry, u32 *apic_id)
{
	u32 flags = 0;

	if (entry[ENTRY_TYPE] == ACPI_MADT_LOCAL_APIC) {
		*apic_id = entry[offsetof(struct acpi_madt_local_apic, apic_id)];
		flags = le32_load(entry + offsetof(struct acpi_madt_local_apic, flags));
	} else if (entry[ENTRY_TYPE] == ACPI_MADT_X2APIC) {
		*apic_id = le32_load(entry + offsetof(struct acpi_madt_x2apic, apic_id));
		flags = le32_load(entry + offsetof(struct acpi_madt_x2apic, flags));
	}
	return flags & ACPI_MADT_ENABLED;
}

bool acpi_topology_next_cpu(const struct acpi_topology *topology, u32 *cursor, u32 *apic_id)
{
	while (*cursor < topology->bytes) {
		const u8 *entry = topology->entries + *cursor;

		*cursor += entry[ENTRY_LENGTH];
		if (cpu_of_entry(entry, apic_id))
			return true;
	}
	return false;
}

static enum err check_io_apic(const u8 *entry, struct acpi_topology *topology)
{
	u32 address = le32_load(entry + offsetof(struct acpi_madt_io_apic, address));
	u32 gsi = le32_load(entry + offsetof(struct acpi_madt_io_apic, gsi_base));

	if (address == ACPI_IO_APIC_GPA && gsi == 0)
		return OK;
	if (address != ACPI_IO_APIC2_GPA || gsi != ACPI_IO_APIC2_GSI)
		return defect(address, ACPI_MADT_DEFECT_IO_APIC);
	topology->has_io_apic2 = true;
	return OK;
}

static enum err check_entries(struct acpi_topology *topology)
{
	enum err error = OK;
	u32 at = 0;

	while (error == OK && at < topology->bytes) {
		const u8 *entry = topology->entries + at;

		if (!bytes_inside(at, ENTRY_MIN_BYTES, topology->bytes) ||
		    entry[ENTRY_LENGTH] < entry_min_bytes(entry[ENTRY_TYPE]) ||
		    !bytes_inside(at, entry[ENTRY_LENGTH], topology->bytes))
			return defect(at, ACPI_MADT_DEFECT_ENTRY);
		if (entry[ENTRY_TYPE] == ACPI_MADT_IO_APIC)
			error = check_io_apic(entry, topology);
		at += entry[ENTRY_LENGTH];
	}
	return error;
}

static enum err check_cpus(struct acpi_topology *topology)
{
	u64 seen[ACPI_APIC_ID_LIMIT / 64] = { 0 };
	u32 cursor = 0, id;

	while (acpi_topology_next_cpu(topology, &cursor, &id)) {
		if (id >= ACPI_APIC_ID_LIMIT || (seen[id / 64] >> (id % 64) & 1))
			return defect(id, ACPI_MADT_DEFECT_ID);
		if (topology->cpu_count == ACPI_CPUS_MAX)
			return defect(topology->cpu_count + 1, ACPI_MADT_DEFECT_CPUS);
		seen[id / 64] |= 1ull << (id % 64);
		topology->has_wide_id |= id >= ACPI_APIC_IDS_8BIT;
		topology->cpu_count++;
	}
	return topology->cpu_count == 0 ? defect(0, ACPI_MADT_DEFECT_CPUS) : OK;
}

enum err acpi_topology_find(const u8 *tables, u32 bytes, struct acpi_topology *topology)
{
	u32 offset, length;
	enum err error = find_madt(tables, bytes, &offset, &length);

	if (error != OK)
		return error;
	*topology = (struct acpi_topology){
		.entries = tables + offset + sizeof(struct acpi_madt),
		.bytes = length - (u32)sizeof(struct acpi_madt),
	};
	error = check_entries(topology);
	return error == OK ? check_cpus(topology) : error;
}
