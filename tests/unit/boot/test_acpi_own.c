/* The firmware's own tables: bytes against expected ones, links, checksums, sizes of CPU lists. */
#include "firmware/boot/acpi_tables.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/madt_builder.h"
#include "tests/unit/boot/table_builder.h"

#include <string.h>

#define ARENA 0x100000u
#define ARENA_BYTES 0x20000u

static struct madt_builder madt;
static struct acpi_facts facts;
static struct arena arena;
static u64 rsdp_gpa;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	(void)machine_ram(ARENA, ARENA_BYTES, MACHINE_PRIVATE);
	arena_init(&arena, (struct range){ ARENA, ARENA + ARENA_BYTES });
	madt_start(&madt);
	return 0;
}

static void build(enum machine machine, bool has_hpet)
{
	facts = (struct acpi_facts){ .machine = machine, .has_hpet = has_hpet };
	assert_int_equal(acpi_topology_find(madt.file, sizeof(madt.file), &facts.topology), OK);
	assert_int_equal(acpi_own_build(&facts, &arena, &rsdp_gpa), OK);
}

static void build_one_cpu(enum machine machine, bool has_hpet)
{
	(void)madt_add_cpu(&madt, 0, 1);
	if (machine == MACHINE_MICROVM)
		(void)madt_add_io_apic(&madt, ACPI_IO_APIC2_GPA, ACPI_IO_APIC2_GSI);
	build(machine, has_hpet);
}

/* The table at `gpa`, whole in ACPI memory, and summing to zero. */
static const u8 *table_at(u64 gpa, const char *signature)
{
	u32 bytes = le32_load((u8 *)phys_ptr(gpa, 36) + 4);
	const u8 *table = phys_ptr(gpa, bytes);

	assert_in_range(gpa, arena.top, ARENA + ARENA_BYTES - bytes);
	assert_memory_equal(table, signature, 4);
	assert_int_equal(table_sum(table, bytes), 0);
	assert_memory_equal(table + 10, "SNPSHMSNP-SHIM\1\0\0\0SHIM\1\0\0\0", 26);
	return table;
}

static const u8 *xsdt(void)
{
	const u8 *rsdp = phys_ptr(rsdp_gpa, 36);

	assert_int_equal(rsdp_gpa % 16, 0);
	assert_memory_equal(rsdp, "RSD PTR ", 8);
	assert_memory_equal(rsdp + 9, "SNPSHM", 6);
	assert_int_equal(rsdp[15], 2);
	assert_int_equal(le32_load(rsdp + 16), 0); /* no RSDT */
	assert_int_equal(le32_load(rsdp + 20), 36);
	assert_int_equal(table_sum(rsdp, 20), 0);
	assert_int_equal(table_sum(rsdp, 36), 0);
	return table_at(le64_load(rsdp + 24), "XSDT");
}

static const u8 *root_table(const char *signature)
{
	const u8 *root = xsdt();

	for (u32 at = 36; at < le32_load(root + 4); at += 8) {
		u64 gpa = le64_load(root + at);

		if (memcmp(phys_ptr(gpa, 4), signature, 4) == 0)
			return table_at(gpa, signature);
	}
	return NULL;
}

static u32 root_count(void)
{
	return (le32_load(xsdt() + 4) - 36) / 8;
}

/* Signatures of the root table in order, without those of tables that a machine lacks. */
static void q35_has_four_tables(void **state)
{
	(void)state;
	build_one_cpu(MACHINE_Q35, true);
	assert_int_equal(root_count(), 4);
	assert_non_null(root_table("FACP"));
	assert_non_null(root_table("APIC"));
	assert_non_null(root_table("MCFG"));
	assert_non_null(root_table("HPET"));
}

static void pc_has_no_mcfg(void **state)
{
	(void)state;
	build_one_cpu(MACHINE_PC, true);
	assert_int_equal(root_count(), 3);
	assert_null(root_table("MCFG"));
}

static void microvm_has_only_fadt_and_madt(void **state)
{
	(void)state;
	build_one_cpu(MACHINE_MICROVM, false);
	assert_int_equal(root_count(), 2);
	assert_non_null(root_table("FACP"));
	assert_non_null(root_table("APIC"));
}

static void without_hpet_there_is_no_table_for_it(void **state)
{
	(void)state;
	build_one_cpu(MACHINE_Q35, false);
	assert_null(root_table("HPET"));
}

static void each_machine_gets_its_dsdt(void **state)
{
	static const enum machine machines[] = { MACHINE_Q35, MACHINE_PC, MACHINE_MICROVM };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(machines); i++) {
		struct acpi_aml aml = acpi_dsdt_aml(machines[i]);
		const u8 *fadt, *dsdt;

		madt_start(&madt);
		build_one_cpu(machines[i], true);
		fadt = root_table("FACP");
		dsdt = table_at(le64_load(fadt + 140), "DSDT");
		assert_int_equal(le32_load(fadt + 40), le64_load(fadt + 140));
		assert_int_equal(dsdt[8], 2);
		assert_int_equal(le32_load(dsdt + 4), 36 + aml.count + aml.tail_bytes * aml.tail_copies);
		assert_memory_equal(dsdt + 36, aml.bytes, aml.count);
	}
}

