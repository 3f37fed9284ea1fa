/* Every vector ends the boot, with its number and place. */
#include "firmware/cpu/exception.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

/* asm/isr.asm has the real one. */
extern const u8 idt64[256 * 16];
const u8 idt64[256 * 16];

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	return 0;
}

static void assert_vector_ends_the_boot(u64 vector)
{
	struct exception_frame frame = { .vector = vector, .rip = 0xffff1234 + vector };

	assert_panic(exception_report(&frame), frame.vector < 32 ? ERR_EXCEPTION : ERR_INTERRUPT);
	assert_int_equal(fake_fault.a, frame.vector);
	assert_int_equal(fake_fault.b, frame.rip);
}

static void every_vector_ends_the_boot(void **state)
{
	(void)state;
	for (u64 vector = 0; vector < 256; vector++)
		assert_vector_ends_the_boot(vector);
}

static void the_tables_that_are_loaded_are_whole(void **state)
{
	(void)state;
	exception_install(); /* the fakes check sizes and selectors */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(every_vector_ends_the_boot, setup),
		cmocka_unit_test_setup(the_tables_that_are_loaded_are_whole, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
