/*
 * asm/ap_mailbox.asm as the ROM has it, each AP a thread: what may wake it, what may not, and what it
 * writes. The test writes the mailbox as a kernel would.
 */
#include "firmware/boot/ap_state.h"
#include "tests/fake/cmocka_all.h"
#include "tests/unit/asm/cpu_in_user_mode.h"

#include <string.h>
#include <sys/mman.h>
#include <time.h>

/* As asm.mk links it */
#define MAILBOX 0x20000u
#define STATE 0x21000u
#define VECTOR_END 0x20000000u
#define OWN_END 0x2c000u

#define GOOD_VECTOR 0x9a000u

extern char ap_mailbox_start[], ap_mailbox_idt[];

static void *const pages = (void *)(uintptr_t)MAILBOX;
static volatile struct mailbox *const mailbox = (volatile struct mailbox *)(uintptr_t)MAILBOX;
static struct ap_state *const aps = (struct ap_state *)(uintptr_t)STATE;
static struct user_cpu cpu[2];

static u64 slot_gpa(u32 index)
{
	return STATE + index * sizeof(struct ap_slot);
}

static void pause_shortly(void)
{
	static const struct timespec time = { 0, 200000 };

	(void)nanosleep(&time, NULL);
}

/* True as soon as `*flag` is; false after ten seconds. */
static bool becomes_true(const volatile bool *flag)
{
	for (u32 i = 0; i < 50000 && !*flag; i++)
		pause_shortly();
	return *flag;
}

static bool is_parked(u32 index)
{
	for (u32 i = 0; i < 50000 && aps->slots[index].where != AP_PARKED; i++)
		pause_shortly();
	return aps->slots[index].where == AP_PARKED;
}

static bool is_acknowledged(void)
{
	for (u32 i = 0; i < 50000 && mailbox->command != MAILBOX_NOTHING; i++)
		pause_shortly();
	return mailbox->command == MAILBOX_NOTHING;
}

static void start(u32 index)
{
	cpu[index] = (struct user_cpu){ .entry = (u64)(uintptr_t)ap_mailbox_start,
					.rsi = slot_gpa(index), .rdi = aps->slots[index].apic_id };
	user_cpu_start(&cpu[index]);
	assert_true(is_parked(index));
}

static int setup(void **state)
{
	(void)state;
	assert_ptr_equal(mmap(pages, 0x2000, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0),
			 pages);
	memset(aps, 0, sizeof(*aps));
	aps->slots[0].apic_id = 4;
	aps->slots[1].apic_id = 0x10000; /* no part of an ID is left out of a comparison */
	aps->vector_end = VECTOR_END;
	aps->own_end = OWN_END;
	memset(cpu, 0, sizeof(cpu));
	start(0);
	start(1);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	user_cpu_stop(&cpu[0]);
	user_cpu_stop(&cpu[1]);
	assert_null(cpu[0].defect);
	assert_null(cpu[1].defect);
	return munmap(pages, 0x2000);
}

static void command(u16 number, u32 apic_id, u64 vector)
{
	user_cpu_catch();
	mailbox->apic_id = apic_id;
	mailbox->wakeup_vector = vector;
	__atomic_store_n(&mailbox->command, number, __ATOMIC_RELEASE);
}

static void settle(void)
{
	for (u32 i = 0; i < 50; i++)
		pause_shortly();
}

static void assert_both_wait(void)
{
	settle();
	assert_false(cpu[0].has_left || cpu[1].has_left);
	assert_int_equal(aps->slots[0].where, AP_PARKED);
	assert_int_equal(aps->slots[1].where, AP_PARKED);
}

/* --- waking up --------------------------------------------------------------------------------- */

static void the_one_that_is_named_goes_to_the_vector(void **state)
{
	(void)state;
	command(MAILBOX_WAKEUP, 4, GOOD_VECTOR);
	assert_true(becomes_true(&cpu[0].has_left));
	assert_int_equal(cpu[0].left_to, GOOD_VECTOR);
	assert_true(is_acknowledged());
	assert_int_equal(aps->slots[0].where, AP_KERNEL);
	assert_int_equal(aps->slots[1].where, AP_PARKED);
	assert_false(cpu[1].has_left);
	command(MAILBOX_WAKEUP, 0x10000, 0x1fffffff);
	assert_true(becomes_true(&cpu[1].has_left));
	assert_int_equal(cpu[1].left_to, 0x1fffffff);
}

static void it_leaves_without_an_idt_of_ours(void **state)
{
	(void)state;
	command(MAILBOX_WAKEUP, 4, GOOD_VECTOR);
	assert_true(becomes_true(&cpu[0].has_left));
	assert_int_equal(cpu[0].lidts, 1);
	assert_int_equal(cpu[0].idt_limit, 0);
}

