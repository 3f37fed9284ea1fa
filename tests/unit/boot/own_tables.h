/* A guest that builds the firmware's own ACPI tables from a MADT of the host's, and looks at them. */
#ifndef UNIT_BOOT_OWN_TABLES_H
#define UNIT_BOOT_OWN_TABLES_H

#include "firmware/boot/acpi_tables.h"
#include "tests/unit/boot/madt_builder.h"

struct own_tables {
	struct madt_builder madt; /* the host's; without CPUs at first */
	struct acpi_facts facts;
	struct arena arena;
	u64 rsdp_gpa;
};
extern struct own_tables own;

/* For setup functions of cmocka; the teardown is machine_teardown. */
int own_setup(void **state);

/* Builds the tables of a machine: with the CPUs that are in own.madt, or one more, and its I/O APIC. */
void own_build(enum machine machine, bool has_hpet);
void own_build_one_cpu(enum machine machine, bool has_hpet);

/* The table at `gpa`: it must be whole, in ACPI memory, made by this firmware, and sum to zero. */
const u8 *own_table_at(u64 gpa, const char *signature);

/* The root table, by way of the RSDP; and the table that it names, or NULL. */
const u8 *own_xsdt(void);
const u8 *own_root_table(const char *signature);

#endif
