/* PVALIDATE: every result the instruction can give, and the eviction after it, byte by byte. */
#include "firmware/sev/pvalidate.h"
#include "firmware/sev/snp_abi.h"
#include "tests/fake/access_trace.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"

#define RAM (64 * MIB)
#define RAM_BYTES (16 * MIB)
#define PAGES_OF_2M 512u

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	hypervisor_reset();
	(void)rmp_ram(RAM, RAM_BYTES);
	rmp_assign((struct range){ RAM, RAM + RAM_BYTES }, true);
	return 0;
}

static struct range at(u64 offset, u64 bytes)
{
	return (struct range){ RAM + offset, RAM + offset + bytes };
}

static enum err validate(struct range pages)
{
	return pvalidate_pages(pages, false);
}

/* --- honest ------------------------------------------------------------------------------------ */

static void aligned_pages_go_by_2m(void **state)
{
	(void)state;
	assert_int_equal(validate(at(0, RAM_BYTES)), OK);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 8);
	assert_true(rmp_is(at(0, RAM_BYTES), RMP_VALIDATED));
	assert_true(rmp_validated_once());
}

static void ends_that_are_not_aligned_go_by_4k(void **state)
{
	(void)state;
	assert_int_equal(validate(at(PAGE_SIZE_2M - PAGE_SIZE, PAGE_SIZE_2M + 2 * PAGE_SIZE)), OK);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 3);
	assert_int_equal(machine_event(1)->number, PAGE_SIZE_CODE_2M);
	assert_int_equal(machine_event(2)->number, PAGE_SIZE_CODE_4K);
	assert_int_equal(rmp_bytes(RMP_VALIDATED), PAGE_SIZE_2M + 2 * PAGE_SIZE);
}

static void an_empty_range_needs_no_instruction(void **state)
{
	(void)state;
	assert_int_equal(validate(at(PAGE_SIZE, 0)), OK);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 0);
}

static void a_size_mismatch_at_2m_goes_page_by_page(void **state)
{
	(void)state;
	rmp_smash(at(0, PAGE_SIZE_2M));
	assert_int_equal(validate(at(0, 2 * PAGE_SIZE_2M)), OK);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 1 + PAGES_OF_2M + 1);
	assert_true(rmp_is(at(0, 2 * PAGE_SIZE_2M), RMP_VALIDATED));
	assert_true(rmp_validated_once());
}

static void a_size_that_flips_at_every_step_is_followed(void **state)
{
	(void)state;
	hypervisor_lie(HV_SMASH_FLIPS, 0);
	assert_int_equal(validate(at(0, RAM_BYTES)), OK);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 4 * (1 + PAGES_OF_2M) + 4);
	assert_true(rmp_is(at(0, RAM_BYTES), RMP_VALIDATED));
	assert_true(rmp_validated_once());
}

/* A list that said "done" and was not: the page faults to the host, which assigns it. */
static void a_page_that_was_never_made_private_is_validated_all_the_same(void **state)
{
	(void)state;
	rmp_share(at(0, PAGE_SIZE));
	assert_int_equal(validate(at(0, PAGE_SIZE)), OK);
	assert_int_equal(rmp_page(RAM)->implicit, 1);
}

/* --- the instruction's results ----------------------------------------------------------------- */

/* Codes 0 to 7 with and without carry; only (0, 0) is success, only 6 at 2 MiB is tried again. */
static enum err expected(u32 code, u32 carry, u32 size)
{
	if (code == PVALIDATE_FAIL_SIZE_MISMATCH)
		return size == PAGE_SIZE_CODE_2M ? OK : ERR_PVALIDATE_SIZE;
	if (code != PVALIDATE_SUCCESS)
		return ERR_PVALIDATE;
	return carry != 0 ? ERR_PVALIDATE_CF : OK;
}

static u64 detail(enum err error, u32 code, u32 size)
{
	if (error == ERR_PVALIDATE)
		return code;
	return error == ERR_PVALIDATE_CF ? size : 0;
}

static void each_result_at(u32 size, struct range pages)
{
	for (u32 code = 0; code < 8; code++)
		for (u32 carry = 0; carry < 2; carry++) {
			enum err error = expected(code, carry, size);

			hypervisor_lie(size == PAGE_SIZE_CODE_2M ? HV_PVALIDATE_2M : HV_PVALIDATE_4K,
				       HV_PVALIDATE_ANSWER(code, carry));
			rmp_remap(pages); /* as before the last round */
			rmp_smash(pages);
			if (error == OK)
				assert_int_equal(validate(pages), OK);
			else
				assert_fault(validate(pages), error, pages.start,
					     detail(error, code, size));
		}
}

static void every_result_at_4k_is_told_apart(void **state)
{
	(void)state;
	each_result_at(PAGE_SIZE_CODE_4K, at(PAGE_SIZE, PAGE_SIZE));
}

static void every_result_at_2m_is_told_apart(void **state)
{
	(void)state;
	each_result_at(PAGE_SIZE_CODE_2M, at(PAGE_SIZE_2M, PAGE_SIZE_2M));
}

