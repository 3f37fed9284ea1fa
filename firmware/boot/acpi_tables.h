/*
 * The single tables of acpi_own.c: their sizes, and writers for zeroed memory. A writer fills all
 * but the checksum. The machine is one of q35, pc and microvm.
 */
#ifndef BOOT_ACPI_TABLES_H
#define BOOT_ACPI_TABLES_H

#include "firmware/boot/acpi_own.h"

/* AML of a machine's DSDT without the table's header: constants, then a part that is repeated. */
struct acpi_aml {
	const u8 *bytes;
	u32 count;
	u32 tail_bytes; /* behind the first `count` */
	u32 tail_copies;
};
struct acpi_aml acpi_dsdt_aml(enum machine machine);
u32 acpi_dsdt_bytes(enum machine machine);
void acpi_put_dsdt(struct acpi_header *dsdt, enum machine machine);

/* Signature, length, revision and the firmware's name. */
void acpi_put_header(struct acpi_header *header, const char signature[4], u32 bytes, u8 revision);

void acpi_put_fadt(struct acpi_fadt *fadt, enum machine machine, u64 facs_gpa, u64 dsdt_gpa);

u32 acpi_madt_bytes(const struct acpi_facts *facts);
void acpi_put_madt(struct acpi_madt *madt, const struct acpi_facts *facts);

#endif
