/* MTRRs of the BSP for CPUs of all kinds. */
#include "firmware/cpu/mtrr.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/unit/cpu/real_mode.h"

#define DEVICES 0xe0000000ull

static void cpu(bool has_mtrr, u64 capability, u32 extended_max, u32 address_bits)
{
	machine_reset();
	machine_set_cpuid(1, (struct hw_cpuid){ .edx = has_mtrr ? 1u << 12 : ~(1u << 12) });
	machine_set_cpuid(0x80000000, (struct hw_cpuid){ .eax = extended_max });
	/* bits above 7:0 are the size of linear addresses */
	machine_set_cpuid(0x80000008, (struct hw_cpuid){ .eax = 0x3000 | address_bits });
	machine_set_msr(0xfe, capability);
}

static u32 writes(void)
{
	u32 count = 0;

	for (u32 i = 0; i < machine_event_count(); i++)
		count += machine_event(i)->kind == EVENT_WRMSR;
	return count;
}

/* What type the registers give to an address, as the manuals say. */
static u32 type_of(u64 gpa)
{
	u64 base = machine_msr(0x200), mask = machine_msr(0x201);

	assert_int_equal(machine_msr(0x2ff) & 0x800, 0x800); /* enabled */
	if ((mask & 0x800) && (gpa & mask & ~0xfffull) == (base & mask & ~0xfffull))
		return (u32)(base & 0xff);
	return (u32)(machine_msr(0x2ff) & 0xff);
}

static void devices_are_uncached_and_all_else_write_back(void **state)
{
	static const u32 bits[] = { 36, 39, 40, 43, 46, 48, 52 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bits); i++) {
		u64 last = (1ull << bits[i]) - 1;

		cpu(true, 0x508, 0x80000008, bits[i]);
		assert_true(mtrr_init());
		assert_int_equal(machine_msr(0x200) & ~last, 0);           /* reserved: #GP */
		assert_int_equal(machine_msr(0x201) & ~last, 0);
		assert_int_equal(machine_msr(0x200) & 0xfff, 0);           /* uncached */
		assert_int_equal(type_of(0), 6);
		assert_int_equal(type_of(DEVICES - 1), 6);
		assert_int_equal(type_of(DEVICES), 0);
		assert_int_equal(type_of(0xfee00000), 0);
		assert_int_equal(type_of(4 * GIB - 1), 0);
		assert_int_equal(type_of(4 * GIB), 6);
		assert_int_equal(type_of(DEVICES | 1ull << (bits[i] - 1)), 6);
		assert_int_equal(type_of(last), 6);
		assert_int_equal(writes(), 3);
	}
}

/* The range must be in place when the registers begin to count. */
static void the_registers_are_enabled_last(void **state)
{
	(void)state;
	cpu(true, 0x508, 0x80000008, 40);
	assert_true(mtrr_init());
	assert_int_equal(machine_event(machine_event_count() - 1)->number, 0x2ff);
	assert_int_equal(machine_msr(0x2ff), 0x806);
}

static void a_cpu_that_does_not_say_has_36_address_bits(void **state)
{
	(void)state;
	cpu(true, 0x508, 0x80000004, 48);
	assert_true(mtrr_init());
	assert_int_equal(machine_msr(0x201), 0xfe0000800);
}

static void a_cpu_without_mtrrs_is_left_alone(void **state)
{
	(void)state;
	cpu(false, 0x508, 0x80000008, 40);
	assert_false(mtrr_init());
	assert_int_equal(machine_event_count(), 0); /* not even the capability, which would be a #GP */
	cpu(true, 0x500, 0x80000008, 40);           /* no variable range */
	assert_false(mtrr_init());
	assert_int_equal(writes(), 0);
}

static void the_range_told_is_the_range_set(void **state)
{
	(void)state;
	cpu(true, 0x508, 0x80000008, 40);
	assert_true(mtrr_init());
	assert_int_equal(mtrr_device_range().start, DEVICES);
	assert_int_equal(mtrr_device_range().end, 4 * GIB);
	assert_int_equal(machine_msr(0x200), mtrr_device_range().start);
}

extern const u8 ap_start[];

static void only_the_same_three_writes(const struct machine_event *of_bsp)
{
	for (u32 i = 0, n = 0; i < machine_event_count(); i++) {
		if (machine_event(i)->kind != EVENT_WRMSR)
			continue;
		assert_true(n < 3);
		assert_int_equal(machine_event(i)->number, of_bsp[n].number);
		assert_int_equal(machine_event(i)->value, of_bsp[n++].value);
	}
	assert_int_equal(writes(), 3);
}

/* asm/ap_mtrr.asm has the constants a second time: its own bytes are run. */
static void the_other_cpus_get_the_same_registers(void **state)
{
	(void)state;
	for (u32 bits = 35; bits <= 52; bits++) { /* 35: a CPU that does not say */
		u32 extended_max = bits == 35 ? 0x80000004 : 0x80000008;
		struct machine_event of_bsp[3];
		u32 n = 0;

		cpu(true, 0x508, extended_max, bits);
		assert_true(mtrr_init());
		for (u32 i = 0; i < machine_event_count(); i++)
			if (machine_event(i)->kind == EVENT_WRMSR)
				of_bsp[n++] = *machine_event(i);
		cpu(true, 0x508, extended_max, bits);
		real_mode_run(ap_start);
		only_the_same_three_writes(of_bsp);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(devices_are_uncached_and_all_else_write_back),
		cmocka_unit_test(the_registers_are_enabled_last),
		cmocka_unit_test(a_cpu_that_does_not_say_has_36_address_bits),
		cmocka_unit_test(a_cpu_without_mtrrs_is_left_alone),
		cmocka_unit_test(the_range_told_is_the_range_set),
		cmocka_unit_test(the_other_cpus_get_the_same_registers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