static void any_large_code_is_an_error(void **state)
{
	(void)state;
	for (u32 bit = 3; bit < 32; bit++) {
		hypervisor_lie(HV_PVALIDATE, HV_PVALIDATE_ANSWER(1u << bit, 0));
		assert_fault(validate(at(0, PAGE_SIZE)), ERR_PVALIDATE, RAM, 1u << bit);
		hypervisor_lie(HV_PVALIDATE, HV_PVALIDATE_ANSWER(1u << bit | 6, 0));
		assert_fault(validate(at(0, PAGE_SIZE_2M)), ERR_PVALIDATE, RAM, 1u << bit | 6);
	}
}

static void a_validated_page_is_a_remap_attack(void **state)
{
	(void)state;
	assert_int_equal(validate(at(PAGE_SIZE, PAGE_SIZE)), OK);
	assert_fault(validate(at(0, 3 * PAGE_SIZE)), ERR_PVALIDATE_CF, RAM + PAGE_SIZE, 0);
	assert_true(rmp_is(at(2 * PAGE_SIZE, PAGE_SIZE), RMP_ASSIGNED)); /* nothing further is done */
	assert_int_equal(validate(at(PAGE_SIZE_2M, PAGE_SIZE_2M)), OK);
	assert_fault(validate(at(PAGE_SIZE_2M, PAGE_SIZE_2M)), ERR_PVALIDATE_CF,
		     RAM + PAGE_SIZE_2M, 1);
}

static void an_error_in_the_middle_of_a_fallback_ends_it(void **state)
{
	(void)state;
	rmp_smash(at(0, PAGE_SIZE_2M));
	hypervisor_lie_after(HV_PVALIDATE_4K, HV_PVALIDATE_ANSWER(PVALIDATE_FAIL_SIZE_MISMATCH, 0),
			     100);
	assert_fault(validate(at(0, RAM_BYTES)), ERR_PVALIDATE_SIZE, RAM + 100 * PAGE_SIZE, 0);
	assert_int_equal(rmp_bytes(RMP_VALIDATED), 100 * PAGE_SIZE);
}

/* --- eviction ---------------------------------------------------------------------------------- */

/* Both ends of each page of `pages`, each once, and nothing else. */
static void assert_both_ends_touched(struct range pages)
{
	u32 i = 0;

	assert_int_equal(access_trace_count(), 2 * range_bytes(pages) / PAGE_SIZE);
	for (u64 gpa = pages.start; gpa < pages.end; gpa += PAGE_SIZE) {
		assert_int_equal(access_trace_gpa(i++), gpa);
		assert_int_equal(access_trace_gpa(i++), gpa + PAGE_SIZE - 1);
	}
}

static void evict(struct range pages, bool wanted)
{
	enum err error;

	access_trace_start();
	error = pvalidate_pages(pages, wanted);
	access_trace_stop();
	assert_int_equal(error, OK);
}

static void both_ends_of_each_page_are_read_after_4k(void **state)
{
	(void)state;
	evict(at(PAGE_SIZE, 7 * PAGE_SIZE), true);
	assert_both_ends_touched(at(PAGE_SIZE, 7 * PAGE_SIZE));
}

static void both_ends_of_each_4k_page_are_read_after_2m(void **state)
{
	(void)state;
	evict(at(PAGE_SIZE_2M - PAGE_SIZE, 2 * PAGE_SIZE_2M), true);
	assert_both_ends_touched(at(PAGE_SIZE_2M - PAGE_SIZE, 2 * PAGE_SIZE_2M));
}

static void both_ends_of_each_page_are_read_after_a_fallback(void **state)
{
	(void)state;
	rmp_smash(at(0, PAGE_SIZE_2M));
	evict(at(0, PAGE_SIZE_2M), true);
	assert_both_ends_touched(at(0, PAGE_SIZE_2M));
}

static void nothing_is_touched_when_the_cpu_does_not_need_it(void **state)
{
	(void)state;
	rmp_smash(at(0, PAGE_SIZE_2M));
	evict(at(0, 2 * PAGE_SIZE_2M + PAGE_SIZE), false);
	assert_int_equal(access_trace_count(), 0);
}

static void nothing_is_touched_after_an_error(void **state)
{
	enum err error;

	(void)state;
	hypervisor_lie_after(HV_PVALIDATE, HV_PVALIDATE_ANSWER(1, 0), 0);
	access_trace_start();
	error = pvalidate_pages(at(0, PAGE_SIZE_2M), true);
	access_trace_stop();
	assert_int_equal(error, ERR_PVALIDATE);
	assert_int_equal(access_trace_count(), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(aligned_pages_go_by_2m),
		TEST(ends_that_are_not_aligned_go_by_4k),
		TEST(an_empty_range_needs_no_instruction),
		TEST(a_size_mismatch_at_2m_goes_page_by_page),
		TEST(a_size_that_flips_at_every_step_is_followed),
		TEST(a_page_that_was_never_made_private_is_validated_all_the_same),
		TEST(every_result_at_4k_is_told_apart),
		TEST(every_result_at_2m_is_told_apart),
		TEST(any_large_code_is_an_error),
		TEST(a_validated_page_is_a_remap_attack),
		TEST(an_error_in_the_middle_of_a_fallback_ends_it),
		TEST(both_ends_of_each_page_are_read_after_4k),
		TEST(both_ends_of_each_4k_page_are_read_after_2m),
		TEST(both_ends_of_each_page_are_read_after_a_fallback),
		TEST(nothing_is_touched_when_the_cpu_does_not_need_it),
		TEST(nothing_is_touched_after_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
