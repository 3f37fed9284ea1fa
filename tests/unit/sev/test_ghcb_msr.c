/* The GHCB MSR protocol: each request honestly answered, then every answer that is none. */
#include "firmware/sev/ghcb_msr.h"
#include "firmware/sev/snp_abi.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"

#define C_BIT (1ull << HV_C_BIT_HONEST)
#define RAM 0x100000ull
#define PAGE (RAM + 3 * PAGE_SIZE)

static u64 features;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	hypervisor_reset();
	(void)rmp_ram(RAM, 16 * PAGE_SIZE);
	features = 0;
	return 0;
}

static struct range page_at(u64 gpa)
{
	return (struct range){ gpa, gpa + PAGE_SIZE };
}

static void share_page(void)
{
	rmp_share(page_at(PAGE));
}

/* --- honest ----------------------------------------------------------------------------------- */

static void version_2_and_the_same_c_bit_are_agreed_on(void **state)
{
	(void)state;
	assert_int_equal(ghcb_msr_negotiate(C_BIT), OK);
}

static void the_features_are_the_whole_bitmap(void **state)
{
	(void)state;
	assert_int_equal(ghcb_msr_features(&features), OK);
	assert_int_equal(features, GHCB_FEATURE_SNP | GHCB_FEATURE_AP_CREATION);
	hypervisor_lie(HV_FEATURES, (1ull << 52) - 1);
	assert_int_equal(ghcb_msr_features(&features), OK);
	assert_int_equal(features, (1ull << 52) - 1);
}

static void a_shared_page_is_registered(void **state)
{
	(void)state;
	share_page();
	assert_int_equal(ghcb_msr_register(PAGE), OK);
	assert_int_equal(hypervisor_ghcb_gpa(), PAGE);
}

static void a_page_changes_its_state_and_no_other_does(void **state)
{
	(void)state;
	assert_int_equal(ghcb_msr_change_page(PAGE, PSC_SHARED), OK);
	assert_true(rmp_is(page_at(PAGE), RMP_SHARED));
	assert_int_equal(ghcb_msr_change_page(PAGE + PAGE_SIZE, PSC_PRIVATE), OK);
	assert_true(rmp_is(page_at(PAGE + PAGE_SIZE), RMP_ASSIGNED));
	assert_int_equal(rmp_bytes(RMP_HOST), 14 * PAGE_SIZE);
}

static void the_msr_is_as_it_was_afterwards(void **state)
{
	(void)state;
	machine_set_msr(MSR_GHCB, 0x7654321000);
	assert_int_equal(ghcb_msr_negotiate(C_BIT), OK);
	assert_int_equal(machine_msr(MSR_GHCB), 0x7654321000);
	hypervisor_lie(HV_MSR_CODE, 0x777);
	assert_int_equal(ghcb_msr_negotiate(C_BIT), ERR_GHCB_RESPONSE);
	assert_int_equal(machine_msr(MSR_GHCB), 0x7654321000);
}

static void termination_names_set_and_code(void **state)
{
	const struct machine_event *event;

	(void)state;
	ghcb_msr_terminate(7, 0x25);
	assert_int_equal(machine_count_events(EVENT_TERMINATE), 1);
	event = machine_event(machine_find_event(EVENT_TERMINATE, 0));
	assert_int_equal(event->value, 0x257100);
	ghcb_msr_terminate(15, 0xff);
	assert_int_equal(machine_event(machine_event_count() - 1)->value, 0xfff100);
}

/* --- lies about every request ------------------------------------------------------------------ */

enum request { NEGOTIATE, FEATURES, REGISTER, CHANGE, REQUESTS };

static enum err ask(enum request request)
{
	switch (request) {
	case NEGOTIATE:
		return ghcb_msr_negotiate(C_BIT);
	case FEATURES:
		return ghcb_msr_features(&features);
	case REGISTER:
		return ghcb_msr_register(PAGE);
	default:
		return ghcb_msr_change_page(PAGE + PAGE_SIZE, PSC_PRIVATE);
	}
}

static const u64 response_codes[REQUESTS] = {
	GHCB_MSR_SEV_INFO_RESPONSE, GHCB_MSR_FEATURES_RESPONSE, GHCB_MSR_REGISTER_RESPONSE,
	GHCB_MSR_PSC_RESPONSE,
};

/* Registration compares the whole answer, so its error is one for all lies. */
static enum err refusal(enum request request)
{
	return request == REGISTER ? ERR_GHCB_REGISTER : ERR_GHCB_RESPONSE;
}

static void every_other_response_code_is_refused(void **state)
{
	(void)state;
	share_page();
	for (u32 request = 0; request < REQUESTS; request++)
		for (u64 code = 0; code <= GHCB_MSR_INFO_MASK; code++) {
			hypervisor_lie(HV_MSR_CODE, code);
			if (code != response_codes[request])
				assert_error(ask(request), refusal(request));
			else
				assert_int_equal(ask(request), OK);
			machine_forget_events();
		}
}

