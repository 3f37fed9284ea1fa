/* Accepting and claiming: ledger, page-state change, PVALIDATE, in this order and once per page. */
#include "firmware/sev/memory.h"
#include "firmware/mem/layout.h"
#include "tests/fake/access_trace.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"

#define RAM (16 * MIB)
#define RAM_END (64 * MIB)

static struct memory memory;

/* Before the host and the CPU are asked, the ledger has the pages. */
static void ledger_comes_first(struct range pages)
{
	assert_true(ledger_is(&memory.ledger, pages, PAGE_PRIVATE));
}

static int setup(void **state)
{
	(void)state;
	guest_reset(RAM_END);
	assert_int_equal(memory_init(&memory, GUEST_C_BIT), OK);
	hypervisor_set_witness(ledger_comes_first);
	assert_int_equal(memmap_add(&memory.map, (struct range){ MIB, RAM_END }, memory.free), OK);
	return 0;
}

static int setup_plain(void **state)
{
	(void)state;
	guest_reset(RAM_END);
	assert_int_equal(memory_init(&memory, 0), OK);
	assert_int_equal(memmap_add(&memory.map, (struct range){ MIB, RAM_END }, memory.free), OK);
	return 0;
}

static struct range at(u64 offset, u64 bytes)
{
	return (struct range){ RAM + offset, RAM + offset + bytes };
}

/* --- init -------------------------------------------------------------------------------------- */

static void an_snp_guest_starts_with_unaccepted_ram(void **state)
{
	(void)state;
	assert_int_equal(memory.free, MEM_UNACCEPTED);
	assert_int_equal(memory.limit, GUEST_C_BIT);
	assert_true(memory.evict); /* until the CPUID page says otherwise */
}

static void a_plain_vm_starts_with_ram(void **state)
{
	(void)state;
	assert_int_equal(memory.free, MEM_RAM);
	assert_int_equal(memory.limit, 1ull << 52);
}

static void the_ledger_knows_all_launch_pages_and_no_others(void **state)
{
	struct range seeds[] = { layout_launch_pages(), layout_launch_ram(), layout_rom() };
	u64 bytes = 0;

	(void)state;
	for (u32 i = 0; i < COUNT_OF(seeds); i++) {
		assert_true(ledger_is(&memory.ledger, seeds[i], PAGE_PRIVATE));
		bytes += range_bytes(seeds[i]);
	}
	assert_int_equal(ledger_bytes(&memory.ledger, PAGE_PRIVATE), bytes);
	assert_int_equal(ledger_bytes(&memory.ledger, PAGE_SHARED), 0);
}

/* --- accept, honest ---------------------------------------------------------------------------- */

static void nothing_is_accepted_without_a_word(void **state)
{
	(void)state;
	assert_int_equal(memory_accept(&memory, at(0, 0)), OK);
	assert_int_equal(machine_event_count(), 0);
}

static void accepted_pages_are_private_and_validated(void **state)
{
	(void)state;
	assert_int_equal(memory_accept(&memory, at(0, 3 * PAGE_SIZE)), OK);
	assert_true(rmp_is(at(0, 3 * PAGE_SIZE), RMP_VALIDATED));
	assert_true(rmp_is(at(3 * PAGE_SIZE, PAGE_SIZE), RMP_HOST));
	assert_true(ledger_is(&memory.ledger, at(0, 3 * PAGE_SIZE), PAGE_PRIVATE));
	assert_true(rmp_validated_once());
}

static void all_page_state_changes_come_before_pvalidate(void **state)
{
	u32 last_change = 0;

	(void)state;
	assert_int_equal(memory_accept(&memory, at(0, 5 * PAGE_SIZE)), OK);
	for (u32 i = 0; i < machine_event_count(); i++)
		if (machine_event(i)->kind == EVENT_PSC)
			last_change = i;
	assert_int_equal(machine_count_events(EVENT_PSC), 5);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 5);
	assert_true(last_change < machine_find_event(EVENT_PVALIDATE, 0));
	assert_int_equal(rmp_page(RAM)->implicit, 0);
}

static void a_plain_vm_only_writes_it_down(void **state)
{
	(void)state;
	assert_int_equal(memory_accept(&memory, at(0, PAGE_SIZE_2M)), OK);
	assert_int_equal(machine_event_count(), 0);
	assert_true(ledger_is(&memory.ledger, at(0, PAGE_SIZE_2M), PAGE_PRIVATE));
	assert_error(memory_accept(&memory, at(0, PAGE_SIZE)), ERR_LEDGER_TWICE);
}

