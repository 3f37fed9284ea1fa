/* Instructions and ports of the machine in unit tests; see machine.h. */
#include "tests/fake/machine.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine_state.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS_MAX 32u

struct msr_slot {
	u32 msr;
	u64 value;
};

struct cpuid_slot {
	u32 function;
	struct hw_cpuid result;
};

static struct msr_slot msrs[SLOTS_MAX];
static u32 msr_count;
static struct cpuid_slot cpuids[SLOTS_MAX];
static u32 cpuid_count;
static const struct machine_ports *machine_ports;
static void (*pause_hook)(void);

void machine_reset_state(void)
{
	msr_count = 0;
	cpuid_count = 0;
	machine_ports = NULL;
	pause_hook = NULL;
}

void machine_set_ports(const struct machine_ports *ports)
{
	machine_ports = ports;
}

static u16 one_port;
static u32 one_port_value;

static bool one_port_in(u16 port, u32 bytes, u32 *value)
{
	*value = one_port_value & (0xffffffffu >> (32 - bytes * 8));
	return port == one_port;
}

static bool one_port_out(u16 port, u32 bytes, u32 value)
{
	(void)bytes;
	(void)value;
	return port == one_port;
}

void machine_set_one_port(u16 port, u32 value)
{
	static const struct machine_ports ports = { one_port_in, one_port_out };

	one_port = port;
	one_port_value = value;
	machine_set_ports(&ports);
}

void machine_set_cpuid(u32 function, struct hw_cpuid result)
{
	assert_true(cpuid_count < SLOTS_MAX);
	cpuids[cpuid_count++] = (struct cpuid_slot){ function, result };
}

void machine_set_msr(u32 msr, u64 value)
{
	u32 i = 0;

	while (i < msr_count && msrs[i].msr != msr)
		i++;
	assert_true(i < SLOTS_MAX);
	msrs[i] = (struct msr_slot){ msr, value };
	if (i == msr_count)
		msr_count++;
}

u64 machine_msr(u32 msr)
{
	for (u32 i = 0; i < msr_count; i++)
		if (msrs[i].msr == msr)
			return msrs[i].value;
	return 0;
}

u64 hw_rdmsr(u32 msr)
{
	machine_record((struct machine_event){ EVENT_RDMSR, msr, 8, machine_msr(msr) });
	return machine_msr(msr);
}

void hw_wrmsr(u32 msr, u64 value)
{
	machine_record((struct machine_event){ EVENT_WRMSR, msr, 8, value });
	machine_set_msr(msr, value);
}

u32 machine_port_in(u16 port, u32 bytes)
{
	u32 value = 0xffffffff >> (32 - bytes * 8);

	if (machine_ports != NULL)
		(void)machine_ports->in(port, bytes, &value);
	machine_record((struct machine_event){ EVENT_IN, port, bytes, value });
	return value;
}

void machine_port_out(u16 port, u32 bytes, u32 value)
{
	machine_record((struct machine_event){ EVENT_OUT, port, bytes, value });
	if (machine_ports != NULL)
		(void)machine_ports->out(port, bytes, value);
}

u8 hw_in8(u16 port)
{
	return (u8)machine_port_in(port, 1);
}

u32 hw_in32(u16 port)
{
	return machine_port_in(port, 4);
}

void hw_out8(u16 port, u8 value)
{
	machine_port_out(port, 1, value);
}

void hw_out16(u16 port, u16 value)
{
	machine_port_out(port, 2, value);
}

void hw_out32(u16 port, u32 value)
{
	machine_port_out(port, 4, value);
}

void hw_write_cr3(u64 value)
{
	machine_record((struct machine_event){ EVENT_WRITE_CR3, 3, 8, value });
}

void machine_at_pause(void (*hook)(void))
{
	pause_hook = hook;
}

void hw_pause(void)
{
	if (pause_hook != NULL)
		pause_hook();
}

void hw_flush_page(u64 virtual_address)
{
	machine_record((struct machine_event){ EVENT_FLUSH_PAGE, 0, 8, virtual_address });
}

void hw_zero(void *to, u64 bytes)
{
	machine_record((struct machine_event){ EVENT_ZERO, 0, (u32)bytes, machine_gpa_of(to) });
	memset(to, 0, bytes);
}

void hw_load_gdt(const void *gdt, u16 bytes)
{
	assert_non_null(gdt);
	assert_int_equal(bytes % 8, 0);
}

void hw_load_task(u16 selector)
{
	assert_int_not_equal(selector, 0);
}

void hw_load_idt(const void *idt, u16 bytes)
{
	assert_non_null(idt);
	assert_int_equal(bytes % 16, 0);
}

void hw_cpuid(u32 function, struct hw_cpuid *result)
{
	*result = (struct hw_cpuid){ 0 };
	for (u32 i = 0; i < cpuid_count; i++)
		if (cpuids[i].function == function)
			*result = cpuids[i].result;
}

void hw_halt(void)
{
	machine_record((struct machine_event){ EVENT_HALT, 0, 0, 0 });
	mock_assert(0, "halt", __FILE__, __LINE__);
	abort(); /* mock_assert does not come back */
}

void hw_enter_kernel(u64 entry, u64 boot_params)
{
	machine_record((struct machine_event){ EVENT_ENTER_KERNEL, 0, (u32)boot_params, entry });
	mock_assert(0, "kernel entered", __FILE__, __LINE__);
	abort(); /* mock_assert does not come back */
}
