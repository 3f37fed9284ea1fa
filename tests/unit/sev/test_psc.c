/* Page-state changes: batches against an honest host, then one lie about progress at a time. */
#include "firmware/sev/psc.h"
#include "firmware/sev/ghcb.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"

#define GHCB 0x33000ull
#define RAM (64 * MIB)
#define RAM_BYTES (64 * MIB)
#define STALLS_MAX 16u /* exits without progress that one list is given */

static int setup_without_ghcb(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	hypervisor_reset();
	(void)rmp_ram(GHCB, PAGE_SIZE);
	(void)rmp_ram(RAM, RAM_BYTES);
	return 0;
}

static int setup(void **state)
{
	(void)setup_without_ghcb(state);
	hypervisor_give_ghcb(GHCB);
	machine_forget_events();
	return 0;
}

static struct range at(u64 offset, u64 bytes)
{
	return (struct range){ RAM + offset, RAM + offset + bytes };
}

/* --- the list: pure ---------------------------------------------------------------------------- */

static u64 entries[PSC_ENTRIES_MAX];

static u32 fill(struct range pages, enum psc_operation operation, u64 *done)
{
	return psc_fill(pages, operation, entries, done);
}

static void an_entry_is_address_operation_and_size(void **state)
{
	u64 done;

	(void)state;
	assert_int_equal(fill(at(0, PAGE_SIZE_2M), PSC_PRIVATE, &done), 1);
	assert_int_equal(entries[0], RAM | 1ull << 52 | 1ull << 56);
	assert_int_equal(done, RAM + PAGE_SIZE_2M);
	assert_int_equal(fill(at(PAGE_SIZE, PAGE_SIZE), PSC_SHARED, &done), 1);
	assert_int_equal(entries[0], RAM | PAGE_SIZE | 2ull << 52);
}

static void only_aligned_whole_2m_pages_are_one_entry(void **state)
{
	u64 done;

	(void)state;
	/* One page before a 2 MiB page, the page, one page behind it */
	assert_int_equal(fill(at(PAGE_SIZE_2M - PAGE_SIZE, PAGE_SIZE_2M + 2 * PAGE_SIZE),
			      PSC_PRIVATE, &done), 3);
	assert_int_equal(entries[1], (RAM + PAGE_SIZE_2M) | 1ull << 52 | 1ull << 56);
	assert_int_equal(entries[2], (RAM + 2 * PAGE_SIZE_2M) | 1ull << 52);
	/* 2 MiB, but not aligned; aligned, but a page short */
	assert_int_equal(fill(at(PAGE_SIZE, PAGE_SIZE_2M), PSC_PRIVATE, &done), PSC_ENTRIES_MAX);
	assert_int_equal(entries[0] >> 56, 0);
	assert_int_equal(fill(at(0, PAGE_SIZE_2M - PAGE_SIZE), PSC_PRIVATE, &done), PSC_ENTRIES_MAX);
	assert_int_equal(entries[0] >> 56, 0);
}

static void a_list_ends_at_253_entries(void **state)
{
	u64 done;

	(void)state;
	assert_int_equal(fill(at(PAGE_SIZE, 253 * PAGE_SIZE), PSC_PRIVATE, &done), 253);
	assert_int_equal(done, RAM + 254 * PAGE_SIZE);
	assert_int_equal(fill(at(PAGE_SIZE, 254 * PAGE_SIZE), PSC_PRIVATE, &done), 253);
	assert_int_equal(done, RAM + 254 * PAGE_SIZE);
	assert_int_equal(fill(at(PAGE_SIZE, 0), PSC_PRIVATE, &done), 0);
}

static void the_last_2m_page_of_the_address_space_is_one_entry(void **state)
{
	struct range top = { (1ull << 51) - PAGE_SIZE_2M, 1ull << 51 };
	u64 done;

	(void)state;
	assert_int_equal(fill(top, PSC_PRIVATE, &done), 1);
	assert_int_equal(entries[0], top.start | 1ull << 52 | 1ull << 56);
	assert_int_equal(done, top.end);
}

/* --- honest ------------------------------------------------------------------------------------ */

