/*
 * Reports and keys over a PSP that counts, and each thing that host or PSP can answer instead. The fake
 * fails the test by itself if a sequence number is used with two plaintexts (tests/fake/psp.h).
 */
#define _GNU_SOURCE /* memmem */
#include "firmware/sev/guest_request.h"

#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/guest_exchange.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/psp.h"
#include "tests/fake/rmp.h"

#include <string.h>

#define RAM_END (32 * MIB)
#define MESSAGE 0x210000ull
#define CERTIFICATES 0x220000ull
#define CERTIFICATES_BYTES ((u32)(8 * PAGE_SIZE))

static struct guest_request_channel channel;
static struct attestation_report report;
static u8 report_data[REPORT_DATA_BYTES];
static u8 vmpck0[32];

static u8 *key_in_page(void)
{
	return guest_secrets_page()->vmpck[0];
}

static u32 sequence(void)
{
	return guest_secrets_page()->message_sequence[0];
}

static void fill(void)
{
	for (u32 i = 0; i < sizeof(report_data); i++)
		report_data[i] = (u8)(i + 1);
	memset(vmpck0, 0xc3, sizeof(vmpck0));
	memcpy(key_in_page(), vmpck0, sizeof(vmpck0));
	memset(&report, 0, sizeof(report));
}

/* A guest with a GHCB, a shared bounce buffer, and private pages for messages and certificates. */
static int setup_with(u32 certificate_bytes)
{
	struct range bounce = layout_bounce();

	guest_reset(RAM_END);
	hypervisor_give_ghcb(layout_shared_gpa());
	rmp_share(bounce);
	rmp_launch((struct range){ MESSAGE, MESSAGE + PAGE_SIZE });
	rmp_launch((struct range){ CERTIFICATES, CERTIFICATES + CERTIFICATES_BYTES });
	fill();
	psp_reset(vmpck0, certificate_bytes);
	return guest_request_start(&channel, bounce, MESSAGE) == OK ? 0 : -1;
}

static int setup(void **state)
{
	(void)state;
	return setup_with(0);
}

static int teardown(void **state)
{
	(void)state;
	guest_request_stop(&channel);
	guest_free();
	return 0;
}

static enum err ask_report(void)
{
	return guest_request_report(&channel, report_data, 1, &report);
}

static void assert_report_is_good(void)
{
	struct attestation_report wanted;

	psp_report(report_data, 1, &wanted);
	assert_memory_equal(&report, &wanted, sizeof(report));
}

static void assert_key_is_kept(void)
{
	assert_memory_equal(key_in_page(), vmpck0, sizeof(vmpck0));
}

/* And nothing of it is used any more. */
static void assert_key_is_erased(void)
{
	static const u8 zeros[32];
	u32 exits = psp_exits();

	assert_memory_equal(key_in_page(), zeros, sizeof(zeros));
	assert_error(ask_report(), ERR_REQUEST_KEY);
	assert_int_equal(psp_exits(), exits);
}

/* --- what is asked and answered ------------------------------------------------------------------ */

static void a_report_has_the_data_that_was_given(void **state)
{
	(void)state;
	assert_int_equal(ask_report(), OK);
	assert_report_is_good();
	assert_int_equal(hypervisor_last_page()->exit_code, 0x80000011);
	assert_int_equal(hypervisor_last_page()->exit_info_1, layout_bounce().start);
	assert_int_equal(hypervisor_last_page()->exit_info_2, layout_bounce().start + PAGE_SIZE);
}

static void a_key_is_what_the_psp_derives(void **state)
{
	struct key_request request = { .field_select = KEY_FIELD_MEASUREMENT, .vmpl = 2 };
	u8 key[DERIVED_KEY_BYTES], wanted[DERIVED_KEY_BYTES];

	(void)state;
	psp_key(&request, wanted);
	assert_int_equal(guest_request_key(&channel, &request, key), OK);
	assert_memory_equal(key, wanted, sizeof(key));
	assert_null(memchr(channel.message->payload, wanted[0], sizeof(struct key_response)));
}

static void each_message_takes_the_next_two_numbers(void **state)
{
	struct key_request request = { 0 };
	u8 key[DERIVED_KEY_BYTES];

	(void)state;
	for (u32 i = 1; i <= 5; i++) {
		report_data[0] = (u8)i;
		assert_int_equal(i % 2 ? ask_report() : guest_request_key(&channel, &request, key), OK);
		assert_int_equal(sequence(), 2 * i);
	}
	assert_int_equal(psp_answered(), 5);
	assert_key_is_kept();
}

static void numbers_go_on_where_they_were_left(void **state)
{
	(void)state;
	assert_int_equal(ask_report(), OK);
	guest_request_stop(&channel);
	assert_int_equal(guest_request_start(&channel, layout_bounce(), MESSAGE), OK);
	assert_int_equal(ask_report(), OK);
	assert_int_equal(sequence(), 4);
}

static void other_keys_and_numbers_of_the_secrets_page_are_left_alone(void **state)
{
	struct snp_secrets_page before = *guest_secrets_page();

	(void)state;
	assert_int_equal(ask_report(), OK);
	before.message_sequence[0] = 2;
	assert_memory_equal(guest_secrets_page(), &before, sizeof(before));
}

