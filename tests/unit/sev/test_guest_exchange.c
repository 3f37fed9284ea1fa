/*
 * The exits of a request, and each thing that host or PSP can answer in place of what was asked for. What
 * becomes of numbers and key after each is in test_guest_numbers.c.
 */
#include "firmware/sev/guest_exchange.h"

#include "tests/unit/sev/request_guest.h"

#include <string.h>

/* --- the host's status ---------------------------------------------------------------------------- */

static void a_busy_host_is_asked_again_with_the_same_bytes(void **state)
{
	(void)state;
	psp_lie(PSP_BUSY, 3);
	assert_int_equal(ask_report(), OK);
	assert_report_is_good();
	assert_int_equal(psp_exits(), 4);
	assert_int_equal(number_in_page(), 2);
}

static void a_host_that_is_busy_for_ever_ends_the_key(void **state)
{
	(void)state;
	psp_lie(PSP_BUSY, ~0ull);
	assert_fault(ask_report(), ERR_REQUEST_BUSY, GUEST_EXCHANGE_TRIES_MAX, 0);
	assert_int_equal(psp_exits(), GUEST_EXCHANGE_TRIES_MAX);
	assert_key_is_erased();
}

static void errors_of_the_vmm_are_named(void **state)
{
	(void)state;
	psp_lie(PSP_INFO_2, 0xffffffff00000007);
	assert_fault(ask_report(), ERR_REQUEST_HOST, 0xffffffff, 7);
	assert_key_is_erased();
}

static void an_unknown_error_of_the_vmm_is_one(void **state)
{
	(void)state;
	psp_lie(PSP_INFO_2, 3ull << 32);
	assert_fault(ask_report(), ERR_REQUEST_HOST, 3, 0);
	assert_key_is_erased();
}

static void a_refusal_of_the_psp_is_named(void **state)
{
	(void)state;
	psp_lie(PSP_INFO_2, 0x16);
	assert_fault(ask_report(), ERR_REQUEST_PSP, 0x16, 0);
	assert_key_is_erased();
}

/* Linux begins with "no firmware call" in bits 31:0: a host that leaves it there has not asked. */
static void no_firmware_call_is_a_refusal(void **state)
{
	(void)state;
	psp_lie(PSP_INFO_2, 0xffffffff);
	assert_fault(ask_report(), ERR_REQUEST_PSP, 0xffffffff, 0);
	assert_key_is_erased();
}

static void a_plain_request_cannot_be_too_short(void **state)
{
	(void)state;
	psp_lie(PSP_PLAIN_LENGTH, 0);
	assert_fault(ask_report(), ERR_REQUEST_HOST, VMM_ERROR_INVALID_LENGTH, 0);
	assert_key_is_erased();
}

static void an_exit_that_fails_ends_the_key(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_MALFORMED, 5);
	assert_fault(ask_report(), ERR_GHCB_MALFORMED, 0x80000011, 5);
	assert_key_is_erased();
}

/* --- answers --------------------------------------------------------------------------------------- */

static void assert_answer_ends_the_key(enum psp_lie lie, u64 value, enum err wanted)
{
	psp_lie(lie, value);
	assert_error(ask_report(), wanted);
	assert_int_equal(number_in_page(), 0);
	assert_key_is_erased();
}

static void an_answer_that_was_never_written_is_malformed(void **state)
{
	(void)state;
	assert_answer_ends_the_key(PSP_SILENT, 0, ERR_REQUEST_HEADER);
}

static void a_flipped_tag_does_not_authenticate(void **state)
{
	(void)state;
	assert_answer_ends_the_key(PSP_BYTE, 0x0000, ERR_REQUEST_TAG);
}

static void an_answer_of_another_type_is_named(void **state)
{
	(void)state;
	assert_answer_ends_the_key(PSP_BYTE, 0x3404, ERR_REQUEST_TYPE);
}

static void an_answer_with_another_number_is_named(void **state)
{
	(void)state;
	assert_answer_ends_the_key(PSP_BYTE, 0x2004, ERR_REQUEST_SEQUENCE);
}

