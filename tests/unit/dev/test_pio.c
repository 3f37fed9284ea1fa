/* Port I/O: nowhere before anything is known, through the GHCB once there is one, else directly. */
#include "firmware/dev/pio.h"
#include "firmware/sev/ghcb.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"

#define PORT 0x3f8

/* The GHCB, as far as pio.c sees it. */
static bool is_ready;
static struct {
	u32 in, out, bytes, value;
	u16 port;
} ghcb;

bool ghcb_is_ready(void)
{
	return is_ready;
}

u32 ghcb_port_in(u16 port, u32 bytes)
{
	ghcb.port = port;
	ghcb.bytes = bytes;
	ghcb.in++;
	return 0xa1b2c3d4;
}

void ghcb_port_out(u16 port, u32 bytes, u32 value)
{
	ghcb.port = port;
	ghcb.bytes = bytes;
	ghcb.value = value;
	ghcb.out++;
}

static bool port_in(u16 port, u32 bytes, u32 *value)
{
	(void)bytes;
	if (port == PORT)
		*value = 0x55667788 >> (32 - bytes * 8);
	return true;
}

static bool port_out(u16 port, u32 bytes, u32 value)
{
	(void)port;
	(void)bytes;
	(void)value;
	return true;
}

static int setup(void **state)
{
	static const struct machine_ports ports = { port_in, port_out };

	(void)state;
	machine_reset();
	machine_set_ports(&ports);
	is_ready = false;
	return 0;
}

/* IN or OUT in an SEV-ES guest without a GHCB would be a #VC: the end, without a word. */
static void before_anything_is_known_no_port_is_touched(void **state)
{
	(void)state;
	assert_int_equal(pio_in8(PORT), 0xff);
	assert_int_equal(pio_in32(PORT), 0xffffffff);
	pio_out8(PORT, 1);
	pio_out16(PORT, 2);
	pio_out32(PORT, 3);
	assert_int_equal(machine_event_count(), 0);
	assert_int_equal(ghcb.in + ghcb.out, 0);
}

static void assert_ghcb_out(u32 bytes, u32 value)
{
	assert_int_equal(ghcb.port, PORT);
	assert_int_equal(ghcb.bytes, bytes);
	assert_int_equal(ghcb.value, value);
}

static void with_a_ghcb_everything_goes_through_it(void **state)
{
	(void)state;
	is_ready = true;
	assert_int_equal(pio_in8(PORT), 0xd4);
	assert_int_equal(ghcb.bytes, 1);
	assert_int_equal(pio_in32(PORT), 0xa1b2c3d4);
	assert_int_equal(ghcb.bytes, 4);
	pio_out8(PORT, 0x11);
	assert_ghcb_out(1, 0x11);
	pio_out16(PORT, 0x2222);
	assert_ghcb_out(2, 0x2222);
	pio_out32(PORT, 0x33333333);
	assert_ghcb_out(4, 0x33333333);
	assert_int_equal(machine_event_count(), 0);
}

static void assert_event(u32 index, enum machine_event_kind kind, u32 bytes, u64 value)
{
	const struct machine_event *event = machine_event(index);

	assert_int_equal(event->kind, kind);
	assert_int_equal(event->number, PORT);
	assert_int_equal(event->bytes, bytes);
	assert_int_equal(event->value, value);
}

/* Last: allowing it is for ever. */
static void in_a_plain_vm_the_instructions_are_executed(void **state)
{
	(void)state;
	pio_allow_direct();
	assert_int_equal(pio_in8(PORT), 0x55);
	assert_int_equal(pio_in32(PORT), 0x55667788);
	pio_out8(PORT, 0x11);
	pio_out16(PORT, 0x2222);
	pio_out32(PORT, 0x33333333);
	assert_event(0, EVENT_IN, 1, 0x55);
	assert_event(1, EVENT_IN, 4, 0x55667788);
	assert_event(2, EVENT_OUT, 1, 0x11);
	assert_event(3, EVENT_OUT, 2, 0x2222);
	assert_event(4, EVENT_OUT, 4, 0x33333333);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
	const struct CMUnitTest tests[] = {
		TEST(before_anything_is_known_no_port_is_touched),
		TEST(with_a_ghcb_everything_goes_through_it),
		TEST(in_a_plain_vm_the_instructions_are_executed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
