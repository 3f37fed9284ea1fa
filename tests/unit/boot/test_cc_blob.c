/* The confidential-computing blob, byte for byte as Linux reads it. */
#include "firmware/boot/cc_blob.h"
#include "firmware/mem/layout.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"

#include <string.h>

static struct arena arena;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	(void)machine_ram(layout_arena().start, range_bytes(layout_arena()), MACHINE_PRIVATE);
	arena_init(&arena, layout_arena());
	return 0;
}

static void the_blob_names_both_pages(void **state)
{
	static const u8 wanted[40] = {
		'A', 'M', 'D', 'E',                 /* magic */
		1, 0, 0, 0,                         /* version, reserved */
		0x00, 0x10, 0x03, 0, 0, 0, 0, 0,    /* secrets page: tests/fake/layout.c */
		0x00, 0x10, 0, 0, 0, 0, 0, 0,       /* its length, reserved */
		0x00, 0x20, 0x03, 0, 0, 0, 0, 0,    /* CPUID page */
		0x00, 0x10, 0, 0, 0, 0, 0, 0,       /* its length, reserved */
	};
	u64 gpa;

	(void)state;
	assert_int_equal(cc_blob_write(&arena, &gpa), OK);
	assert_int_equal(gpa % 8, 0);
	assert_memory_equal(phys_ptr(gpa, sizeof(wanted)), wanted, sizeof(wanted));
}

static void it_lies_in_memory_that_linux_keeps(void **state)
{
	u64 gpa;

	(void)state;
	assert_int_equal(cc_blob_write(&arena, &gpa), OK);
	assert_int_equal(gpa, arena.top);
	assert_int_equal(arena.bottom, arena.whole.start);
	assert_true(gpa + 40 <= arena.whole.end);
}

static void a_full_arena_is_an_error(void **state)
{
	u64 gpa;

	(void)state;
	assert_int_equal(arena_take_low(&arena, range_bytes(layout_arena()), 1, &gpa), OK);
	assert_fault(cc_blob_write(&arena, &gpa), ERR_NO_RAM, 40, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_blob_names_both_pages, setup, machine_teardown),
		cmocka_unit_test_setup_teardown(it_lies_in_memory_that_linux_keeps, setup, machine_teardown),
		cmocka_unit_test_setup_teardown(a_full_arena_is_an_error, setup, machine_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
