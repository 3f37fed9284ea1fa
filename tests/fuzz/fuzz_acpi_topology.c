/* The host's MADT as data: the whole input is etc/acpi/tables. */
#include "firmware/boot/acpi_topology.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

static void run(const u8 *tables, u32 bytes)
{
	struct acpi_topology topology;
	u32 cursor = 0, id, cpus = 0;

	if (acpi_topology_find(tables, bytes, &topology) != OK)
		return;
	while (acpi_topology_next_cpu(&topology, &cursor, &id)) {
		fuzz_assert(id < ACPI_APIC_ID_LIMIT);
		cpus++;
	}
	fuzz_assert(cpus == topology.cpu_count && cpus > 0 && cpus <= ACPI_CPUS_MAX);
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	u8 *tables = fuzz_copy(bytes, count);

	run(tables, (u32)count);
	free(tables);
	return 0;
}
