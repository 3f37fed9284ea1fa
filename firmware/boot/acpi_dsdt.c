/*
 * The DSDTs as bytes of the ROM; tools/make-aml makes them from aml/ and `make check` compares. Data.
 */
#include "firmware/boot/acpi_tables.h"

static const u8 q35[] = {
#include "firmware/boot/aml/dsdt_q35.inc"
};

static const u8 pc[] = {
#include "firmware/boot/aml/dsdt_pc.inc"
};

static const u8 microvm[] = {
#include "firmware/boot/aml/dsdt_microvm.inc"
};

struct acpi_aml acpi_dsdt_aml(enum machine machine)
{
	if (machine == MACHINE_Q35)
		return (struct acpi_aml){ q35, sizeof(q35) };
	if (machine == MACHINE_PC)
		return (struct acpi_aml){ pc, sizeof(pc) };
	return (struct acpi_aml){ microvm, sizeof(microvm) };
}
