/* Every answer to an exit that is no success, for every kind of exit. */
#include "firmware/sev/ghcb.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/sev/ghcb_guest.h"

static u64 info_2;

enum exit_kind { IN, OUT, MSR, MMIO, PSC, EXITS };

static const u64 codes[EXITS] = { 0x7b, 0x7b, 0x7c, 0x80000002, 0x80000010 };

static void empty_psc(void)
{
	volatile struct psc_buffer *buffer = ghcb_shared_buffer();

	buffer->header.current = 0;
	buffer->header.last = 0;
	buffer->header.reserved = 0;
	buffer->entries[0] = OTHER_PAGE | (u64)PSC_SHARED << PSC_ENTRY_OPERATION_SHIFT;
}

static enum err do_exit(enum exit_kind kind)
{
	fake_panic_reset();
	if (kind == MMIO)
		return ghcb_mmio_write32(0xfee00300, 1);
	if (kind == MSR)
		return ghcb_write_msr(0x2ff, 0xc06);
	if (kind == IN) {
		expect_assert_failure((void)ghcb_port_in(PORT, 4));
	} else {
		expect_assert_failure(ghcb_port_out(PORT, 4, 1));
	}
	return fake_panic;
}

/* What exit `kind` does about an answer; port exits end the boot. */
static void assert_exit_fails(enum exit_kind kind, enum err error, u64 b)
{
	if (kind == PSC) {
		empty_psc();
		assert_fault(ghcb_page_state_change(&info_2), error, codes[kind], b);
		return;
	}
	assert_fault(do_exit(kind), error, codes[kind], b);
}

static void an_undefined_result_is_refused(void **state)
{
	static const u32 results[] = { 3, 4, 0x100, 0x7fffffff, 0x80000000, 0xffffffff };

	(void)state;
	for (u32 kind = 0; kind < EXITS; kind++)
		for (u32 i = 0; i < COUNT_OF(results); i++) {
			hypervisor_lie(HV_PAGE_RESULT, results[i]);
			assert_exit_fails(kind, ERR_GHCB_RESULT, results[i]);
		}
}

static void the_high_half_of_a_result_is_no_error(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_RESULT, 0xffffffff00000000);
	assert_int_equal(ghcb_mmio_write32(0xfee00300, 1), OK);
	assert_int_equal(ghcb_port_in(PORT, 1), 0x21);
}

static void an_exception_is_refused_not_raised(void **state)
{
	/* #GP as KVM writes it (sign-extended), #UD, none at all */
	static const u64 events[] = { 0xffffffff8000030d, 0x80000306, 0x8000030e, 0, ~0ull };

	(void)state;
	for (u32 kind = 0; kind < EXITS; kind++)
		for (u32 i = 0; i < COUNT_OF(events); i++) {
			hypervisor_lie(HV_PAGE_EXCEPTION, events[i]);
			assert_exit_fails(kind, ERR_GHCB_EXCEPTION, events[i]);
		}
}

static void malformed_input_is_refused_with_its_reason(void **state)
{
	(void)state;
	for (u32 kind = 0; kind < EXITS; kind++)
		for (u64 reason = 0; reason <= GHCB_REASON_INVALID_EVENT + 1; reason++) {
			hypervisor_lie(HV_PAGE_MALFORMED, reason);
			assert_exit_fails(kind, ERR_GHCB_MALFORMED, reason);
		}
}

/* SW_EXITINFO2 alone is an error of a page-state change only; psc.c looks at it. */
static void the_second_field_alone_is_no_refusal(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_INFO_2, GHCB_REASON_NOT_REGISTERED);
	assert_int_equal(ghcb_mmio_write32(0xfee00300, 1), OK);
	empty_psc();
	assert_int_equal(ghcb_page_state_change(&info_2), OK);
	assert_int_equal(info_2, GHCB_REASON_NOT_REGISTERED);
}

static void both_answer_fields_must_be_marked_valid(void **state)
{
	static const u64 missing[] = { HIGH_BIT(exit_info_1), HIGH_BIT(exit_info_2),
				       HIGH_BIT(exit_info_1) | HIGH_BIT(exit_info_2) };
	const u64 all = HIGH_BIT(exit_info_1) | HIGH_BIT(exit_info_2);

	(void)state;
	for (u32 kind = 0; kind < EXITS; kind++)
		for (u32 i = 0; i < COUNT_OF(missing); i++) {
			hypervisor_lie(HV_PAGE_INVALID, missing[i]);
			assert_exit_fails(kind, ERR_GHCB_VALID, all & ~missing[i]);
		}
}

static void in_needs_a_valid_rax_and_out_does_not(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_NO_RAX, 0);
	assert_exit_fails(IN, ERR_GHCB_VALID, 0);
	ghcb_port_out(PORT, 1, 1);
	assert_int_equal(ghcb_mmio_write32(0xfee00300, 1), OK);
}

static void in_drops_what_is_above_its_width(void **state)
{
	(void)state;
	hypervisor_lie(HV_IN_WIDE, 0);
	assert_int_equal(ghcb_port_in(PORT, 1), 0x21);
	assert_int_equal(ghcb_port_in(PORT, 2), 0x4321);
	assert_int_equal(ghcb_port_in(PORT, 4), 0x87654321);
}

/* The request's own fields are then read as the answer: the port or address in SW_EXITINFO1. */
static void a_host_that_does_nothing_is_no_success(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_SILENT, 0);
	assert_exit_fails(IN, ERR_GHCB_RESULT, 0x03f80241);
	assert_exit_fails(OUT, ERR_GHCB_RESULT, 0x03f80240);
	assert_exit_fails(MSR, ERR_GHCB_EXCEPTION, 0);
	assert_exit_fails(MMIO, ERR_GHCB_RESULT, 0xfee00300);
}

#define READY(name) cmocka_unit_test_setup_teardown(name, ghcb_guest_setup_ready, hypervisor_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		READY(an_undefined_result_is_refused),
		READY(the_high_half_of_a_result_is_no_error),
		READY(an_exception_is_refused_not_raised),
		READY(malformed_input_is_refused_with_its_reason),
		READY(the_second_field_alone_is_no_refusal),
		READY(both_answer_fields_must_be_marked_valid),
		READY(in_needs_a_valid_rax_and_out_does_not),
		READY(in_drops_what_is_above_its_width),
		READY(a_host_that_does_nothing_is_no_success),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
