/* Kernels that cannot accept memory themselves, or cannot be SNP guests at all; hosts that refuse. */
#include "firmware/boot/lazy.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/log.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"
#include "tests/unit/boot/lazy_guest.h"

#include <string.h>

/* A kernel that can be an SNP guest, and no more. */
static int setup(void **state)
{
	(void)state;
	lazy_guest_start(RAM_END, KNOWS_CC_BLOB);
	return 0;
}

static void a_kernel_that_is_no_snp_guest_is_refused_before_anything(void **state)
{
	(void)state;
	guest_free();
	lazy_guest_start(RAM_END, KNOWS_UNACCEPTED); /* even though it could accept memory */
	fault_detail(1, 2); /* of an error before that did not end the boot */
	assert_fault(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), ERR_KERNEL_NOT_SNP, 0, 0);
	assert_int_equal(lazy_guest.handoff.config.count, 0);
	assert_int_equal(machine_event_count(), 0);
}

static void an_older_snp_kernel_finds_all_memory_accepted(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), OK);
	assert_int_equal(memmap_bytes(&lazy_guest.memory.map, MEM_UNACCEPTED), 0);
	assert_true(rmp_is((struct range){ MIB, RAM_END }, RMP_VALIDATED));
	assert_true(rmp_validated_once());
	assert_int_equal(lazy_guest_published(&lazy_guest_unaccepted), 0);
	assert_int_not_equal(lazy_guest_published(&lazy_guest_cc_blob), 0);
	assert_int_equal(lazy_guest.handoff.piece_bytes, 0);
	assert_int_equal(machine_count_events(EVENT_HOST_WRMSR), 1); /* MTRRs, for its PAT */
}

static void accepting_all_is_said_in_one_line(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), OK);
	assert_int_equal(fake_log_lines, 1);
	assert_non_null(strstr(fake_log_line, "cannot accept memory lazily"));
	assert_non_null(strstr(fake_log_line, "606 MiB")); /* 640 - 1 - 1 (arena) - 32 (kernel) */
}

static void accepting_all_goes_by_2m(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), OK);
	assert_true(machine_count_events(EVENT_PVALIDATE) < 2 * 512 + RAM_END / PAGE_SIZE_2M);
	assert_true(machine_count_events(EVENT_VMGEXIT) < 16);
}

static void a_host_that_keeps_the_bounce_buffer_ends_it(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_INFO_2, 1);
	assert_error(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), ERR_PSC);
	assert_int_equal(lazy_guest.handoff.config.count, 0);
}

static void an_older_kernel_without_mtrrs_ends_it(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_PAGE_EXCEPTION, 0x8000030d, 1);
	assert_error(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), ERR_GHCB_EXCEPTION);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_kernel_that_is_no_snp_guest_is_refused_before_anything),
		TEST(an_older_snp_kernel_finds_all_memory_accepted),
		TEST(accepting_all_is_said_in_one_line),
		TEST(accepting_all_goes_by_2m),
		TEST(a_host_that_keeps_the_bounce_buffer_ends_it),
		TEST(an_older_kernel_without_mtrrs_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
