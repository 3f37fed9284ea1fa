/* The serial port and the debug console: what is sent, and that no port can hold the boot up. */
#include "firmware/dev/uart.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"

#include <string.h>

#define COM1 0x3f8
#define DEBUGCON 0x402

static struct {
	bool has_uart, has_debugcon;
	u32 busy_polls; /* that each character takes */
	u32 polls_left;
	u8 line_control;
	u32 divisor;
	char serial[64], debugcon[64];
	u32 serial_count, debugcon_count, status_reads;
} device;

static bool port_in(u16 port, u32 bytes, u32 *value)
{
	assert_int_equal(bytes, 1);
	if (port == DEBUGCON && device.has_debugcon)
		*value = 0xe9;
	if (port == COM1 + 5)
		device.status_reads++;
	if (port == COM1 + 5 && device.has_uart) {
		*value = device.polls_left == 0 ? 0x60 : 0;
		device.polls_left -= device.polls_left > 0;
	}
	return true;
}

static void data_out(u8 value)
{
	if (device.line_control & 0x80) {
		device.divisor = (device.divisor & 0xff00) | value;
		return;
	}
	assert_true(device.serial_count < sizeof(device.serial) - 1);
	device.serial[device.serial_count++] = (char)value;
	device.polls_left = device.busy_polls;
}

static bool port_out(u16 port, u32 bytes, u32 value)
{
	assert_int_equal(bytes, 1);
	switch (port) {
	case COM1:
		data_out((u8)value);
		break;
	case COM1 + 1:
		if (device.line_control & 0x80)
			device.divisor = (device.divisor & 0xff) | value << 8;
		else
			assert_int_equal(value, 0); /* no interrupts */
		break;
	case COM1 + 3:
		device.line_control = (u8)value;
		break;
	case DEBUGCON:
		assert_true(device.debugcon_count < sizeof(device.debugcon) - 1);
		device.debugcon[device.debugcon_count++] = (char)value;
		break;
	default:
		assert_int_equal(port, COM1 + 2);
	}
	return true;
}

static int setup(void **state)
{
	static const struct machine_ports ports = { port_in, port_out };

	(void)state;
	machine_reset();
	machine_set_ports(&ports);
	memset(&device, 0, sizeof(device));
	device.has_uart = true;
	return 0;
}

static void text_goes_to_the_serial_port(void **state)
{
	(void)state;
	uart_write("hello\r\n");
	assert_string_equal(device.serial, "hello\r\n");
	assert_int_equal(device.debugcon_count, 0);
}

static void the_port_is_set_to_115200_8n1(void **state)
{
	(void)state;
	device.divisor = 0xffff;
	uart_write("x");
	assert_int_equal(device.divisor, 1);
	assert_int_equal(device.line_control, 3);
}

static void text_goes_to_the_debug_console_where_there_is_one(void **state)
{
	(void)state;
	device.has_debugcon = true;
	uart_write("hello");
	assert_string_equal(device.serial, "hello");
	assert_string_equal(device.debugcon, "hello");
}

static void a_slow_port_is_waited_for(void **state)
{
	(void)state;
	device.busy_polls = 50;
	uart_write("ab");
	assert_string_equal(device.serial, "ab");
	assert_int_equal(device.polls_left, 50);
	assert_int_equal(device.status_reads, 52);
}

/* Every byte is sent all the same: a port without a status register still may print. */
static void a_port_that_is_never_ready_costs_a_bounded_time(void **state)
{
	(void)state;
	device.busy_polls = device.polls_left = 0xffffffff;
	uart_write("ab");
	assert_string_equal(device.serial, "ab");
	assert_in_range(device.status_reads, 1000, 60000);
}

static void a_machine_without_ports_is_survived(void **state)
{
	(void)state;
	device.has_uart = false; /* reads as all ones: always ready */
	uart_write("ab");
	assert_int_equal(device.status_reads, 2);
}

static void nothing_is_nothing(void **state)
{
	(void)state;
	uart_write("");
	assert_int_equal(device.serial_count, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
	const struct CMUnitTest tests[] = {
		TEST(text_goes_to_the_serial_port),
		TEST(the_port_is_set_to_115200_8n1),
		TEST(text_goes_to_the_debug_console_where_there_is_one),
		TEST(a_slow_port_is_waited_for),
		TEST(a_port_that_is_never_ready_costs_a_bounded_time),
		TEST(a_machine_without_ports_is_survived),
		TEST(nothing_is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
