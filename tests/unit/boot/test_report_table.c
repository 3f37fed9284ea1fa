/* The table OEMR: its parts, its checksum, and the root table that names it. */
#include "firmware/boot/report_table.h"
#include "firmware/boot/acpi_own.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/madt_builder.h"
#include "tests/unit/boot/table_builder.h"

#include <string.h>

#define ARENA 0x100000u
#define ARENA_BYTES 0x20000u

static u8 block[REPORT_TABLE_BYTES_MAX];
static struct attestation_report report;
static u8 certificates[REPORT_CERTIFICATES_MAX];
static struct arena arena;
static u64 rsdp_gpa;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	(void)machine_ram(ARENA, ARENA_BYTES, MACHINE_PRIVATE);
	arena_init(&arena, (struct range){ ARENA, ARENA + ARENA_BYTES });
	memset(block, 0xa5, sizeof(block));
	memset(&report, 0x11, sizeof(report));
	memset(certificates, 0x22, sizeof(certificates));
	return 0;
}

static bool is_filled(const u8 *bytes, u32 length, u8 value)
{
	for (u32 i = 0; i < length; i++)
		if (bytes[i] != value)
			return false;
	return true;
}

static void parts_lie_behind_each_other(void **state)
{
	struct report_table table = { .log_bytes = 300, .report = &report,
				      .certificates = certificates, .certificates_bytes = 77 };
	u32 bytes = report_table_finish(block, &table);

	(void)state;
	assert_int_equal(bytes, 64 + 300 + 0x4a0 + 77);
	assert_memory_equal(block, "OEMR", 4);
	assert_int_equal(le32_load(block + 4), bytes);
	assert_int_equal(block[8], 1); /* revision */
	assert_memory_equal(block + 10, "SNPSHMSNP-SHIM", 14);
	assert_int_equal(table_sum(block, bytes), 0);
	assert_int_equal(le32_load(block + 36), 0); /* no error */
	assert_int_equal(le32_load(block + 40), 64);
	assert_int_equal(le32_load(block + 44), 300);
	assert_int_equal(le32_load(block + 48), 364);
	assert_int_equal(le32_load(block + 52), 0x4a0);
	assert_int_equal(le32_load(block + 56), 364 + 0x4a0);
	assert_int_equal(le32_load(block + 60), 77);
	assert_true(is_filled(block + 64, 300, 0xa5)); /* the log was there before */
	assert_true(is_filled(block + 364, 0x4a0, 0x11));
	assert_true(is_filled(block + 364 + 0x4a0, 77, 0x22));
	assert_int_equal(block[bytes], 0xa5);
}

static void without_a_report_the_table_says_why(void **state)
{
	struct report_table table = { .error = ERR_REQUEST_BUSY, .log_bytes = 16, .report = &report,
				      .certificates = certificates, .certificates_bytes = 77 };
	u32 bytes = report_table_finish(block, &table);

	(void)state;
	assert_int_equal(bytes, 64 + 16);
	assert_int_equal(table_sum(block, bytes), 0);
	assert_int_equal(le32_load(block + 36), 0x773);
	assert_int_equal(le32_load(block + 52), 0);
	assert_int_equal(le32_load(block + 60), 0);
}

static void the_longest_table_fits(void **state)
{
	struct report_table table = { .log_bytes = EVENT_LOG_BYTES_MAX, .report = &report,
				      .certificates = certificates,
				      .certificates_bytes = REPORT_CERTIFICATES_MAX };

	(void)state;
	assert_int_equal(report_table_finish(block, &table), sizeof(block));
	assert_int_equal(table_sum(block, sizeof(block)), 0);
	table.log_bytes++;
	assert_panic((void)report_table_finish(block, &table), ERR_INTERNAL);
	table.log_bytes--;
	table.certificates_bytes++;
	assert_panic((void)report_table_finish(block, &table), ERR_INTERNAL);
}

static void build_own_tables(void)
{
	static struct madt_builder madt;
	struct acpi_facts facts = { .machine = MACHINE_Q35 };

	madt_start(&madt);
	(void)madt_add_cpu(&madt, 0, 1);
	assert_int_equal(acpi_topology_find(madt.file, sizeof(madt.file), &facts.topology), OK);
	assert_int_equal(acpi_own_build(&facts, &arena, &rsdp_gpa), OK);
}

static const u8 *root_table(void)
{
	return phys_ptr(le64_load((u8 *)phys_ptr(rsdp_gpa, 36) + 24), 36);
}

static void the_root_table_gets_one_more_entry(void **state)
{
	u8 before[128];
	u32 bytes;

	(void)state;
	build_own_tables();
	bytes = le32_load(root_table() + 4);
	memcpy(before, root_table(), bytes);
	assert_int_equal(report_table_publish(&arena, rsdp_gpa, 0x123456789abcull), OK);
	assert_int_equal(le32_load(root_table() + 4), bytes + 8);
	assert_int_equal(table_sum(root_table(), bytes + 8), 0);
	assert_memory_equal(root_table() + 36, before + 36, bytes - 36);
	assert_int_equal(le64_load(root_table() + bytes), 0x123456789abcull);
	assert_int_equal(table_sum(phys_ptr(rsdp_gpa, 36), 20), 0);
	assert_int_equal(table_sum(phys_ptr(rsdp_gpa, 36), 36), 0);
	assert_int_equal(machine_gpa_of(root_table()) % 16, 0);
	assert_true(machine_gpa_of(root_table()) >= arena.top);
}

static void no_room_for_a_root_table_is_an_error(void **state)
{
	u64 gpa;

	(void)state;
	build_own_tables();
	assert_int_equal(arena_take_low(&arena, align_down(arena.top, PAGE_SIZE) - ARENA, 1, &gpa), OK);
	arena.top = arena.bottom + 8;
	assert_error(report_table_publish(&arena, rsdp_gpa, 1), ERR_NO_RAM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(parts_lie_behind_each_other, setup, machine_teardown),
		cmocka_unit_test_setup_teardown(without_a_report_the_table_says_why, setup, machine_teardown),
		cmocka_unit_test_setup_teardown(the_longest_table_fits, setup, machine_teardown),
		cmocka_unit_test_setup_teardown(the_root_table_gets_one_more_entry, setup, machine_teardown),
		cmocka_unit_test_setup_teardown(no_room_for_a_root_table_is_an_error, setup, machine_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
