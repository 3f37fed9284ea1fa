/* Facts for the own tables from the fw_cfg device: honest, contradicting, absent. */
#include "firmware/boot/acpi_own.h"
#include "firmware/dev/fw_cfg.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/madt_builder.h"

#include <string.h>

#define DESCRIPTOR 0x1000u
#define DIRECTORY 0x2000u
#define ARENA 0x100000u
#define ARENA_BYTES 0x20000u

static struct madt_builder madt;
static struct fw_cfg_dir dir;
static struct arena arena;
static u8 cpu_count[2], hpet[121];
static u32 told_cpus;
static u64 rsdp_gpa;
static u16 tables_key;

static int setup(void **state)
{
	const struct fw_cfg_channel channel = { .descriptor_gpa = DESCRIPTOR };

	(void)state;
	fake_panic_reset();
	machine_reset();
	(void)machine_ram(DESCRIPTOR, 0x1000, MACHINE_SHARED);
	(void)machine_ram(DIRECTORY, 0x5000, MACHINE_PRIVATE);
	(void)machine_ram(ARENA, ARENA_BYTES, MACHINE_PRIVATE);
	fw_cfg_device_install();
	assert_int_equal(fw_cfg_init(&channel), OK);
	arena_init(&arena, (struct range){ ARENA, ARENA + ARENA_BYTES });
	madt_start(&madt);
	(void)madt_add_cpu(&madt, 0, 1);
	(void)madt_add_cpu(&madt, 2, 1);
	memset(hpet, 0, sizeof(hpet));
	hpet[0] = 1;
	le16_store(cpu_count, 2);
	return 0;
}

static enum err load(enum machine machine)
{
	fw_cfg_device_set(FW_CFG_KEY_CPU_COUNT, cpu_count, sizeof(cpu_count));
	fw_cfg_device_set(FW_CFG_KEY_HPET, hpet, sizeof(hpet));
	tables_key = fw_cfg_device_add_file("etc/acpi/tables", madt.file, sizeof(madt.file), false);
	assert_int_equal(fw_cfg_read_dir(DIRECTORY, &dir), OK);
	return acpi_own_load(machine, &dir, &arena, &rsdp_gpa, &told_cpus);
}

/* Entries of the root table: FADT, MADT, on q35 MCFG, HPET. */
static u32 root_count(void)
{
	u64 xsdt = le64_load((u8 *)phys_ptr(rsdp_gpa, 36) + 24);

	return (le32_load((u8 *)phys_ptr(xsdt, 36) + 4) - 36) / 8;
}

/* The power management control register, and the bit that makes power events SCIs. */
static bool acpi_mode_was_entered(void)
{
	u32 index = 0;

	while ((index = machine_find_event(EVENT_OUT, index)) < machine_event_count()) {
		const struct machine_event *event = machine_event(index++);

		if (event->number == 0x604)
			return event->bytes == 2 && event->value == 1;
	}
	return false;
}

static void honest_facts_give_tables(void **state)
{
	(void)state;
	assert_int_equal(load(MACHINE_Q35), OK);
	assert_int_equal(root_count(), 4);
	assert_int_equal(fw_cfg_device_selects(tables_key), 1); /* read once */
	assert_int_equal(fw_cfg_device_selects(FW_CFG_KEY_CPU_COUNT), 1);
	assert_int_equal(told_cpus, 2); /* by which they are parked */
	assert_true(acpi_mode_was_entered());
}

static void the_hosts_script_is_not_read(void **state)
{
	static u8 script[128];
	u16 key;

	(void)state;
	key = fw_cfg_device_add_file("etc/table-loader", script, sizeof(script), false);
	assert_int_equal(load(MACHINE_Q35), OK);
	assert_int_equal(fw_cfg_device_selects(key), 0);
}

