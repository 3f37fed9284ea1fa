/* What a started SNP guest asks of the host: APs, MTRRs, and the bounce buffer back. */
#include "firmware/mem/layout.h"
#include "firmware/sev/ghcb.h"
#include "firmware/sev/snp.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"
#include "tests/fake/snp_guest.h"

static struct memory memory;
static u64 features;

static int setup(void **state)
{
	(void)state;
	features = snp_guest_start(&memory, 16 * MIB);
	return 0;
}

/* --- APs --------------------------------------------------------------------------------------- */

static void one_cpu_has_nobody_to_park(void **state)
{
	(void)state;
	assert_int_equal(snp_park_aps(GHCB_FEATURE_SNP, 1), OK);
	assert_int_equal(snp_park_aps(GHCB_FEATURE_SNP, 0), OK);
	assert_int_equal(machine_event_count(), 0);
}

static void aps_get_one_init_and_one_startup(void **state)
{
	const struct machine_event *init, *startup;
	u32 first;

	(void)state;
	assert_int_equal(snp_park_aps(features, 2), OK);
	assert_int_equal(machine_count_events(EVENT_MMIO_WRITE), 2);
	first = machine_find_event(EVENT_MMIO_WRITE, 0);
	init = machine_event(first);
	startup = machine_event(machine_find_event(EVENT_MMIO_WRITE, first + 1));
	assert_int_equal(init->number, 0xfee00300);
	assert_int_equal(init->value, 0xc4500); /* INIT, level assert, all but self */
	assert_int_equal(startup->number, 0xfee00300);
	assert_int_equal(startup->value & ~0xffull, 0xc4600); /* start-up, all but self */
}

static void more_cpus_need_ap_creation(void **state)
{
	(void)state;
	assert_fault(snp_park_aps(GHCB_FEATURE_SNP, 2), ERR_HV_FEATURES, GHCB_FEATURE_AP_CREATION,
		     GHCB_FEATURE_SNP);
	assert_int_equal(machine_event_count(), 0);
}

static void a_refused_start_of_aps_ends_it(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_MALFORMED, GHCB_REASON_INVALID_INPUT);
	assert_error(snp_park_aps(features, 2), ERR_GHCB_MALFORMED);
	hypervisor_lie_after(HV_PAGE_INVALID, ~0ull, 1);
	assert_error(snp_park_aps(features, 2), ERR_GHCB_VALID);
}

/* --- MTRRs -------------------------------------------------------------------------------------- */

static void mtrrs_are_enabled_as_write_back(void **state)
{
	const struct machine_event *event;

	(void)state;
	assert_int_equal(snp_enable_mtrr(), OK);
	event = machine_event(machine_find_event(EVENT_HOST_WRMSR, 0));
	assert_int_equal(event->number, 0x2ff);
	assert_int_equal(event->value, 1 << 11 | 1 << 10 | 6); /* E, FE, write-back */
	hypervisor_lie(HV_PAGE_EXCEPTION, 0x8000030d);
	assert_error(snp_enable_mtrr(), ERR_GHCB_EXCEPTION);
}

/* --- the bounce buffer's return ---------------------------------------------------------------- */

static void the_bounce_buffer_goes_back_wiped_and_unaccepted(void **state)
{
	u32 zeroed, changed;

	(void)state;
	assert_int_equal(snp_return_bounce(&memory), OK);
	zeroed = machine_find_event(EVENT_ZERO, 0);
	changed = machine_find_event(EVENT_PSC, 0);
	assert_true(zeroed < changed && changed < machine_event_count());
	assert_int_equal(machine_event(zeroed)->value, layout_bounce().start);
	assert_int_equal(machine_event(zeroed)->bytes, range_bytes(layout_bounce()));
	assert_int_equal(machine_event(changed)->number, PSC_PRIVATE);
	assert_true(ledger_is(&memory.ledger, layout_bounce(), PAGE_UNACCEPTED));
	assert_true(rmp_is(layout_bounce(), RMP_ASSIGNED)); /* not validated: Linux will do it */
	assert_int_equal(guest_entry_2m(layout_bounce().start) & GUEST_C_BIT, GUEST_C_BIT);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 0);
}

static void the_returned_buffer_can_be_accepted_once(void **state)
{
	(void)state;
	assert_int_equal(snp_return_bounce(&memory), OK);
	assert_int_equal(memory_accept(&memory, layout_bounce()), OK);
	assert_error(memory_accept(&memory, layout_bounce()), ERR_LEDGER_TWICE);
	assert_true(rmp_validated_once());
}

static void a_buffer_that_the_host_keeps_ends_it(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_INFO_2, 1);
	assert_error(snp_return_bounce(&memory), ERR_PSC);
	assert_true(ledger_is(&memory.ledger, layout_bounce(), PAGE_SHARED));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_cpu_has_nobody_to_park),
		TEST(aps_get_one_init_and_one_startup),
		TEST(more_cpus_need_ap_creation),
		TEST(a_refused_start_of_aps_ends_it),
		TEST(mtrrs_are_enabled_as_write_back),
		TEST(the_bounce_buffer_goes_back_wiped_and_unaccepted),
		TEST(the_returned_buffer_can_be_accepted_once),
		TEST(a_buffer_that_the_host_keeps_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
