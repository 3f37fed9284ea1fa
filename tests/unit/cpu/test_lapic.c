/* Local APIC registers in a page of RAM. */
#include "firmware/cpu/lapic.h"
#include "firmware/cpu/paging.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"

#define LAPIC 0xfee00000u

static u8 *registers;
static u64 mapped_gpa;

/* Instead of paging.c: nothing may be written before the page is mapped. */
void paging_map_device(u64 gpa)
{
	mapped_gpa = gpa;
	registers = machine_ram(LAPIC, PAGE_SIZE, MACHINE_PRIVATE);
}

static int setup(void **state)
{
	(void)state;
	machine_reset();
	mapped_gpa = 0;
	return 0;
}

static void virtual_wire_mode(void **state)
{
	(void)state;
	lapic_init();
	assert_int_equal(mapped_gpa, LAPIC);
	assert_int_equal(le32_load(registers + 0xf0), 0x1ff);
	assert_int_equal(le32_load(registers + 0x350), 0x8700);
	assert_int_equal(le32_load(registers + 0x360), 0x8400);
}

static void no_other_register_is_written(void **state)
{
	(void)state;
	lapic_init();
	for (u32 at = 0; at < PAGE_SIZE; at += 4)
		if (at != 0xf0 && at != 0x350 && at != 0x360)
			assert_int_equal(le32_load(registers + at), 0xa5a5a5a5);
}

/* Of the two commands RAM shows the last; that the first is INIT shows in a boot (tests/qemu). */
static void others_are_started_at_the_roms_page(void **state)
{
	(void)state;
	lapic_init();
	lapic_start_others(0xfffff000);
	assert_int_equal(le32_load(registers + 0x300), 0xc46ff); /* start-up at ff000, all but self */
	lapic_start_others(0xffff3000);
	assert_int_equal(le32_load(registers + 0x300), 0xc46f3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(virtual_wire_mode),
		TEST(others_are_started_at_the_roms_page),
		TEST(no_other_register_is_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