static u32 accesses_of_accept(bool evict)
{
	enum err error;

	memory.evict = evict;
	access_trace_start();
	error = memory_accept(&memory, at(evict ? 0 : MIB, 4 * PAGE_SIZE));
	access_trace_stop();
	assert_int_equal(error, OK);
	return access_trace_count();
}

static u32 accesses_to_pages(void)
{
	u32 count = 0;

	for (u32 i = 0; i < access_trace_count(); i++)
		count += access_trace_gpa(i) >= RAM;
	return count;
}

static void pages_are_evicted_exactly_when_the_cpu_asks(void **state)
{
	(void)state;
	(void)accesses_of_accept(true);
	assert_int_equal(accesses_to_pages(), 8);
	(void)accesses_of_accept(false);
	assert_int_equal(accesses_to_pages(), 0);
}

static void pages_above_the_first_gib_are_mapped_first(void **state)
{
	const u64 *pdpt = phys_ptr(layout_page_tables_gpa() + PAGE_SIZE, PAGE_SIZE);
	struct range pages = { 5 * GIB, 5 * GIB + PAGE_SIZE_2M };
	const u64 *directory;

	(void)state;
	(void)rmp_ram(5 * GIB, PAGE_SIZE_2M);
	rmp_launch(layout_arena());
	assert_int_equal(memory_accept(&memory, pages), OK);
	assert_true(rmp_is(pages, RMP_VALIDATED));
	assert_int_equal(pdpt[5], layout_arena().start | GUEST_C_BIT | 0x23);
	directory = phys_ptr(layout_arena().start, PAGE_SIZE);
	assert_int_equal(directory[0], 5 * GIB | GUEST_C_BIT | 0xe3);
	assert_int_equal(directory[511], (6 * GIB - PAGE_SIZE_2M) | GUEST_C_BIT | 0xe3);
}

/* --- accept, refused --------------------------------------------------------------------------- */

/* Refused by the ledger: neither the host nor the CPU hears of it. */
static void assert_refused(struct range pages, enum err error)
{
	machine_forget_events();
	assert_fault(memory_accept(&memory, pages), error, pages.start, pages.end);
	assert_int_equal(machine_event_count(), 0);
}

static void no_page_is_accepted_twice(void **state)
{
	(void)state;
	assert_int_equal(memory_accept(&memory, at(PAGE_SIZE, 2 * PAGE_SIZE)), OK);
	assert_refused(at(PAGE_SIZE, 2 * PAGE_SIZE), ERR_LEDGER_TWICE);
	assert_refused(at(0, 2 * PAGE_SIZE), ERR_LEDGER_TWICE);
	assert_refused(at(2 * PAGE_SIZE, 2 * PAGE_SIZE), ERR_LEDGER_TWICE);
	assert_refused(at(0, MIB), ERR_LEDGER_TWICE);
}

/* The attack: PVALIDATE alone would succeed, with carry clear, and two frames would be ours. */
static void a_remapped_page_that_is_offered_again_is_refused_unasked(void **state)
{
	(void)state;
	assert_int_equal(memory_accept(&memory, at(0, PAGE_SIZE)), OK);
	rmp_remap(at(0, PAGE_SIZE));
	assert_refused(at(0, PAGE_SIZE), ERR_LEDGER_TWICE);
	assert_true(rmp_is(at(0, PAGE_SIZE), RMP_ASSIGNED));
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
	assert_int_equal(ledger_move(&memory.ledger, at(0, PAGE_SIZE), PAGE_UNACCEPTED, PAGE_SHARED),
			 OK);
	assert_refused(at(0, PAGE_SIZE), ERR_LEDGER_RANGE);
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
	assert_int_equal(arena_take_low(&memory.arena, range_bytes(layout_arena()), 1, &gpa), OK);
	assert_fault(memory_accept(&memory, (struct range){ 5 * GIB, 5 * GIB + PAGE_SIZE }),
		     ERR_NO_RAM, PAGE_SIZE, 0);
	assert_int_equal(machine_event_count(), 0);
}

static void pages_that_the_host_refuses_are_not_validated(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_MSR_BITS, 1ull << 32, 2);
	assert_error(memory_accept(&memory, at(0, 4 * PAGE_SIZE)), ERR_PSC);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 0);
}

