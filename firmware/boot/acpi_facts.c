/*
 * What the own tables need to know, asked of the host. Guarantees: facts that contradict each other
 * or fit no machine that the DSDTs describe end the boot. Trusts nothing.
 */
#include "firmware/boot/acpi_own.h"

#include "firmware/boot/report.h"
#include "firmware/dev/fw_cfg.h"
#include "firmware/mem/phys.h"
#include "lib/panic.h"

/* One read into private memory: what is checked is what is used. */
static enum err read_topology(const struct fw_cfg_item *tables, struct arena *arena,
			      struct acpi_topology *topology)
{
	u64 gpa;
	enum err error;

	if (tables->key == 0 || tables->size == 0)
		return fault(ERR_ACPI_ABSENT, 0, 0);
	error = arena_take_low(arena, tables->size, sizeof(u64), &gpa);
	if (error == OK)
		error = fw_cfg_read_item(tables->key, gpa, tables->size);
	if (error != OK)
		return error;
	return acpi_topology_find(phys_ptr(gpa, tables->size), tables->size, topology);
}

/* The MADT has to agree with the count by which the CPUs are parked. */
static enum err check_cpu_count(const struct acpi_topology *topology)
{
	u32 count;
	enum err error = fw_cfg_read_u32(FW_CFG_KEY_CPU_COUNT, &count);

	count &= 0xffff; /* a 16-bit item */
	if (error == OK && count != topology->cpu_count)
		return fault(ERR_ACPI_CPUS, topology->cpu_count, count);
	return error;
}

/* The first byte of this item counts HPETs; all ones or no item: none. */
static enum err look_for_hpet(struct acpi_facts *facts)
{
	u32 start;
	enum err error = fw_cfg_read_u32(FW_CFG_KEY_HPET, &start);

	facts->has_hpet = facts->machine != MACHINE_MICROVM && (start & 0xff) == 1;
	return error;
}

/* Lines of microvm's virtio-mmio devices move when it has one I/O APIC; q35 and pc have one. */
static enum err check_machine(const struct acpi_facts *facts)
{
	bool wants_io_apic2 = facts->machine == MACHINE_MICROVM;

	if (facts->machine == MACHINE_OTHER || facts->topology.has_io_apic2 != wants_io_apic2)
		return fault(ERR_ACPI_MACHINE, facts->machine, 0);
	return OK;
}

enum err acpi_own_load(enum machine machine, const struct fw_cfg_dir *dir, struct arena *arena,
		       u64 *rsdp_gpa, u32 *cpu_count)
{
	struct acpi_facts facts = { .machine = machine };
	enum err error = read_topology(&dir->files[FW_CFG_FILE_TABLES], arena, &facts.topology);

	if (error == OK)
		error = check_machine(&facts);
	if (error == OK)
		error = check_cpu_count(&facts.topology);
	if (error == OK)
		error = look_for_hpet(&facts);
	*cpu_count = facts.topology.cpu_count;
	if (error != OK)
		return error;
	chipset_enter_acpi_mode(machine);
	error = acpi_own_build(&facts, arena, rsdp_gpa);
	return error == OK ? report_note_acpi(&facts, arena, *rsdp_gpa) : error;
}