static void before_the_ghcb_pages_go_by_msr(void **state)
{
	(void)state;
	assert_int_equal(psc_change(at(0, 3 * PAGE_SIZE), PSC_SHARED), OK);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), 3);
	assert_true(rmp_is(at(0, 3 * PAGE_SIZE), RMP_SHARED));
	assert_true(rmp_is(at(3 * PAGE_SIZE, PAGE_SIZE), RMP_HOST));
}

static void a_refused_page_by_msr_ends_the_change(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_MSR_BITS, 1ull << 32, 1);
	assert_fault(psc_change(at(0, 3 * PAGE_SIZE), PSC_SHARED), ERR_PSC, RAM + PAGE_SIZE,
		     1ull << 32 | GHCB_MSR_PSC_RESPONSE);
	assert_true(rmp_is(at(2 * PAGE_SIZE, PAGE_SIZE), RMP_HOST));
}

static void an_empty_range_takes_no_exit(void **state)
{
	(void)state;
	assert_int_equal(psc_change(at(0, 0), PSC_PRIVATE), OK);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), 0);
}

static void one_exit_takes_253_entries(void **state)
{
	(void)state;
	assert_int_equal(psc_change(at(PAGE_SIZE, 253 * PAGE_SIZE), PSC_PRIVATE), OK);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), 1);
	assert_int_equal(psc_change(at(256 * PAGE_SIZE, 254 * PAGE_SIZE), PSC_PRIVATE), OK);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), 3);
	assert_true(rmp_is(at(PAGE_SIZE, 253 * PAGE_SIZE), RMP_ASSIGNED));
	assert_int_equal(rmp_bytes(RMP_ASSIGNED), 507 * PAGE_SIZE);
}

static void large_pages_stay_large(void **state)
{
	(void)state;
	assert_int_equal(psc_change(at(0, RAM_BYTES), PSC_PRIVATE), OK);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), 1);
	assert_int_equal(machine_count_events(EVENT_PSC), 32);
	assert_true(rmp_page(RAM)->is_large && rmp_page(RAM + RAM_BYTES - PAGE_SIZE)->is_large);
}

static void the_same_pages_go_there_and_back(void **state)
{
	(void)state;
	assert_int_equal(psc_change(at(0, PAGE_SIZE_2M), PSC_SHARED), OK);
	assert_true(rmp_is(at(0, PAGE_SIZE_2M), RMP_SHARED));
	assert_int_equal(psc_change(at(0, PAGE_SIZE_2M), PSC_PRIVATE), OK);
	assert_true(rmp_is(at(0, PAGE_SIZE_2M), RMP_ASSIGNED));
}

static void a_host_may_do_the_list_in_parts(void **state)
{
	(void)state;
	hypervisor_lie(HV_PSC_PARTIAL, 10);
	assert_int_equal(psc_change(at(PAGE_SIZE, 253 * PAGE_SIZE), PSC_PRIVATE), OK);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), 26);
	assert_int_equal(machine_count_events(EVENT_PSC), 253);
	assert_true(rmp_is(at(PAGE_SIZE, 253 * PAGE_SIZE), RMP_ASSIGNED));
}

static void a_host_may_be_interrupted_before_the_first_entry(void **state)
{
	(void)state;
	hypervisor_lie(HV_PSC_STALLED, STALLS_MAX);
	assert_int_equal(psc_change(at(0, 5 * PAGE_SIZE), PSC_PRIVATE), OK);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), STALLS_MAX + 1);
	assert_true(rmp_is(at(0, 5 * PAGE_SIZE), RMP_ASSIGNED));
}

/* --- lies -------------------------------------------------------------------------------------- */

#define assert_psc_fails(error, a, b)                                                          \
	assert_fault(psc_change(at(0, 5 * PAGE_SIZE), PSC_PRIVATE), error, a, b)

static void a_host_without_progress_is_given_up(void **state)
{
	(void)state;
	hypervisor_lie(HV_PSC_STALLED, STALLS_MAX + 1);
	assert_psc_fails(ERR_BUDGET, 0, 5);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), STALLS_MAX + 1);
}

static void a_host_that_never_acts_is_given_up(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_SILENT, 0);
	assert_psc_fails(ERR_BUDGET, 0, 5);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), STALLS_MAX + 1);
	assert_int_equal(rmp_bytes(RMP_ASSIGNED), 0);
}

