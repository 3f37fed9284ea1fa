/*
 * The CPUs of a plain VM. Guarantees: the other CPUs are started only where the BSP has MTRRs, which
 * they have to copy. docs/boot-flow.md compares with SeaBIOS.
 */
#include "firmware/boot/plain_cpus.h"

#include "firmware/cpu/lapic.h"
#include "firmware/cpu/mtrr.h"
#include "firmware/dev/fw_cfg.h"
#include "firmware/mem/layout.h"

/* Where a BIOS sets MTRRs, and unless there is RAM where devices should be. */
static bool wants_mtrrs(enum machine machine, const struct memmap *map)
{
	bool is_pc = machine == MACHINE_Q35 || machine == MACHINE_PC;
	u64 ram;

	return is_pc &&
	       !memmap_find(map, mtrr_device_range(), MEM_RAM, PAGE_SIZE, PAGE_SIZE, &ram);
}

enum err plain_cpus_prepare(enum machine machine, const struct memmap *map)
{
	u32 count;
	enum err error;

	if (machine == MACHINE_MICROVM)
		return OK; /* hardware-reduced ACPI: its kernel does without the PICs */
	lapic_init();
	if (!wants_mtrrs(machine, map) || !mtrr_init())
		return OK;
	error = fw_cfg_read_u32(FW_CFG_KEY_CPU_COUNT, &count);
	if (error == OK && count > 1)
		lapic_start_others(layout_ap_start_gpa());
	return error;
}