static void an_unchanged_msr_is_refused(void **state)
{
	(void)state;
	share_page();
	hypervisor_lie(HV_MSR_UNCHANGED, 0);
	for (u32 request = 0; request < REQUESTS; request++)
		assert_int_equal(ask(request), refusal(request));
}

static void zero_and_all_ones_are_refused(void **state)
{
	(void)state;
	share_page();
	for (u32 request = 0; request < REQUESTS; request++) {
		hypervisor_lie(HV_MSR_RESPONSE, 0);
		assert_int_equal(ask(request), refusal(request));
		hypervisor_lie(HV_MSR_RESPONSE, ~0ull);
		assert_int_equal(ask(request), refusal(request));
	}
}

static void a_wrong_response_code_is_reported_with_the_request(void **state)
{
	(void)state;
	hypervisor_lie(HV_MSR_RESPONSE, 0x123456789abc);
	assert_fault(ask(FEATURES), ERR_GHCB_RESPONSE, 0x123456789abc, GHCB_MSR_FEATURES_REQUEST);
}

/* --- lies about one request --------------------------------------------------------------------- */

static void versions_must_include_2(void **state)
{
	static const struct {
		u16 min, max;
		enum err error;
	} cases[] = {
		{ 2, 2, OK },  { 1, 2, OK },  { 0, 0xffff, OK },
		{ 2, 3, OK },  { 1, 1, ERR_GHCB_PROTOCOL }, { 3, 3, ERR_GHCB_PROTOCOL },
		{ 0, 0, ERR_GHCB_PROTOCOL }, { 3, 2, ERR_GHCB_PROTOCOL }, { 2, 1, ERR_GHCB_PROTOCOL },
		{ 0xffff, 0xffff, ERR_GHCB_PROTOCOL },
	};

	(void)state;
	for (u32 i = 0; i < COUNT_OF(cases); i++) {
		hypervisor_lie(HV_VERSIONS, (u64)cases[i].min << 16 | cases[i].max);
		if (cases[i].error != OK)
			assert_fault(ghcb_msr_negotiate(C_BIT), ERR_GHCB_PROTOCOL, cases[i].min,
				     cases[i].max);
		else
			assert_int_equal(ghcb_msr_negotiate(C_BIT), OK);
	}
}

static void any_other_c_bit_is_refused(void **state)
{
	(void)state;
	for (u64 position = 0; position < 256; position++) {
		hypervisor_lie(HV_C_BIT, position);
		if (position != HV_C_BIT_HONEST)
			assert_fault(ghcb_msr_negotiate(C_BIT), ERR_C_BIT, position, C_BIT);
		else
			assert_int_equal(ghcb_msr_negotiate(C_BIT), OK);
	}
}

static void each_bit_of_an_echo_counts(void **state)
{
	(void)state;
	share_page();
	for (u32 bit = 0; bit < 52; bit++) {
		u64 gfn = PAGE / PAGE_SIZE ^ 1ull << bit;

		hypervisor_lie(HV_REGISTER_GFN, gfn);
		assert_fault(ghcb_msr_register(PAGE), ERR_GHCB_REGISTER, PAGE,
			     gfn << 12 | GHCB_MSR_REGISTER_RESPONSE);
	}
}

static void a_refused_registration_is_an_error(void **state)
{
	(void)state;
	share_page();
	hypervisor_lie(HV_REGISTER_GFN, HV_GFN_NONE);
	assert_fault(ghcb_msr_register(PAGE), ERR_GHCB_REGISTER, PAGE,
		     ~GHCB_MSR_INFO_MASK | GHCB_MSR_REGISTER_RESPONSE);
	assert_int_equal(hypervisor_ghcb_gpa(), ~0ull);
}

static void a_page_state_answer_has_no_other_bit_set(void **state)
{
	(void)state;
	for (u32 bit = 12; bit < 64; bit++) { /* 63:32 error, 31:12 reserved */
		hypervisor_lie(HV_MSR_BITS, 1ull << bit);
		assert_fault(ghcb_msr_change_page(PAGE, PSC_PRIVATE), ERR_PSC, PAGE,
			     1ull << bit | GHCB_MSR_PSC_RESPONSE);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(version_2_and_the_same_c_bit_are_agreed_on),
		TEST(the_features_are_the_whole_bitmap),
		TEST(a_shared_page_is_registered),
		TEST(a_page_changes_its_state_and_no_other_does),
		TEST(the_msr_is_as_it_was_afterwards),
		TEST(termination_names_set_and_code),
		TEST(every_other_response_code_is_refused),
		TEST(an_unchanged_msr_is_refused),
		TEST(zero_and_all_ones_are_refused),
		TEST(a_wrong_response_code_is_reported_with_the_request),
		TEST(versions_must_include_2),
		TEST(any_other_c_bit_is_refused),
		TEST(each_bit_of_an_echo_counts),
		TEST(a_refused_registration_is_an_error),
		TEST(a_page_state_answer_has_no_other_bit_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