static void progress_never_goes_back(void **state)
{
	(void)state;
	hypervisor_lie(HV_PSC_BACKWARDS, 0);
	assert_psc_fails(ERR_PSC, 0, 4);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), 2);
}

static void progress_ends_at_the_last_entry(void **state)
{
	static const u16 beyond[] = { 1, 2, 0xffff - 5 };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(beyond); i++) {
		hypervisor_lie(HV_PSC_BEYOND, beyond[i]);
		assert_psc_fails(ERR_PSC, 5u + beyond[i], 4);
	}
}

static void the_header_stays_as_it_was(void **state)
{
	(void)state;
	hypervisor_lie(HV_PSC_LAST, 1);
	assert_psc_fails(ERR_PSC, 5, 5);
	hypervisor_lie(HV_PSC_LAST, 0xffff);
	assert_psc_fails(ERR_PSC, 5, 3);
	for (u32 bit = 0; bit < 32; bit++) {
		hypervisor_lie(HV_PSC_RESERVED, 1u << bit);
		assert_psc_fails(ERR_PSC, 5, 4);
	}
}

/* The specification's error codes and KVM's own */
static void an_error_code_is_an_error(void **state)
{
	static const u64 infos[] = { 1ull << 32 | 1, 1ull << 32 | 2, 1, 0x10000000000, ~0ull };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(infos); i++) {
		hypervisor_lie(HV_PAGE_INFO_2, infos[i]);
		assert_psc_fails(ERR_PSC, infos[i], 5);
	}
}

static void an_exit_that_fails_midway_is_an_error(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_PAGE_MALFORMED, GHCB_REASON_SCRATCH, 1);
	assert_fault(psc_change(at(PAGE_SIZE, 254 * PAGE_SIZE), PSC_PRIVATE), ERR_GHCB_MALFORMED,
		     GHCB_EXIT_PSC, GHCB_REASON_SCRATCH);
	hypervisor_lie_after(HV_PAGE_INVALID, ~0ull, 1);
	assert_error(psc_change(at(PAGE_SIZE, 254 * PAGE_SIZE), PSC_PRIVATE), ERR_GHCB_VALID);
}

/* What the host writes into the list is never looked at: the next list has our pages again. */
static void a_rewritten_list_changes_nothing(void **state)
{
	(void)state;
	hypervisor_lie(HV_PSC_REWRITTEN, RAM + 32 * MIB);
	assert_int_equal(psc_change(at(PAGE_SIZE, 300 * PAGE_SIZE), PSC_PRIVATE), OK);
	assert_true(rmp_is(at(PAGE_SIZE, 300 * PAGE_SIZE), RMP_ASSIGNED));
	assert_int_equal(rmp_bytes(RMP_ASSIGNED), 300 * PAGE_SIZE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, hypervisor_teardown)
#define WITHOUT_GHCB(name) cmocka_unit_test_setup_teardown(name, setup_without_ghcb, hypervisor_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_entry_is_address_operation_and_size),
		TEST(only_aligned_whole_2m_pages_are_one_entry),
		TEST(a_list_ends_at_253_entries),
		TEST(the_last_2m_page_of_the_address_space_is_one_entry),
		WITHOUT_GHCB(before_the_ghcb_pages_go_by_msr),
		WITHOUT_GHCB(a_refused_page_by_msr_ends_the_change),
		TEST(an_empty_range_takes_no_exit),
		TEST(one_exit_takes_253_entries),
		TEST(large_pages_stay_large),
		TEST(the_same_pages_go_there_and_back),
		TEST(a_host_may_do_the_list_in_parts),
		TEST(a_host_may_be_interrupted_before_the_first_entry),
		TEST(a_host_without_progress_is_given_up),
		TEST(a_host_that_never_acts_is_given_up),
		TEST(progress_never_goes_back),
		TEST(progress_ends_at_the_last_entry),
		TEST(the_header_stays_as_it_was),
		TEST(an_error_code_is_an_error),
		TEST(an_exit_that_fails_midway_is_an_error),
		TEST(a_rewritten_list_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
