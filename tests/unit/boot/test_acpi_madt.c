/* The firmware's own MADT: expected bytes, and CPU lists of every size. */
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/unit/boot/own_tables.h"

#include <string.h>

static void q35_madt_byte_by_byte(void **state)
{
	static const u8 expected[] = {
		0x00, 0x00, 0xe0, 0xfe, 1, 0, 0, 0,
		0, 8, 0, 0, 1, 0, 0, 0,
		0, 8, 4, 4, 1, 0, 0, 0,
		1, 12, 0, 0, 0x00, 0x00, 0xc0, 0xfe, 0, 0, 0, 0,
		2, 10, 0, 0, 2, 0, 0, 0, 0, 0,
		2, 10, 0, 9, 9, 0, 0, 0, 0x0d, 0,
		4, 6, 0xff, 0, 0, 1,
	};
	const u8 *table;

	(void)state;
	(void)madt_add_cpu(&own.madt, 0, 1);
	(void)madt_add_cpu(&own.madt, 4, 1);
	own_build(MACHINE_Q35, false);
	table = own_root_table("APIC");
	assert_int_equal(le32_load(table + 4), 36 + sizeof(expected));
	assert_memory_equal(table + 36, expected, sizeof(expected));
}

static void microvm_madt_byte_by_byte(void **state)
{
	static const u8 expected[] = {
		0x00, 0x00, 0xe0, 0xfe, 1, 0, 0, 0,
		0, 8, 0, 0, 1, 0, 0, 0,
		1, 12, 0, 0, 0x00, 0x00, 0xc0, 0xfe, 0, 0, 0, 0,
		1, 12, 1, 0, 0x00, 0x00, 0xc1, 0xfe, 24, 0, 0, 0,
		4, 6, 0xff, 0, 0, 1,
	};
	const u8 *table;

	(void)state;
	own_build_one_cpu(MACHINE_MICROVM, false);
	table = own_root_table("APIC");
	assert_int_equal(le32_load(table + 4), 36 + sizeof(expected));
	assert_memory_equal(table + 36, expected, sizeof(expected));
}

/* The PCI links of pc are ISA lines that are level-triggered. */
static void pc_madt_has_the_links_lines(void **state)
{
	static const u8 links[] = { 2, 10, 0, 10, 10, 0, 0, 0, 0x0d, 0, 2, 10, 0, 11, 11, 0, 0, 0, 0x0d, 0 };
	const u8 *table;

	(void)state;
	own_build_one_cpu(MACHINE_PC, false);
	table = own_root_table("APIC");
	assert_memory_equal(table + 44 + 8 + 12 + 2 * 10, links, sizeof(links));
}

/* Entries by type; also proves that the list ends exactly where the table does. */
static void count_entries(const u8 *table, u32 counts[256])
{
	u32 at = 44;

	memset(counts, 0, 256 * sizeof(*counts));
	while (at < le32_load(table + 4)) {
		counts[table[at]]++;
		at += table[at + 1];
	}
	assert_int_equal(at, le32_load(table + 4));
}

static void cpu_counts_up_to_255_use_short_entries(void **state)
{
	static const u32 cpus[] = { 1, 2, 4, 254, 255 };
	u32 counts[256];

	(void)state;
	for (u32 i = 0; i < COUNT_OF(cpus); i++) {
		madt_start(&own.madt);
		for (u32 id = 0; id < cpus[i]; id++)
			(void)madt_add_cpu(&own.madt, (u8)id, 1);
		own_build(MACHINE_Q35, true);
		count_entries(own_root_table("APIC"), counts);
		assert_int_equal(counts[0], cpus[i]);
		assert_int_equal(counts[9], 0);
		assert_int_equal(counts[0x10], 0);
	}
}

static void ids_above_254_get_long_entries_and_their_nmi(void **state)
{
	static const u8 nmi[12] = { 10, 12, 0, 0, 0xff, 0xff, 0xff, 0xff, 1 };
	static const u8 wide[16] = { 9, 16, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0 };
	const u8 *table;
	u32 counts[256];

	(void)state;
	(void)madt_add_cpu(&own.madt, 0, 1);
	(void)madt_add_x2apic(&own.madt, 256, 1);
	own_build(MACHINE_Q35, true);
	table = own_root_table("APIC");
	count_entries(table, counts);
	assert_int_equal(counts[0], 1);
	assert_int_equal(counts[9], 1);
	assert_memory_equal(table + 44 + 8, wide, sizeof(wide));
	assert_memory_equal(table + le32_load(table + 4) - 12, nmi, sizeof(nmi));
}

static void the_most_cpus_fit(void **state)
{
	u32 counts[256];

	(void)state;
	for (u32 id = 0; id < ACPI_CPUS_MAX; id++)
		(void)madt_add_x2apic(&own.madt, id, 1);
	own_build(MACHINE_Q35, true);
	count_entries(own_root_table("APIC"), counts);
	assert_int_equal(counts[0] + counts[9], ACPI_CPUS_MAX);
}

static void nothing_of_the_hosts_other_entries_is_handed_over(void **state)
{
	static const u8 mailbox[16] = { 0x10, 16, 0, 0, 0, 0, 0, 0, 0, 0x10 };
	u32 counts[256];

	(void)state;
	(void)madt_add(&own.madt, mailbox, sizeof(mailbox));
	own_build_one_cpu(MACHINE_PC, false);
	count_entries(own_root_table("APIC"), counts);
	for (u32 type = 0; type < 256; type++)
		if (type != 0 && type != 1 && type != 2 && type != 4)
			assert_int_equal(counts[type], 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, own_setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(q35_madt_byte_by_byte),
		TEST(microvm_madt_byte_by_byte),
		TEST(pc_madt_has_the_links_lines),
		TEST(cpu_counts_up_to_255_use_short_entries),
		TEST(ids_above_254_get_long_entries_and_their_nmi),
		TEST(the_most_cpus_fit),
		TEST(nothing_of_the_hosts_other_entries_is_handed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