static void a_page_that_is_validated_already_ends_it(void **state)
{
	(void)state;
	rmp_launch(at(PAGE_SIZE, PAGE_SIZE)); /* by nobody that the ledger knows of */
	assert_fault(memory_accept(&memory, at(0, 4 * PAGE_SIZE)), ERR_PVALIDATE_CF, RAM + PAGE_SIZE,
		     0);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 2);
	assert_refused(at(3 * PAGE_SIZE, PAGE_SIZE), ERR_LEDGER_TWICE); /* failing is final */
}

/* A host that says "done" and did nothing: PVALIDATE makes it assign the page, nothing is lost. */
static void a_change_that_was_not_done_is_no_double_acceptance(void **state)
{
	(void)state;
	hypervisor_lie(HV_PSC_NOT_DONE, 0);
	assert_int_equal(memory_accept(&memory, at(0, 4 * PAGE_SIZE)), OK);
	assert_true(rmp_is(at(0, 4 * PAGE_SIZE), RMP_VALIDATED));
	assert_true(rmp_validated_once());
}

/* --- claim ------------------------------------------------------------------------------------- */

static void a_claim_takes_free_pages_and_accepts_them(void **state)
{
	(void)state;
	assert_true(memory_is_free(&memory, at(0, PAGE_SIZE)));
	assert_int_equal(memory_claim(&memory, at(0, PAGE_SIZE), MEM_LOADER), OK);
	assert_true(memmap_is(&memory.map, at(0, PAGE_SIZE), MEM_LOADER));
	assert_true(rmp_is(at(0, PAGE_SIZE), RMP_VALIDATED));
	assert_false(memory_is_free(&memory, at(0, PAGE_SIZE)));
	assert_true(memory_is_free(&memory, at(PAGE_SIZE, PAGE_SIZE)));
}

static void a_claim_of_what_is_not_free_changes_nothing(void **state)
{
	struct memmap before;

	(void)state;
	assert_int_equal(memory_claim(&memory, at(PAGE_SIZE, PAGE_SIZE), MEM_LOADER), OK);
	machine_forget_events();
	before = memory.map;
	assert_error(memory_claim(&memory, at(0, 2 * PAGE_SIZE), MEM_RAM), ERR_HANDOFF_MAP);
	assert_error(memory_claim(&memory, (struct range){ RAM_END, RAM_END + PAGE_SIZE }, MEM_RAM),
		     ERR_HANDOFF_MAP);
	assert_memory_equal(&memory.map, &before, sizeof(before));
	assert_int_equal(machine_event_count(), 0);
}

static void clearing_zeroes_what_the_host_chose(void **state)
{
	const u8 *bytes = phys_ptr(RAM, PAGE_SIZE);

	(void)state;
	assert_int_equal(memory_accept(&memory, at(0, PAGE_SIZE)), OK);
	memory_clear(&memory, (struct range){ RAM + 10, RAM + 20 });
	assert_int_equal(bytes[9], MACHINE_GARBAGE);
	for (u32 i = 10; i < 20; i++)
		assert_int_equal(bytes[i], 0);
	assert_int_equal(bytes[20], MACHINE_GARBAGE);
	memory_clear(&memory, (struct range){ RAM, RAM });
	assert_int_equal(machine_count_events(EVENT_ZERO), 1);
}

static void a_plain_vm_clears_nothing(void **state)
{
	(void)state;
	memory_clear(&memory, at(0, PAGE_SIZE));
	assert_int_equal(machine_count_events(EVENT_ZERO), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_leave)
#define PLAIN(name) cmocka_unit_test_setup_teardown(name, setup_plain, guest_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_snp_guest_starts_with_unaccepted_ram),
		PLAIN(a_plain_vm_starts_with_ram),
		TEST(the_ledger_knows_all_launch_pages_and_no_others),
		TEST(nothing_is_accepted_without_a_word),
		TEST(accepted_pages_are_private_and_validated),
		TEST(all_page_state_changes_come_before_pvalidate),
		PLAIN(a_plain_vm_only_writes_it_down),
		TEST(pages_are_evicted_exactly_when_the_cpu_asks),
		TEST(pages_above_the_first_gib_are_mapped_first),
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
		TEST(a_claim_takes_free_pages_and_accepts_them),
		TEST(a_claim_of_what_is_not_free_changes_nothing),
		TEST(clearing_zeroes_what_the_host_chose),
		PLAIN(a_plain_vm_clears_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
