/* What is done to the CPUs of a plain VM, by machine, memory map and number of CPUs. */
#include "firmware/boot/plain_cpus.h"
#include "firmware/cpu/paging.h"
#include "firmware/dev/fw_cfg.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"

#define DESCRIPTOR 0x1000u
#define LAPIC 0xfee00000u
#define DEVICES 0xe0000000u
#define MTRR_DEFAULT 0x2ffu
#define GARBAGE 0xa5a5a5a5u /* a register that nobody wrote */

static u8 *registers; /* of the local APIC; NULL: never mapped */
static struct memmap map;
static u8 cpu_count[2];

/* Instead of paging.c */
void paging_map_device(u64 gpa)
{
	assert_int_equal(gpa, LAPIC);
	registers = machine_ram(LAPIC, PAGE_SIZE, MACHINE_PRIVATE);
}

static void set_cpus(u16 count)
{
	le16_store(cpu_count, count);
	fw_cfg_device_set(FW_CFG_KEY_CPU_COUNT, cpu_count, sizeof(cpu_count));
}

/* Two CPUs with MTRRs, RAM up to 2 GiB. */
static int setup(void **state)
{
	const struct fw_cfg_channel channel = { .descriptor_gpa = DESCRIPTOR };

	(void)state;
	fake_panic_reset();
	machine_reset();
	(void)machine_ram(DESCRIPTOR, 24, MACHINE_SHARED);
	machine_set_cpuid(1, (struct hw_cpuid){ .edx = 1u << 12 });
	machine_set_msr(0xfe, 8);
	fw_cfg_device_install();
	assert_int_equal(fw_cfg_init(&channel), OK);
	set_cpus(2);
	registers = NULL;
	memmap_init(&map);
	assert_int_equal(memmap_add(&map, (struct range){ MIB, 2 * GIB }, MEM_RAM), OK);
	return 0;
}

static bool has_mtrrs(void)
{
	return machine_msr(MTRR_DEFAULT) != 0;
}

static bool others_started(void)
{
	return le32_load(registers + 0x300) != GARBAGE;
}

static void q35_and_pc_get_lapic_mtrrs_and_their_other_cpus(void **state)
{
	static const enum machine machines[] = { MACHINE_Q35, MACHINE_PC };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(machines); i++) {
		(void)setup(NULL);
		assert_int_equal(plain_cpus_prepare(machines[i], &map), OK);
		assert_int_equal(le32_load(registers + 0xf0), 0x1ff);
		assert_true(has_mtrrs());
		assert_true(others_started());
	}
}

static void microvm_is_left_alone(void **state)
{
	(void)state;
	assert_int_equal(plain_cpus_prepare(MACHINE_MICROVM, &map), OK);
	assert_null(registers);
	assert_false(has_mtrrs());
}

static void an_unknown_machine_gets_the_lapic_alone(void **state)
{
	(void)state;
	assert_int_equal(plain_cpus_prepare(MACHINE_OTHER, &map), OK);
	assert_int_equal(le32_load(registers + 0xf0), 0x1ff);
	assert_false(has_mtrrs());
	assert_false(others_started());
}

static void one_page_of_ram_where_devices_should_be_keeps_mtrrs_off(void **state)
{
	(void)state;
	assert_int_equal(memmap_add(&map, (struct range){ DEVICES - PAGE_SIZE, DEVICES }, MEM_RAM), OK);
	assert_int_equal(plain_cpus_prepare(MACHINE_Q35, &map), OK);
	assert_true(has_mtrrs());
	(void)setup(NULL);
	assert_int_equal(memmap_add(&map, (struct range){ DEVICES, DEVICES + PAGE_SIZE }, MEM_RAM), OK);
	assert_int_equal(plain_cpus_prepare(MACHINE_Q35, &map), OK);
	assert_false(has_mtrrs());
	assert_false(others_started());
}

static void without_mtrrs_nobody_is_started(void **state)
{
	(void)state;
	machine_set_msr(0xfe, 0);
	assert_int_equal(plain_cpus_prepare(MACHINE_Q35, &map), OK);
	assert_false(others_started());
}

static void one_cpu_starts_nobody(void **state)
{
	(void)state;
	for (u16 count = 0; count < 2; count++) {
		(void)setup(NULL);
		set_cpus(count);
		assert_int_equal(plain_cpus_prepare(MACHINE_Q35, &map), OK);
		assert_true(has_mtrrs());
		assert_false(others_started());
	}
}

static void a_number_of_cpus_that_does_not_arrive_is_an_error(void **state)
{
	(void)state;
	fw_cfg_device_lie(FW_CFG_DMA_ERROR, FW_CFG_KEY_CPU_COUNT);
	assert_fault(plain_cpus_prepare(MACHINE_Q35, &map), ERR_FW_CFG_DMA, FW_CFG_KEY_CPU_COUNT, 1);
	assert_false(others_started());
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(q35_and_pc_get_lapic_mtrrs_and_their_other_cpus),
		TEST(microvm_is_left_alone),
		TEST(an_unknown_machine_gets_the_lapic_alone),
		TEST(one_page_of_ram_where_devices_should_be_keeps_mtrrs_off),
		TEST(without_mtrrs_nobody_is_started),
		TEST(one_cpu_starts_nobody),
		TEST(a_number_of_cpus_that_does_not_arrive_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
