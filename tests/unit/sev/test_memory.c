/* Accepting and claiming: ledger, page-state change, PVALIDATE, in this order and once per page. */
#include "firmware/mem/layout.h"
#include "tests/fake/access_trace.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"
#include "tests/unit/sev/memory_guest.h"

/* --- init -------------------------------------------------------------------------------------- */

static void an_snp_guest_starts_with_unaccepted_ram(void **state)
{
	(void)state;
	assert_int_equal(guest_memory.free, MEM_UNACCEPTED);
	assert_int_equal(guest_memory.limit, GUEST_C_BIT);
	assert_true(guest_memory.evict); /* until the CPUID page says otherwise */
}

static void a_plain_vm_starts_with_ram(void **state)
{
	(void)state;
	assert_int_equal(guest_memory.free, MEM_RAM);
	assert_int_equal(guest_memory.limit, 1ull << 52);
}

static void the_ledger_knows_all_launch_pages_and_no_others(void **state)
{
	struct range seeds[] = { layout_launch_pages(), layout_launch_ram(), layout_rom() };
	u64 bytes = 0;

	(void)state;
	for (u32 i = 0; i < COUNT_OF(seeds); i++) {
		assert_true(ledger_is(&guest_memory.ledger, seeds[i], PAGE_PRIVATE));
		bytes += range_bytes(seeds[i]);
	}
	assert_int_equal(ledger_bytes(&guest_memory.ledger, PAGE_PRIVATE), bytes);
	assert_int_equal(ledger_bytes(&guest_memory.ledger, PAGE_SHARED), 0);
}

/* --- accept, honest ---------------------------------------------------------------------------- */

static void nothing_is_accepted_without_a_word(void **state)
{
	(void)state;
	assert_int_equal(memory_accept(&guest_memory, pages_at(0, 0)), OK);
	assert_int_equal(machine_event_count(), 0);
}

static void accepted_pages_are_private_and_validated(void **state)
{
	(void)state;
	assert_int_equal(memory_accept(&guest_memory, pages_at(0, 3 * PAGE_SIZE)), OK);
	assert_true(rmp_is(pages_at(0, 3 * PAGE_SIZE), RMP_VALIDATED));
	assert_true(rmp_is(pages_at(3 * PAGE_SIZE, PAGE_SIZE), RMP_HOST));
	assert_true(ledger_is(&guest_memory.ledger, pages_at(0, 3 * PAGE_SIZE), PAGE_PRIVATE));
	assert_true(rmp_validated_once());
}

static void all_page_state_changes_come_before_pvalidate(void **state)
{
	u32 last_change = 0;

	(void)state;
	assert_int_equal(memory_accept(&guest_memory, pages_at(0, 5 * PAGE_SIZE)), OK);
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
	assert_int_equal(memory_accept(&guest_memory, pages_at(0, PAGE_SIZE_2M)), OK);
	assert_int_equal(machine_event_count(), 0);
	assert_true(ledger_is(&guest_memory.ledger, pages_at(0, PAGE_SIZE_2M), PAGE_PRIVATE));
	assert_error(memory_accept(&guest_memory, pages_at(0, PAGE_SIZE)), ERR_LEDGER_TWICE);
}

static u32 accesses_of_accept(bool evict)
{
	enum err error;

	guest_memory.evict = evict;
	access_trace_start();
	error = memory_accept(&guest_memory, pages_at(evict ? 0 : MIB, 4 * PAGE_SIZE));
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
	assert_int_equal(memory_accept(&guest_memory, pages), OK);
	assert_true(rmp_is(pages, RMP_VALIDATED));
	assert_int_equal(pdpt[5], layout_arena().start | GUEST_C_BIT | 0x23);
	directory = phys_ptr(layout_arena().start, PAGE_SIZE);
	assert_int_equal(directory[0], 5 * GIB | GUEST_C_BIT | 0xe3);
	assert_int_equal(directory[511], (6 * GIB - PAGE_SIZE_2M) | GUEST_C_BIT | 0xe3);
}

/* --- claim ------------------------------------------------------------------------------------- */

static void a_claim_takes_free_pages_and_accepts_them(void **state)
{
	(void)state;
	assert_true(memory_is_free(&guest_memory, pages_at(0, PAGE_SIZE)));
	assert_int_equal(memory_claim(&guest_memory, pages_at(0, PAGE_SIZE), MEM_LOADER), OK);
	assert_true(memmap_is(&guest_memory.map, pages_at(0, PAGE_SIZE), MEM_LOADER));
	assert_true(rmp_is(pages_at(0, PAGE_SIZE), RMP_VALIDATED));
	assert_false(memory_is_free(&guest_memory, pages_at(0, PAGE_SIZE)));
	assert_true(memory_is_free(&guest_memory, pages_at(PAGE_SIZE, PAGE_SIZE)));
}

static void a_claim_of_what_is_not_free_changes_nothing(void **state)
{
	struct memmap before;

	(void)state;
	assert_int_equal(memory_claim(&guest_memory, pages_at(PAGE_SIZE, PAGE_SIZE), MEM_LOADER), OK);
	machine_forget_events();
	before = guest_memory.map;
	assert_error(memory_claim(&guest_memory, pages_at(0, 2 * PAGE_SIZE), MEM_RAM), ERR_HANDOFF_MAP);
	assert_error(memory_claim(&guest_memory, pages_at(RAM_END - RAM, PAGE_SIZE), MEM_RAM),
		     ERR_HANDOFF_MAP);
	assert_memory_equal(&guest_memory.map, &before, sizeof(before));
	assert_int_equal(machine_event_count(), 0);
}

static void clearing_zeroes_what_the_host_chose(void **state)
{
	const u8 *bytes = phys_ptr(RAM, PAGE_SIZE);

	(void)state;
	assert_int_equal(memory_accept(&guest_memory, pages_at(0, PAGE_SIZE)), OK);
	memory_clear(&guest_memory, (struct range){ RAM + 10, RAM + 20 });
	assert_int_equal(bytes[9], MACHINE_GARBAGE);
	for (u32 i = 10; i < 20; i++)
		assert_int_equal(bytes[i], 0);
	assert_int_equal(bytes[20], MACHINE_GARBAGE);
	memory_clear(&guest_memory, (struct range){ RAM, RAM });
	assert_int_equal(machine_count_events(EVENT_ZERO), 1);
}

static void a_plain_vm_clears_nothing(void **state)
{
	(void)state;
	memory_clear(&guest_memory, pages_at(0, PAGE_SIZE));
	assert_int_equal(machine_count_events(EVENT_ZERO), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_guest_setup, guest_leave)
#define PLAIN(name) cmocka_unit_test_setup_teardown(name, memory_guest_setup_plain, guest_leave)

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
		TEST(a_claim_takes_free_pages_and_accepts_them),
		TEST(a_claim_of_what_is_not_free_changes_nothing),
		TEST(clearing_zeroes_what_the_host_chose),
		PLAIN(a_plain_vm_clears_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