static void an_answer_of_another_length_is_named(void **state)
{
	(void)state;
	assert_answer_ends_the_key(PSP_BYTE, 0x37ff, ERR_REQUEST_SIZE);
}

static void an_answer_with_another_key_number_is_named(void **state)
{
	(void)state;
	assert_answer_ends_the_key(PSP_BYTE, 0x3c01, ERR_REQUEST_HEADER);
}

static void the_answer_before_is_not_taken_again(void **state)
{
	(void)state;
	assert_int_equal(ask_report(), OK);
	psp_lie(PSP_REPLAYED, 0);
	assert_fault(ask_report(), ERR_REQUEST_SEQUENCE, 2, 4);
	assert_key_is_erased();
}

/* --- authentic answers that say no: the channel goes on ---------------------------------------------- */

static void assert_channel_goes_on(u32 expected_sequence)
{
	assert_int_equal(number_in_page(), expected_sequence);
	assert_key_is_kept();
	psp_lie(PSP_HONEST, 0);
	assert_int_equal(ask_report(), OK);
	assert_report_is_good();
}

static void a_status_of_the_psp_is_named_and_the_channel_goes_on(void **state)
{
	(void)state;
	psp_lie(PSP_STATUS, 0x27);
	assert_fault(ask_report(), ERR_REQUEST_STATUS, MSG_REPORT_REQUEST, 0x27);
	assert_channel_goes_on(2);
}

static void a_key_that_the_psp_refuses_is_not_given(void **state)
{
	struct key_request request = { 0 };
	u8 key[DERIVED_KEY_BYTES] = { 0 };
	static const u8 zeros[DERIVED_KEY_BYTES];

	(void)state;
	psp_lie(PSP_STATUS, 0x16);
	assert_fault(guest_request_key(&request_guest.channel, &request, key),
		     ERR_REQUEST_STATUS, MSG_KEY_REQUEST, 0x16);
	assert_memory_equal(key, zeros, sizeof(key));
	assert_channel_goes_on(2);
}

static void an_answer_without_a_report_is_no_success(void **state)
{
	(void)state;
	psp_lie(PSP_PAYLOAD, 32);
	assert_fault(ask_report(), ERR_REQUEST_SIZE, 32, 0x4c0);
	assert_channel_goes_on(2);
}

static void a_report_of_another_size_is_named(void **state)
{
	(void)state;
	psp_lie(PSP_REPORT_BYTES, 0x4a1);
	assert_fault(ask_report(), ERR_REQUEST_SIZE, 0x4a1, 0x4a0);
	assert_channel_goes_on(2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REQUEST_CASE(a_busy_host_is_asked_again_with_the_same_bytes),
		REQUEST_CASE(a_host_that_is_busy_for_ever_ends_the_key),
		REQUEST_CASE(errors_of_the_vmm_are_named),
		REQUEST_CASE(an_unknown_error_of_the_vmm_is_one),
		REQUEST_CASE(a_refusal_of_the_psp_is_named),
		REQUEST_CASE(no_firmware_call_is_a_refusal),
		REQUEST_CASE(a_plain_request_cannot_be_too_short),
		REQUEST_CASE(an_exit_that_fails_ends_the_key),
		REQUEST_CASE(an_answer_that_was_never_written_is_malformed),
		REQUEST_CASE(a_flipped_tag_does_not_authenticate),
		REQUEST_CASE(an_answer_of_another_type_is_named),
		REQUEST_CASE(an_answer_with_another_number_is_named),
		REQUEST_CASE(an_answer_of_another_length_is_named),
		REQUEST_CASE(an_answer_with_another_key_number_is_named),
		REQUEST_CASE(the_answer_before_is_not_taken_again),
		REQUEST_CASE(a_status_of_the_psp_is_named_and_the_channel_goes_on),
		REQUEST_CASE(a_key_that_the_psp_refuses_is_not_given),
		REQUEST_CASE(an_answer_without_a_report_is_no_success),
		REQUEST_CASE(a_report_of_another_size_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
