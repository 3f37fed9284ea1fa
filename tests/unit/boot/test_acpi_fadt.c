/* The firmware's own FADT and FACS, byte by byte. */
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/unit/boot/own_tables.h"

#include <string.h>

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
	own_build_one_cpu(MACHINE_Q35, true);
	fadt = own_root_table("FACP");
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
	own_build_one_cpu(MACHINE_MICROVM, false);
	fadt = own_root_table("FACP");
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
	own_build_one_cpu(MACHINE_PC, false);
	fadt = own_root_table("FACP");
	facs = le32_load(fadt + 36);
	assert_int_equal(facs % 64, 0);
	assert_int_equal(le64_load(fadt + 132), 0);
	assert_memory_equal(phys_ptr(facs, 64), expected, sizeof(expected));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, own_setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(q35_fadt_byte_by_byte),
		TEST(microvm_fadt_byte_by_byte),
		TEST(facs_is_aligned_and_only_in_the_32_bit_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
