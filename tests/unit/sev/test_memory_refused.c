/* Pages that are not accepted: refused by the ledger unasked, by the host, by the CPU. */
#include "firmware/mem/layout.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"
#include "tests/unit/sev/memory_guest.h"

/* Refused by the ledger: neither the host nor the CPU hears of it. */
static void assert_refused(struct range pages, enum err error)
{
	machine_forget_events();
	assert_fault(memory_accept(&guest_memory, pages), error, pages.start, pages.end);
	assert_int_equal(machine_event_count(), 0);
}

static void no_page_is_accepted_twice(void **state)
{
	(void)state;
	assert_int_equal(memory_accept(&guest_memory, pages_at(PAGE_SIZE, 2 * PAGE_SIZE)), OK);
	assert_refused(pages_at(PAGE_SIZE, 2 * PAGE_SIZE), ERR_LEDGER_TWICE);
	assert_refused(pages_at(0, 2 * PAGE_SIZE), ERR_LEDGER_TWICE);
	assert_refused(pages_at(2 * PAGE_SIZE, 2 * PAGE_SIZE), ERR_LEDGER_TWICE);
	assert_refused(pages_at(0, MIB), ERR_LEDGER_TWICE);
}

/* The attack: PVALIDATE alone would succeed, with carry clear, and two frames would be ours. */
static void a_remapped_page_that_is_offered_again_is_refused_unasked(void **state)
{
	(void)state;
	assert_int_equal(memory_accept(&guest_memory, pages_at(0, PAGE_SIZE)), OK);
	rmp_remap(pages_at(0, PAGE_SIZE));
	assert_refused(pages_at(0, PAGE_SIZE), ERR_LEDGER_TWICE);
	assert_true(rmp_is(pages_at(0, PAGE_SIZE), RMP_ASSIGNED));
	assert_true(rmp_validated_once());
}

static void launch_pages_are_refused_unasked(void **state)
{
	struct range seeds[] = { layout_launch_pages(), layout_launch_ram(), layout_rom() };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(seeds); i++)
		for (u64 gpa = seeds[i].start; gpa < seeds[i].end; gpa += PAGE_SIZE)
			assert_refused((struct range){ gpa, gpa + PAGE_SIZE }, ERR_LEDGER_TWICE);
}

static void pages_at_the_c_bit_are_out_of_range(void **state)
{
	(void)state;
	assert_refused((struct range){ GUEST_C_BIT, GUEST_C_BIT + PAGE_SIZE }, ERR_LEDGER_RANGE);
	assert_refused((struct range){ GUEST_C_BIT - PAGE_SIZE, GUEST_C_BIT + PAGE_SIZE },
		       ERR_LEDGER_RANGE);
	assert_refused((struct range){ RAM, RAM + 1 }, ERR_LEDGER_RANGE);
	assert_refused((struct range){ RAM + 1, RAM + PAGE_SIZE }, ERR_LEDGER_RANGE);
}

static void shared_pages_are_no_pages_to_accept(void **state)
{
	(void)state;
	assert_int_equal(ledger_move(&guest_memory.ledger, pages_at(0, PAGE_SIZE), PAGE_UNACCEPTED,
				     PAGE_SHARED), OK);
	assert_refused(pages_at(0, PAGE_SIZE), ERR_LEDGER_RANGE);
}

static void pages_beyond_the_tables_are_refused_before_the_host_is_asked(void **state)
{
	struct range pages = { 1ull << 47, (1ull << 47) + PAGE_SIZE };

	(void)state;
	assert_refused(pages, ERR_E820_RANGE);
}

static void no_room_for_a_page_directory_is_reported(void **state)
{
	u64 gpa;

	(void)state;
	assert_int_equal(arena_take_low(&guest_memory.arena, range_bytes(layout_arena()), 1, &gpa), OK);
	assert_fault(memory_accept(&guest_memory, (struct range){ 5 * GIB, 5 * GIB + PAGE_SIZE }),
		     ERR_NO_RAM, PAGE_SIZE, 0);
	assert_int_equal(machine_event_count(), 0);
}

static void pages_that_the_host_refuses_are_not_validated(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_MSR_BITS, 1ull << 32, 2);
	assert_error(memory_accept(&guest_memory, pages_at(0, 4 * PAGE_SIZE)), ERR_PSC);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 0);
}

static void a_page_that_is_validated_already_ends_it(void **state)
{
	(void)state;
	rmp_launch(pages_at(PAGE_SIZE, PAGE_SIZE)); /* by nobody that the ledger knows of */
	assert_fault(memory_accept(&guest_memory, pages_at(0, 4 * PAGE_SIZE)), ERR_PVALIDATE_CF,
		     RAM + PAGE_SIZE, 0);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 2);
	assert_refused(pages_at(3 * PAGE_SIZE, PAGE_SIZE), ERR_LEDGER_TWICE); /* failing is final */
}

/* A host that says "done" and did nothing: PVALIDATE makes it assign the page, nothing is lost. */
static void a_change_that_was_not_done_is_no_double_acceptance(void **state)
{
	(void)state;
	hypervisor_lie(HV_PSC_NOT_DONE, 0);
	assert_int_equal(memory_accept(&guest_memory, pages_at(0, 4 * PAGE_SIZE)), OK);
	assert_true(rmp_is(pages_at(0, 4 * PAGE_SIZE), RMP_VALIDATED));
	assert_true(rmp_validated_once());
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_guest_setup, guest_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_page_is_accepted_twice),
		TEST(a_remapped_page_that_is_offered_again_is_refused_unasked),
		TEST(launch_pages_are_refused_unasked),
		TEST(pages_at_the_c_bit_are_out_of_range),
		TEST(shared_pages_are_no_pages_to_accept),
		TEST(pages_beyond_the_tables_are_refused_before_the_host_is_asked),
		TEST(no_room_for_a_page_directory_is_reported),
		TEST(pages_that_the_host_refuses_are_not_validated),
		TEST(a_page_that_is_validated_already_ends_it),
		TEST(a_change_that_was_not_done_is_no_double_acceptance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
