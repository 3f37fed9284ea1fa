/*
 * The end of a failed boot: one line, the right termination, HLT. The first test alone sees the line: an
 * ending boot prints no second one.
 */
#include "firmware/panic.h"
#include "firmware/sev/snp_abi.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/log.h"
#include "tests/fake/machine.h"

static int setup(void **state)
{
	(void)state;
	machine_reset();
	hypervisor_reset();
	machine_forget_events();
	panic_set_sev_status(7);
	return 0;
}

/* The GHCB MSR value with which the boot ended; 0 if it just halted. */
static u64 termination(enum err error)
{
	u32 index;

	machine_forget_events();
	expect_assert_failure(panic(error));
	assert_int_equal(machine_event(machine_event_count() - 1)->kind, EVENT_HALT);
	index = machine_find_event(EVENT_TERMINATE, 0);
	return index < machine_event_count() ? machine_event(index)->value : 0;
}

static void the_line_has_stage_cause_remedy_code_and_details(void **state)
{
	(void)state;
	fake_log_reset();
	panic_set_stage("initrd");
	fault_detail(0x1234, 5);
	assert_int_equal(termination(ERR_LEDGER_TWICE), 0x257100);
	assert_int_equal(fake_log_lines, 1);
	assert_string_equal(fake_log_line, "initrd: page (a) would be accepted twice; "
			    "check the host's memory map [7:25 a=0x1234 b=0x5]");
}

static void a_failure_while_ending_prints_nothing_more(void **state)
{
	(void)state;
	fake_log_reset();
	assert_int_equal(termination(ERR_GHCB_VALID), 0x147100);
	assert_int_equal(fake_log_lines, 0);
}

static void every_error_ends_with_its_set_and_code(void **state)
{
	(void)state;
	fault_detail(0, 0);
	for (enum err error = OK + 1; error < ERR_COUNT; error++) {
		const struct err_info *info = err_info(error);

		assert_int_equal(termination(error),
				 0x100 | (u64)info->set << 12 | (u64)info->code << 16);
	}
}

static void every_exception_has_a_code_of_its_own(void **state)
{
	(void)state;
	for (u64 vector = 0; vector < 32; vector++) {
		fault_detail(vector, 0);
		assert_int_equal(termination(ERR_EXCEPTION), 0x7100 | (0x80 + vector) << 16);
	}
	fault_detail(29, 0);
	assert_int_equal(termination(ERR_INTERRUPT), 0xa07100);
}

static void a_guest_without_ghcb_only_halts(void **state)
{
	static const u64 statuses[] = { 0, SEV_STATUS_SEV };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(statuses); i++) {
		panic_set_sev_status(statuses[i]);
		assert_int_equal(termination(ERR_NOT_SNP), 0);
		assert_int_equal(machine_count_events(EVENT_WRMSR), 0);
		assert_int_equal(machine_count_events(EVENT_VMGEXIT), 0);
	}
}

static void an_sev_es_guest_is_terminated(void **state)
{
	(void)state;
	panic_set_sev_status(SEV_STATUS_SEV | SEV_STATUS_ES);
	assert_int_equal(termination(ERR_NOT_SNP), 0x017100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_line_has_stage_cause_remedy_code_and_details, setup),
		cmocka_unit_test_setup(a_failure_while_ending_prints_nothing_more, setup),
		cmocka_unit_test_setup(every_error_ends_with_its_set_and_code, setup),
		cmocka_unit_test_setup(every_exception_has_a_code_of_its_own, setup),
		cmocka_unit_test_setup(a_guest_without_ghcb_only_halts, setup),
		cmocka_unit_test_setup(an_sev_es_guest_is_terminated, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
