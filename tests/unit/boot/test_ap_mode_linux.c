/* The default way of the APs: started once, nothing reserved, nothing in the MADT. */
#include "firmware/boot/ap_mode.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/machine.h"
#include "tests/fake/snp_guest.h"

static struct memory memory;
static u64 features;

static int setup(void **state)
{
	(void)state;
	features = snp_guest_start(&memory, 16 * MIB);
	return 0;
}

static void aps_are_started_and_left_to_the_kernel(void **state)
{
	(void)state;
	assert_int_equal(ap_mode_start(&memory, features, 8), OK);
	assert_int_equal(machine_count_events(EVENT_MMIO_WRITE), 2);
	assert_int_equal(machine_count_events(EVENT_AP_CREATE), 0);
	assert_int_equal(machine_count_events(EVENT_RMPADJUST), 0);
	assert_int_equal(memory.map.count, 0);
}

static void the_madt_gets_no_entry(void **state)
{
	u8 byte = 0x5a;

	(void)state;
	assert_int_equal(ap_mode_madt_bytes(), 0);
	assert_ptr_equal(ap_mode_put_madt(&byte, NULL), &byte);
	assert_int_equal(byte, 0x5a);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(aps_are_started_and_left_to_the_kernel),
		TEST(the_madt_gets_no_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