/* --- the host's status ---------------------------------------------------------------------------- */

static void a_busy_host_is_asked_again_with_the_same_bytes(void **state)
{
	(void)state;
	psp_lie(PSP_BUSY, 3);
	assert_int_equal(ask_report(), OK);
	assert_report_is_good();
	assert_int_equal(psp_exits(), 4);
	assert_int_equal(sequence(), 2);
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
	assert_int_equal(sequence(), 0);
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
	assert_int_equal(sequence(), expected_sequence);
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
	assert_fault(guest_request_key(&channel, &request, key), ERR_REQUEST_STATUS, MSG_KEY_REQUEST, 0x16);
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

/* --- key and counter --------------------------------------------------------------------------------- */

static void an_erased_key_is_not_used(void **state)
{
	(void)state;
	guest_request_stop(&channel);
	memset(key_in_page(), 0, 32);
	assert_fault(guest_request_start(&channel, layout_bounce(), MESSAGE), ERR_REQUEST_KEY, 0, 0);
	assert_int_equal(psp_exits(), 0);
}

static void a_key_with_one_bit_is_no_erased_one(void **state)
{
	(void)state;
	for (u32 i = 0; i < 32; i++) {
		guest_request_stop(&channel);
		memset(key_in_page(), 0, 32);
		key_in_page()[i] = 0x80;
		assert_int_equal(guest_request_start(&channel, layout_bounce(), MESSAGE), OK);
	}
}

static void a_counter_at_its_end_is_not_used(void **state)
{
	(void)state;
	guest_secrets_page()->message_sequence[0] = 0xfffffffe;
	assert_fault(ask_report(), ERR_REQUEST_KEY, 0xfffffffe, 0);
	assert_int_equal(psp_exits(), 0);
	assert_int_equal(sequence(), 0xfffffffe);
}

static void too_little_shared_memory_is_a_defect(void **state)
{
	struct range shared = layout_bounce();

	(void)state;
	shared.end = shared.start + GUEST_REQUEST_SHARED_BYTES - PAGE_SIZE;
	assert_panic((void)!guest_request_start(&channel, shared, MESSAGE), ERR_INTERNAL);
}

/* --- what is left behind -------------------------------------------------------------------------------- */

static bool is_zero(const u8 *bytes, u64 count)
{
	while (count > 0 && bytes[count - 1] == 0)
		count--;
	return count == 0;
}

static void nothing_is_left_in_the_pages_of_a_channel(void **state)
{
	(void)state;
	assert_int_equal(ask_report(), OK);
	guest_request_stop(&channel);
	assert_true(is_zero(phys_ptr(MESSAGE, PAGE_SIZE), PAGE_SIZE));
	assert_true(is_zero(phys_ptr(layout_bounce().start, GUEST_REQUEST_SHARED_BYTES),
			    GUEST_REQUEST_SHARED_BYTES));
	assert_null(channel.key);
	guest_request_stop(&channel); /* a second time is fine */
	assert_key_is_kept();
}

static void the_key_is_never_in_a_page_that_the_channel_uses(void **state)
{
	(void)state;
	assert_int_equal(ask_report(), OK);
	assert_null(memmem(phys_ptr(MESSAGE, PAGE_SIZE), PAGE_SIZE, vmpck0, 8));
	assert_null(memmem(phys_ptr(layout_bounce().start, GUEST_REQUEST_SHARED_BYTES),
			   GUEST_REQUEST_SHARED_BYTES, vmpck0, 8));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_report_has_the_data_that_was_given),
		CASE(a_key_is_what_the_psp_derives),
		CASE(each_message_takes_the_next_two_numbers),
		CASE(numbers_go_on_where_they_were_left),
		CASE(other_keys_and_numbers_of_the_secrets_page_are_left_alone),
		CASE(a_busy_host_is_asked_again_with_the_same_bytes),
		CASE(a_host_that_is_busy_for_ever_ends_the_key),
		CASE(errors_of_the_vmm_are_named),
		CASE(an_unknown_error_of_the_vmm_is_one),
		CASE(a_refusal_of_the_psp_is_named),
		CASE(no_firmware_call_is_a_refusal),
		CASE(a_plain_request_cannot_be_too_short),
		CASE(an_exit_that_fails_ends_the_key),
		CASE(an_answer_that_was_never_written_is_malformed),
		CASE(a_flipped_tag_does_not_authenticate),
		CASE(an_answer_of_another_type_is_named),
		CASE(an_answer_with_another_number_is_named),
		CASE(an_answer_of_another_length_is_named),
		CASE(an_answer_with_another_key_number_is_named),
		CASE(the_answer_before_is_not_taken_again),
		CASE(a_status_of_the_psp_is_named_and_the_channel_goes_on),
		CASE(a_key_that_the_psp_refuses_is_not_given),
		CASE(an_answer_without_a_report_is_no_success),
		CASE(a_report_of_another_size_is_named),
		CASE(an_erased_key_is_not_used),
		CASE(a_key_with_one_bit_is_no_erased_one),
		CASE(a_counter_at_its_end_is_not_used),
		CASE(too_little_shared_memory_is_a_defect),
		CASE(nothing_is_left_in_the_pages_of_a_channel),
		CASE(the_key_is_never_in_a_page_that_the_channel_uses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