/* The last device of dsdt_microvm.asl, once for each number, the highest first. */
static void microvm_has_24_transports(void **state)
{
	static const u8 start[] = { 0x5b, 0x82, 0x43, 0x04, 0x2e, '_', 'S', 'B', '_', 'V', 'I', 'O' };
	struct acpi_aml aml = acpi_dsdt_aml(MACHINE_MICROVM);
	const u8 *dsdt;

	(void)state;
	build_one_cpu(MACHINE_MICROVM, false);
	dsdt = table_at(le64_load(root_table("FACP") + 140), "DSDT");
	assert_int_equal(aml.tail_copies, 24);
	assert_int_equal(aml.tail_bytes, 2 + 0x43); /* what its own length says */
	for (u32 i = 0; i < 24; i++) {
		const u8 *device = dsdt + 36 + aml.count + i * aml.tail_bytes;
		u8 letter = (u8)('X' - i);
		u32 letters = 0;

		assert_memory_equal(device, start, sizeof(start));
		assert_int_equal(device[sizeof(start)], letter);
		assert_memory_equal(device + sizeof(start) + 1, "\x08_HID\x0dLNRO0005", 15);
		for (u32 at = 0; at < aml.tail_bytes; at++) {
			assert_int_not_equal(device[at], 'Z');
			letters += at > 0 && device[at - 1] == 0x0a && device[at] == letter;
		}
		assert_int_equal(letters, 3); /* _UID, and an argument each of _STA, _CRS */
	}
}

static void q35_fadt_byte_by_byte(void **state)
{
	u8 expected[268] = {
		[46] = 9,                                          /* SCI */
		[56] = 0x00, 0x06, [64] = 0x04, 0x06,              /* PM1a event, control */
		[76] = 0x08, 0x06,                                 /* PM timer */
		[88] = 4, 2, 0, 4, 0, 0,                           /* their lengths; no GPE */
		[96] = 101, 0, 0xe9, 0x03,                         /* no C2, no C3 */
		[108] = 0x32, 0x02, 0x00,                          /* century; 8042 */
		[112] = 0x25, 0x04, 0x00, 0x00,                    /* WBINVD C1 SLP_BUTTON, RESET */
		[116] = 1, 8, 0, 0, 0xf9, 0x0c, [128] = 6,         /* reset register, value */
		[148] = 1, 32, 0, 0, 0x00, 0x06,                   /* X_PM1a event */
		[172] = 1, 16, 0, 0, 0x04, 0x06,                   /* X_PM1a control */
		[208] = 1, 32, 0, 0, 0x08, 0x06,                   /* X_PM timer */
	};
	const u8 *fadt;

	(void)state;
	build_one_cpu(MACHINE_Q35, true);
	fadt = root_table("FACP");
	assert_int_equal(le32_load(fadt + 4), 268);
	assert_int_equal(fadt[8], 5);
	memcpy(expected, fadt, 44); /* header, and the addresses that other tests look at */
	memcpy(expected + 140, fadt + 140, 8);
	assert_memory_equal(fadt, expected, sizeof(expected));
}

static void microvm_fadt_byte_by_byte(void **state)
{
	u8 expected[268] = {
		[112] = 0x00, 0x04, 0x10, 0x00,                    /* RESET_REG, HW_REDUCED */
		[116] = 0, 8, 0, 0, 0x02, 0x02, 0xa0, 0xfe, [128] = 0x42,
		[244] = 0, 8, 0, 0, 0x00, 0x02, 0xa0, 0xfe,        /* sleep control */
		[256] = 0, 8, 0, 0, 0x01, 0x02, 0xa0, 0xfe,        /* sleep status */
	};
	const u8 *fadt;

	(void)state;
	build_one_cpu(MACHINE_MICROVM, false);
	fadt = root_table("FACP");
	assert_int_equal(le32_load(fadt + 36), 0); /* no FACS */
	memcpy(expected, fadt, 44);
	memcpy(expected + 140, fadt + 140, 8);
	assert_memory_equal(fadt, expected, sizeof(expected));
}

static void facs_is_aligned_and_only_in_the_32_bit_field(void **state)
{
	static const u8 expected[64] = { 'F', 'A', 'C', 'S', 64, [32] = 1 };
	const u8 *fadt;
	u32 facs;

	(void)state;
	build_one_cpu(MACHINE_PC, false);
	fadt = root_table("FACP");
	facs = le32_load(fadt + 36);
	assert_int_equal(facs % 64, 0);
	assert_int_equal(le64_load(fadt + 132), 0);
	assert_memory_equal(phys_ptr(facs, 64), expected, sizeof(expected));
}

