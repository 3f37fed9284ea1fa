/* Chipset registers on a model of PCI configuration mechanism 1 and the PICs' ports. */
#include "firmware/dev/chipset.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"

#include <string.h>

#define MCH 0u
#define PIIX_ISA (1u << 3)
#define PIIX_PM (1u << 3 | 3)
#define ICH9_LPC (0x1fu << 3)
#define FUNCTIONS 256u
#define CONFIG_BYTES 256u

static struct {
	u32 host_bridge; /* its ID register */
	u32 address;     /* as written to cf8 */
	u8 config[FUNCTIONS][CONFIG_BYTES];
	u32 writes[FUNCTIONS];
	u8 master_mask, slave_mask, master_elcr, slave_elcr;
} bus;

static u32 function_of(u32 address)
{
	assert_int_equal(address & 0xff000000, 0x80000000); /* enabled, reserved bits zero */
	assert_int_equal(address & 3, 0);
	assert_int_equal(address >> 16 & 0xff, 0); /* bus 0 */
	return address >> 8 & 0xff;
}

static bool port_in(u16 port, u32 bytes, u32 *value)
{
	assert_int_equal(port, 0xcfc);
	assert_int_equal(bytes, 4);
	assert_int_equal(bus.address, 0x80000000); /* nothing else is read */
	*value = bus.host_bridge;
	return true;
}

static void config_write(u32 offset, u32 bytes, u32 value)
{
	u32 function = function_of(bus.address);

	assert_true(bus.host_bridge != 0xffffffff); /* no writes into nowhere */
	for (u32 i = 0; i < bytes; i++)
		bus.config[function][offset + i] = (u8)(value >> i * 8);
	bus.writes[function]++;
}

static void byte_out(u16 port, u8 value)
{
	switch (port) {
	case 0x21:
		bus.master_mask = value;
		break;
	case 0xa1:
		bus.slave_mask = value;
		break;
	case 0x4d0:
		bus.master_elcr = value;
		break;
	case 0x4d1:
		bus.slave_elcr = value;
		break;
	default:
		fail_msg("byte to port %#x", port);
	}
}

static bool port_out(u16 port, u32 bytes, u32 value)
{
	if (port == 0xcf8) {
		assert_int_equal(bytes, 4);
		bus.address = value;
	} else if (port >= 0xcfc && port <= 0xcff) {
		assert_true(bytes == 4 ? port == 0xcfc : bytes == 1);
		config_write((bus.address & 0xfc) + (port & 3u), bytes, value);
	} else {
		assert_int_equal(bytes, 1);
		byte_out(port, (u8)value);
	}
	return true;
}

static int setup(void **state)
{
	static const struct machine_ports ports = { port_in, port_out };

	(void)state;
	machine_reset();
	machine_set_ports(&ports);
	memset(&bus, 0, sizeof(bus));
	return 0;
}

static u32 config32(u32 function, u32 offset)
{
	return le32_load(bus.config[function] + offset);
}

static void assert_pics(void)
{
	assert_int_equal(bus.master_mask, 0xff);
	assert_int_equal(bus.slave_mask, 0xff);
	assert_int_equal(bus.master_elcr, 0);
	assert_int_equal(bus.slave_elcr, 0x0c); /* IRQ 10, 11 */
}

static void q35_gets_its_registers(void **state)
{
	(void)state;
	bus.host_bridge = 0x29c08086;
	assert_int_equal(chipset_init(), MACHINE_Q35);
	assert_int_equal(config32(MCH, 0x60), 0xb0000001); /* 256 MiB, enabled */
	assert_int_equal(config32(MCH, 0x64), 0);
	assert_int_equal(config32(ICH9_LPC, 0x40), 0x601);
	assert_int_equal(bus.config[ICH9_LPC][0x44], 0x80);
	assert_int_equal(config32(ICH9_LPC, 0x60), 0x0b0b0a0a);
	assert_int_equal(config32(ICH9_LPC, 0x68), 0x0b0b0a0a);
	assert_pics();
}

static void pc_gets_its_registers(void **state)
{
	(void)state;
	bus.host_bridge = 0x12378086;
	assert_int_equal(chipset_init(), MACHINE_PC);
	assert_int_equal(config32(PIIX_PM, 0x40), 0x601);
	assert_int_equal(bus.config[PIIX_PM][0x80], 1);
	assert_int_equal(config32(PIIX_ISA, 0x60), 0x0b0b0a0a);
	assert_pics();
}

static u32 all_writes(void)
{
	u32 count = 0;

	for (u32 i = 0; i < FUNCTIONS; i++)
		count += bus.writes[i];
	return count;
}

/* Functions that are not meant keep what reset left in them. */
static void no_other_function_is_written_to(void **state)
{
	(void)state;
	bus.host_bridge = 0x29c08086;
	(void)chipset_init();
	assert_int_equal(all_writes(), bus.writes[MCH] + bus.writes[ICH9_LPC]);
	(void)setup(NULL);
	bus.host_bridge = 0x12378086;
	(void)chipset_init();
	assert_int_equal(all_writes(), bus.writes[PIIX_PM] + bus.writes[PIIX_ISA]);
}

static void a_machine_without_pci_ports_is_microvm(void **state)
{
	(void)state;
	bus.host_bridge = 0xffffffff;
	assert_int_equal(chipset_init(), MACHINE_MICROVM);
	assert_int_equal(bus.master_mask, 0xff);
	assert_int_equal(bus.slave_mask, 0xff);
	assert_int_equal(bus.slave_elcr, 0);
}

static void an_unknown_host_bridge_is_left_alone(void **state)
{
	static const u32 others[] = { 0, 0x80868086, 0x29c18086, 0x12370000, 0x0d571b36 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		bus.host_bridge = others[i];
		assert_int_equal(chipset_init(), MACHINE_OTHER);
	}
	assert_int_equal(all_writes(), 0);
	assert_int_equal(bus.slave_elcr, 0);
}

/* What the kernel is told of must be what the register says. */
static void the_ecam_window_is_where_the_register_says(void **state)
{
	struct range ecam = chipset_ecam(MACHINE_Q35);

	(void)state;
	bus.host_bridge = 0x29c08086;
	(void)chipset_init();
	assert_int_equal(ecam.start | 1, config32(MCH, 0x60));
	assert_int_equal(range_bytes(ecam), 256 * MIB);
	assert_true(range_is_empty(chipset_ecam(MACHINE_PC)));
	assert_true(range_is_empty(chipset_ecam(MACHINE_MICROVM)));
	assert_true(range_is_empty(chipset_ecam(MACHINE_OTHER)));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
	const struct CMUnitTest tests[] = {
		TEST(q35_gets_its_registers),
		TEST(pc_gets_its_registers),
		TEST(no_other_function_is_written_to),
		TEST(a_machine_without_pci_ports_is_microvm),
		TEST(an_unknown_host_bridge_is_left_alone),
		TEST(the_ecam_window_is_where_the_register_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