/* The host's bytes reach neither end of the ACPI memory: the DSDT of madt_start has a pattern. */
static void no_byte_of_the_hosts_dsdt_is_handed_over(void **state)
{
	const u8 *top;
	u64 bytes;

	(void)state;
	assert_int_equal(load(MACHINE_Q35), OK);
	bytes = ARENA + ARENA_BYTES - arena.top;
	top = phys_ptr(arena.top, bytes);
	for (u64 at = 0; at + 32 <= bytes; at++)
		assert_memory_not_equal(top + at, madt.file + 64 + 36, 32);
}

static void no_tables_file_is_an_error(void **state)
{
	(void)state;
	memset(&dir, 0, sizeof(dir));
	assert_error(acpi_own_load(MACHINE_Q35, &dir, &arena, &rsdp_gpa, &told_cpus), ERR_ACPI_ABSENT);
}

static void a_bad_madt_is_an_error(void **state)
{
	(void)state;
	madt.file[MADT_OFFSET + 44 + 1] = 0;
	assert_error(load(MACHINE_Q35), ERR_ACPI_MADT);
}

static void unknown_machines_are_refused(void **state)
{
	(void)state;
	assert_error(load(MACHINE_OTHER), ERR_ACPI_MACHINE);
	assert_false(acpi_mode_was_entered());
}

static void microvm_needs_its_second_io_apic(void **state)
{
	(void)state;
	assert_error(load(MACHINE_MICROVM), ERR_ACPI_MACHINE);
}

static void microvm_with_it_is_fine_and_has_no_hpet(void **state)
{
	(void)state;
	(void)madt_add_io_apic(&madt, ACPI_IO_APIC2_GPA, ACPI_IO_APIC2_GSI);
	assert_int_equal(load(MACHINE_MICROVM), OK);
	assert_false(acpi_mode_was_entered());
	assert_int_equal(root_count(), 2);
}

static void a_second_io_apic_elsewhere_is_refused(void **state)
{
	(void)state;
	(void)madt_add_io_apic(&madt, ACPI_IO_APIC2_GPA, ACPI_IO_APIC2_GSI);
	assert_error(load(MACHINE_Q35), ERR_ACPI_MACHINE);
}

static void cpu_counts_have_to_agree(void **state)
{
	static const u16 lies[] = { 0, 1, 3, 0xffff };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(lies); i++) {
		(void)setup(NULL);
		le16_store(cpu_count, lies[i]);
		assert_error(load(MACHINE_Q35), ERR_ACPI_CPUS);
		machine_free();
	}
	(void)setup(NULL);
}

static void only_one_hpet_counts(void **state)
{
	static const u8 counts[] = { 0, 2, 0xff };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(counts); i++) {
		(void)setup(NULL);
		hpet[0] = counts[i];
		assert_int_equal(load(MACHINE_Q35), OK);
		assert_int_equal(root_count(), 3);
		machine_free();
	}
	(void)setup(NULL);
}

static void a_failing_transfer_is_an_error(void **state)
{
	static const u16 keys[] = { FW_CFG_KEY_CPU_COUNT, FW_CFG_KEY_HPET, FW_CFG_KEY_FIRST_FILE };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(keys); i++) {
		(void)setup(NULL);
		fw_cfg_device_lie(FW_CFG_DMA_ERROR, keys[i]);
		assert_int_equal(load(MACHINE_Q35), ERR_FW_CFG_DMA);
		machine_free();
	}
	(void)setup(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(honest_facts_give_tables),
		TEST(the_hosts_script_is_not_read),
		TEST(no_byte_of_the_hosts_dsdt_is_handed_over),
		TEST(no_tables_file_is_an_error),
		TEST(a_bad_madt_is_an_error),
		TEST(unknown_machines_are_refused),
		TEST(microvm_needs_its_second_io_apic),
		TEST(microvm_with_it_is_fine_and_has_no_hpet),
		TEST(a_second_io_apic_elsewhere_is_refused),
		TEST(cpu_counts_have_to_agree),
		TEST(only_one_hpet_counts),
		TEST(a_failing_transfer_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