static void mcfg_names_the_chipsets_window(void **state)
{
	static const u8 expected[24] = { [8 + 3] = 0xb0, [19] = 255 };
	const u8 *mcfg;

	(void)state;
	build_one_cpu(MACHINE_Q35, false);
	mcfg = root_table("MCFG");
	assert_int_equal(le32_load(mcfg + 4), 60);
	assert_memory_equal(mcfg + 36, expected, sizeof(expected));
}

static void hpet_is_at_its_fixed_place(void **state)
{
	static const u8 expected[20] = { 0x01, 0xa2, 0x86, 0x80, [4 + 4 + 2] = 0xd0, 0xfe };
	const u8 *hpet;

	(void)state;
	build_one_cpu(MACHINE_PC, true);
	hpet = root_table("HPET");
	assert_int_equal(le32_load(hpet + 4), 56);
	assert_memory_equal(hpet + 36, expected, sizeof(expected));
}

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
	(void)madt_add_cpu(&madt, 0, 1);
	(void)madt_add_cpu(&madt, 4, 1);
	build(MACHINE_Q35, false);
	table = root_table("APIC");
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
	build_one_cpu(MACHINE_MICROVM, false);
	table = root_table("APIC");
	assert_int_equal(le32_load(table + 4), 36 + sizeof(expected));
	assert_memory_equal(table + 36, expected, sizeof(expected));
}

/* The PCI links of pc are ISA lines that are level-triggered. */
static void pc_madt_has_the_links_lines(void **state)
{
	static const u8 links[] = { 2, 10, 0, 10, 10, 0, 0, 0, 0x0d, 0, 2, 10, 0, 11, 11, 0, 0, 0, 0x0d, 0 };
	const u8 *table;

	(void)state;
	build_one_cpu(MACHINE_PC, false);
	table = root_table("APIC");
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
		madt_start(&madt);
		for (u32 id = 0; id < cpus[i]; id++)
			(void)madt_add_cpu(&madt, (u8)id, 1);
		build(MACHINE_Q35, true);
		count_entries(root_table("APIC"), counts);
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
	(void)madt_add_cpu(&madt, 0, 1);
	(void)madt_add_x2apic(&madt, 256, 1);
	build(MACHINE_Q35, true);
	table = root_table("APIC");
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
		(void)madt_add_x2apic(&madt, id, 1);
	build(MACHINE_Q35, true);
	count_entries(root_table("APIC"), counts);
	assert_int_equal(counts[0] + counts[9], ACPI_CPUS_MAX);
}

static void nothing_of_the_hosts_other_entries_is_handed_over(void **state)
{
	static const u8 mailbox[16] = { 0x10, 16, 0, 0, 0, 0, 0, 0, 0, 0x10 };
	u32 counts[256];

	(void)state;
	(void)madt_add(&madt, mailbox, sizeof(mailbox));
	build_one_cpu(MACHINE_PC, false);
	count_entries(root_table("APIC"), counts);
	for (u32 type = 0; type < 256; type++)
		if (type != 0 && type != 1 && type != 2 && type != 4)
			assert_int_equal(counts[type], 0);
}

static void an_arena_that_is_too_small_is_an_error(void **state)
{
	(void)state;
	(void)madt_add_cpu(&madt, 0, 1);
	facts = (struct acpi_facts){ .machine = MACHINE_Q35 };
	assert_int_equal(acpi_topology_find(madt.file, sizeof(madt.file), &facts.topology), OK);
	arena_init(&arena, (struct range){ ARENA, ARENA + 0x400 });
	assert_int_equal(acpi_own_build(&facts, &arena, &rsdp_gpa), ERR_NO_RAM);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(q35_has_four_tables),
		TEST(pc_has_no_mcfg),
		TEST(microvm_has_only_fadt_and_madt),
		TEST(without_hpet_there_is_no_table_for_it),
		TEST(each_machine_gets_its_dsdt),
		TEST(microvm_has_24_transports),
		TEST(q35_fadt_byte_by_byte),
		TEST(microvm_fadt_byte_by_byte),
		TEST(facs_is_aligned_and_only_in_the_32_bit_field),
		TEST(mcfg_names_the_chipsets_window),
		TEST(hpet_is_at_its_fixed_place),
		TEST(q35_madt_byte_by_byte),
		TEST(microvm_madt_byte_by_byte),
		TEST(pc_madt_has_the_links_lines),
		TEST(cpu_counts_up_to_255_use_short_entries),
		TEST(ids_above_254_get_long_entries_and_their_nmi),
		TEST(the_most_cpus_fit),
		TEST(nothing_of_the_hosts_other_entries_is_handed_over),
		TEST(an_arena_that_is_too_small_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