static void a_name_that_nobody_has_wakes_nobody(void **state)
{
	static const u32 others[] = { 0, 5, 0x10004, 0x0, 0xffffffff };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(others); i++) {
		command(MAILBOX_WAKEUP, others[i], GOOD_VECTOR);
		assert_both_wait();
		assert_int_equal(mailbox->command, MAILBOX_WAKEUP);
		mailbox->command = MAILBOX_NOTHING;
	}
}

static void a_command_that_is_not_defined_is_left_alone(void **state)
{
	static const u16 commands[] = { 2, 3, 4, 0x101, 0x8001, 0xffff };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(commands); i++) {
		command(commands[i], 4, GOOD_VECTOR);
		assert_both_wait();
		assert_int_equal(mailbox->command, commands[i]);
		mailbox->command = MAILBOX_NOTHING;
	}
}

static void a_vector_outside_the_kernel_s_ram_is_acknowledged_and_not_taken(void **state)
{
	static const u64 vectors[] = {
		0, 0xfff,                      /* page 0 */
		0x10000, 0x1f000, MAILBOX, STATE, 0x22000, OWN_END - 1, /* the firmware's own pages */
		0xa0000, 0xfffff,              /* no RAM */
		VECTOR_END, 0xfee00000, 0xffff8000, 0xffffffff, /* behind RAM: devices, ROM */
		1ull << 32 | GOOD_VECTOR, 1ull << 47, 1ull << 63 | GOOD_VECTOR, ~0ull,
	};

	(void)state;
	for (u32 i = 0; i < COUNT_OF(vectors); i++) {
		command(MAILBOX_WAKEUP, 4, vectors[i]);
		assert_true(is_acknowledged());
		assert_both_wait();
	}
}

static void the_first_and_last_addresses_of_ram_are_taken(void **state)
{
	static const u64 vectors[] = { 0x1000, 0xffff, OWN_END, 0x9ffff, 0x100000, VECTOR_END - 1 };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(vectors); i++) {
		command(MAILBOX_WAKEUP, 4, vectors[i]);
		assert_true(becomes_true(&cpu[0].has_left));
		assert_int_equal(cpu[0].left_to, vectors[i]);
		user_cpu_stop(&cpu[0]);
		start(0);
	}
}

static void two_of_one_name_take_one_command_once(void **state)
{
	(void)state;
	user_cpu_stop(&cpu[1]);
	aps->slots[1].apic_id = 4;
	start(1);
	command(MAILBOX_WAKEUP, 4, GOOD_VECTOR);
	assert_true(is_acknowledged());
	settle();
	assert_int_equal(cpu[0].has_left + cpu[1].has_left, 1);
	assert_int_equal((aps->slots[0].where == AP_KERNEL) + (aps->slots[1].where == AP_KERNEL), 1);
}

/* --- exceptions -------------------------------------------------------------------------------- */

/* All gates lead to one place; the descriptor's halves as the CPU puts them together. */
static u64 gate(u32 vector)
{
	const u8 *bytes = (const u8 *)ap_mailbox_idt + vector * 16;
	u16 low, high;

	memcpy(&low, bytes, 2);
	memcpy(&high, bytes + 6, 2);
	assert_int_equal(bytes[2], 0x10); /* selector */
	assert_int_equal(bytes[4], 0);    /* no stack of its own */
	assert_int_equal(bytes[5], 0x8e);
	return (u64)high << 16 | low;
}

static void an_exception_starts_the_wait_afresh(void **state)
{
	(void)state;
	for (u32 vector = 0; vector < 32; vector++)
		assert_int_equal(gate(vector), gate(0));
	for (u32 i = 0; i < 20; i++)
		user_cpu_interrupt(&cpu[0], gate(2));
	assert_both_wait();
	command(MAILBOX_WAKEUP, 4, GOOD_VECTOR);
	assert_true(becomes_true(&cpu[0].has_left));
	assert_int_equal(cpu[0].left_to, GOOD_VECTOR);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_one_that_is_named_goes_to_the_vector),
		TEST(it_leaves_without_an_idt_of_ours),
		TEST(a_name_that_nobody_has_wakes_nobody),
		TEST(a_command_that_is_not_defined_is_left_alone),
		TEST(a_vector_outside_the_kernel_s_ram_is_acknowledged_and_not_taken),
		TEST(the_first_and_last_addresses_of_ram_are_taken),
		TEST(two_of_one_name_take_one_command_once),
		TEST(an_exception_starts_the_wait_afresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
