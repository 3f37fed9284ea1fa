/* Ports: nowhere, through the GHCB, directly; the same device sees the same accesses. */
#include "firmware/dev/pio.h"
#include "firmware/sev/ghcb.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"

#define GHCB 0x33000ull
#define PORT 0x514

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	hypervisor_reset();
	machine_set_one_port(PORT, 0x89abcdef);
	(void)rmp_ram(GHCB, PAGE_SIZE);
	return 0;
}

static int setup_ghcb(void **state)
{
	(void)setup(state);
	hypervisor_give_ghcb(GHCB);
	machine_forget_events();
	return 0;
}

static void write_all(void)
{
	pio_out8(PORT, 0x12);
	pio_out16(PORT, 0x3456);
	pio_out32(PORT, 0x789abcde);
}

static void assert_event(u32 *from, enum machine_event_kind kind, u32 bytes, u64 value)
{
	const struct machine_event *event;

	*from = machine_find_event(kind, *from);
	event = machine_event((*from)++);
	assert_int_equal(event->number, PORT);
	assert_int_equal(event->bytes, bytes);
	assert_int_equal(event->value, value);
}

static void assert_all_written(void)
{
	u32 from = 0;

	assert_event(&from, EVENT_OUT, 1, 0x12);
	assert_event(&from, EVENT_OUT, 2, 0x3456);
	assert_event(&from, EVENT_OUT, 4, 0x789abcde);
	assert_int_equal(machine_count_events(EVENT_OUT), 3);
}

/* The first test: direct access is never taken back. */
static void before_either_way_is_open_nothing_is_executed(void **state)
{
	(void)state;
	write_all();
	assert_int_equal(pio_in8(PORT), 0xff);
	assert_int_equal(pio_in32(PORT), 0xffffffff);
	assert_int_equal(machine_event_count(), 0);
}

static void with_a_ghcb_every_access_is_one_exit(void **state)
{
	(void)state;
	write_all();
	assert_all_written();
	assert_int_equal(pio_in8(PORT), 0xef);
	assert_int_equal(pio_in32(PORT), 0x89abcdef);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), 5);
}

static void after_the_ghcb_nothing_is_executed(void **state)
{
	(void)state;
	ghcb_stop();
	write_all();
	assert_int_equal(pio_in8(PORT), 0xff);
	assert_int_equal(machine_event_count(), 0);
}

static void the_fw_cfg_device_answers_through_the_ghcb(void **state)
{
	static const char signature[] = "QEMU";

	(void)state;
	fw_cfg_device_install();
	pio_out16(0x510, 0);
	for (u32 i = 0; i < 4; i++)
		assert_int_equal(pio_in8(0x511), signature[i]);
	assert_int_equal(fw_cfg_device_selects(0), 1);
}

static void an_exit_that_fails_ends_the_boot(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_RESULT, 3);
	assert_panic(pio_out8(PORT, 1), ERR_GHCB_RESULT);
	assert_panic((void)pio_in8(PORT), ERR_GHCB_RESULT);
	hypervisor_lie(HV_PAGE_NO_RAX, 0);
	assert_panic((void)pio_in32(PORT), ERR_GHCB_VALID);
	hypervisor_lie(HV_PAGE_INVALID, ~0ull);
	assert_panic(pio_out32(PORT, 1), ERR_GHCB_VALID);
	assert_panic(pio_out16(PORT, 1), ERR_GHCB_VALID);
}

/* The last tests, from here on in a plain VM. */
static void in_a_plain_vm_instructions_are_executed(void **state)
{
	(void)state;
	pio_allow_direct();
	write_all();
	assert_all_written();
	assert_int_equal(pio_in8(PORT), 0xef);
	assert_int_equal(pio_in32(PORT), 0x89abcdef);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, hypervisor_teardown)
#define WITH_GHCB(name) cmocka_unit_test_setup_teardown(name, setup_ghcb, hypervisor_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(before_either_way_is_open_nothing_is_executed),
		WITH_GHCB(with_a_ghcb_every_access_is_one_exit),
		WITH_GHCB(after_the_ghcb_nothing_is_executed),
		WITH_GHCB(the_fw_cfg_device_answers_through_the_ghcb),
		WITH_GHCB(an_exit_that_fails_ends_the_boot),
		TEST(in_a_plain_vm_instructions_are_executed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
