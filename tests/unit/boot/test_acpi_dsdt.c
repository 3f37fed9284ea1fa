/* The firmware's own DSDT: the one of its machine, and the transports of microvm that are copied. */
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/unit/boot/own_tables.h"

static void each_machine_gets_its_dsdt(void **state)
{
	static const enum machine machines[] = { MACHINE_Q35, MACHINE_PC, MACHINE_MICROVM };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(machines); i++) {
		struct acpi_aml aml = acpi_dsdt_aml(machines[i]);
		const u8 *fadt, *dsdt;

		madt_start(&own.madt);
		own_build_one_cpu(machines[i], true);
		fadt = own_root_table("FACP");
		dsdt = own_table_at(le64_load(fadt + 140), "DSDT");
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
	own_build_one_cpu(MACHINE_MICROVM, false);
	dsdt = own_table_at(le64_load(own_root_table("FACP") + 140), "DSDT");
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, own_setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_machine_gets_its_dsdt),
		TEST(microvm_has_24_transports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
