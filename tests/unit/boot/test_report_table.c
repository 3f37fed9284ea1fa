/* The table OEMR: its parts, its checksum, and the root table that names it. */
#include "firmware/boot/report_table.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/own_tables.h"
#include "tests/unit/boot/table_builder.h"

#include <string.h>

static u8 block[REPORT_TABLE_BYTES_MAX];
static struct attestation_report report;
static u8 certificates[REPORT_CERTIFICATES_MAX];

static int setup(void **state)
{
	(void)own_setup(state);
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

static void the_root_table_gets_one_more_entry(void **state)
{
	u8 before[128];
	u32 bytes;

	(void)state;
	own_build_one_cpu(MACHINE_Q35, false);
	bytes = le32_load(own_xsdt() + 4);
	memcpy(before, own_xsdt(), bytes);
	assert_int_equal(report_table_publish(&own.arena, own.rsdp_gpa, 0x123456789abcull), OK);
	assert_int_equal(le32_load(own_xsdt() + 4), bytes + 8);
	assert_int_equal(table_sum(own_xsdt(), bytes + 8), 0);
	assert_memory_equal(own_xsdt() + 36, before + 36, bytes - 36);
	assert_int_equal(le64_load(own_xsdt() + bytes), 0x123456789abcull);
	assert_int_equal(table_sum(phys_ptr(own.rsdp_gpa, 36), 20), 0);
	assert_int_equal(table_sum(phys_ptr(own.rsdp_gpa, 36), 36), 0);
	assert_int_equal(machine_gpa_of(own_xsdt()) % 16, 0);
	assert_true(machine_gpa_of(own_xsdt()) >= own.arena.top);
}

static void no_room_for_a_root_table_is_an_error(void **state)
{
	u64 free_end, gpa;

	(void)state;
	own_build_one_cpu(MACHINE_Q35, false);
	free_end = align_down(own.arena.top, PAGE_SIZE);
	assert_int_equal(arena_take_low(&own.arena, free_end - own.arena.whole.start, 1, &gpa), OK);
	own.arena.top = own.arena.bottom + 8;
	assert_error(report_table_publish(&own.arena, own.rsdp_gpa, 1), ERR_NO_RAM);
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
