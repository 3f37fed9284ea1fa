/* The firmware's own tables: which a machine gets, how they are linked, and the bytes of the small ones. */
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/unit/boot/own_tables.h"

static u32 root_count(void)
{
	return (le32_load(own_xsdt() + 4) - 36) / 8;
}

static void q35_has_four_tables(void **state)
{
	(void)state;
	own_build_one_cpu(MACHINE_Q35, true);
	assert_int_equal(root_count(), 4);
	assert_non_null(own_root_table("FACP"));
	assert_non_null(own_root_table("APIC"));
	assert_non_null(own_root_table("MCFG"));
	assert_non_null(own_root_table("HPET"));
}

static void pc_has_no_mcfg(void **state)
{
	(void)state;
	own_build_one_cpu(MACHINE_PC, true);
	assert_int_equal(root_count(), 3);
	assert_null(own_root_table("MCFG"));
}

static void microvm_has_only_fadt_and_madt(void **state)
{
	(void)state;
	own_build_one_cpu(MACHINE_MICROVM, false);
	assert_int_equal(root_count(), 2);
	assert_non_null(own_root_table("FACP"));
	assert_non_null(own_root_table("APIC"));
}

static void without_hpet_there_is_no_table_for_it(void **state)
{
	(void)state;
	own_build_one_cpu(MACHINE_Q35, false);
	assert_null(own_root_table("HPET"));
}

static void mcfg_names_the_chipsets_window(void **state)
{
	static const u8 expected[24] = { [8 + 3] = 0xb0, [19] = 255 };
	const u8 *mcfg;

	(void)state;
	own_build_one_cpu(MACHINE_Q35, false);
	mcfg = own_root_table("MCFG");
	assert_int_equal(le32_load(mcfg + 4), 60);
	assert_memory_equal(mcfg + 36, expected, sizeof(expected));
}

static void hpet_is_at_its_fixed_place(void **state)
{
	static const u8 expected[20] = { 0x01, 0xa2, 0x86, 0x80, [4 + 4 + 2] = 0xd0, 0xfe };
	const u8 *hpet;

	(void)state;
	own_build_one_cpu(MACHINE_PC, true);
	hpet = own_root_table("HPET");
	assert_int_equal(le32_load(hpet + 4), 56);
	assert_memory_equal(hpet + 36, expected, sizeof(expected));
}

static void an_arena_that_is_too_small_is_an_error(void **state)
{
	(void)state;
	(void)madt_add_cpu(&own.madt, 0, 1);
	own.facts = (struct acpi_facts){ .machine = MACHINE_Q35 };
	assert_int_equal(acpi_topology_find(own.madt.file, sizeof(own.madt.file), &own.facts.topology), OK);
	arena_init(&own.arena, (struct range){ own.arena.whole.start, own.arena.whole.start + 0x400 });
	assert_int_equal(acpi_own_build(&own.facts, &own.arena, &own.rsdp_gpa), ERR_NO_RAM);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, own_setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(q35_has_four_tables),
		TEST(pc_has_no_mcfg),
		TEST(microvm_has_only_fadt_and_madt),
		TEST(without_hpet_there_is_no_table_for_it),
		TEST(mcfg_names_the_chipsets_window),
		TEST(hpet_is_at_its_fixed_place),
		TEST(an_arena_that_is_too_small_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
