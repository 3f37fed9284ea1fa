/* A guest that builds the firmware's own tables; see the header. */
#include "tests/unit/boot/own_tables.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/table_builder.h"

#include <string.h>

#define ARENA 0x100000u
#define ARENA_BYTES 0x20000u

struct own_tables own;

int own_setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	(void)machine_ram(ARENA, ARENA_BYTES, MACHINE_PRIVATE);
	arena_init(&own.arena, (struct range){ ARENA, ARENA + ARENA_BYTES });
	madt_start(&own.madt);
	return 0;
}

void own_build(enum machine machine, bool has_hpet)
{
	own.facts = (struct acpi_facts){ .machine = machine, .has_hpet = has_hpet };
	assert_int_equal(acpi_topology_find(own.madt.file, sizeof(own.madt.file), &own.facts.topology), OK);
	assert_int_equal(acpi_own_build(&own.facts, &own.arena, &own.rsdp_gpa), OK);
}

void own_build_one_cpu(enum machine machine, bool has_hpet)
{
	(void)madt_add_cpu(&own.madt, 0, 1);
	if (machine == MACHINE_MICROVM)
		(void)madt_add_io_apic(&own.madt, ACPI_IO_APIC2_GPA, ACPI_IO_APIC2_GSI);
	own_build(machine, has_hpet);
}

const u8 *own_table_at(u64 gpa, const char *signature)
{
	u32 bytes = le32_load((u8 *)phys_ptr(gpa, 36) + 4);
	const u8 *table = phys_ptr(gpa, bytes);

	assert_in_range(gpa, own.arena.top, ARENA + ARENA_BYTES - bytes);
	assert_memory_equal(table, signature, 4);
	assert_int_equal(table_sum(table, bytes), 0);
	assert_memory_equal(table + 10, "SNPSHMSNP-SHIM\1\0\0\0SHIM\1\0\0\0", 26);
	return table;
}

const u8 *own_xsdt(void)
{
	const u8 *rsdp = phys_ptr(own.rsdp_gpa, 36);

	assert_int_equal(own.rsdp_gpa % 16, 0);
	assert_memory_equal(rsdp, "RSD PTR ", 8);
	assert_memory_equal(rsdp + 9, "SNPSHM", 6);
	assert_int_equal(rsdp[15], 2);
	assert_int_equal(le32_load(rsdp + 16), 0); /* no RSDT */
	assert_int_equal(le32_load(rsdp + 20), 36);
	assert_int_equal(table_sum(rsdp, 20), 0);
	assert_int_equal(table_sum(rsdp, 36), 0);
	return own_table_at(le64_load(rsdp + 24), "XSDT");
}

const u8 *own_root_table(const char *signature)
{
	const u8 *root = own_xsdt();

	for (u32 at = 36; at < le32_load(root + 4); at += 8) {
		u64 gpa = le64_load(root + at);

		if (memcmp(phys_ptr(gpa, 4), signature, 4) == 0)
			return own_table_at(gpa, signature);
	}
	return NULL;
}
