/*
 * The single tables of acpi_own.c: their sizes, and writers for zeroed memory. A writer fills all
 * but the checksum. The machine is one of q35, pc and microvm.
 */
#ifndef BOOT_ACPI_TABLES_H
#define BOOT_ACPI_TABLES_H

#include "firmware/boot/acpi_own.h"

/* AML of a machine's DSDT, without the table's header; constant. */
struct acpi_aml {
	const u8 *bytes;
	u32 count;
};
struct acpi_aml acpi_dsdt_aml(enum machine machine);

/* Signature, length, revision and the firmware's name. */
void acpi_put_header(struct acpi_header *header, const char signature[4], u32 bytes, u8 revision);

void acpi_put_fadt(struct acpi_fadt *fadt, enum machine machine, u64 facs_gpa, u64 dsdt_gpa);

u32 acpi_madt_bytes(const struct acpi_facts *facts);
void acpi_put_madt(struct acpi_madt *madt, const struct acpi_facts *facts);

#endif
