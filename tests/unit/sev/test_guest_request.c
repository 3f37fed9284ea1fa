/*
 * Reports and keys over an honest PSP that counts, the channel itself, and what is left behind of it.
 * test_guest_exchange.c has the answers that are none.
 */
#define _GNU_SOURCE /* memmem */
#include "firmware/sev/guest_request.h"

#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "tests/fake/guest.h"
#include "tests/unit/sev/request_guest.h"

#include <string.h>

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
	assert_int_equal(guest_request_key(&request_guest.channel, &request, key), OK);
	assert_memory_equal(key, wanted, sizeof(key));
	assert_null(memchr(request_guest.channel.message->payload, wanted[0], sizeof(struct key_response)));
}

static void each_message_takes_the_next_two_numbers(void **state)
{
	(void)state;
	for (u32 i = 1; i <= 5; i++) {
		request_guest.report_data[0] = (u8)i;
		assert_int_equal(i % 2 ? ask_report() : ask_key(), OK);
		assert_int_equal(number_in_page(), 2 * i);
	}
	assert_int_equal(psp_answered(), 5);
	assert_key_is_kept();
}

static void numbers_go_on_where_they_were_left(void **state)
{
	(void)state;
	assert_int_equal(ask_report(), OK);
	guest_request_stop(&request_guest.channel);
	assert_int_equal(guest_request_start(&request_guest.channel, layout_bounce(), REQUEST_MESSAGE), OK);
	assert_int_equal(ask_report(), OK);
	assert_int_equal(number_in_page(), 4);
}

static void other_keys_and_numbers_of_the_secrets_page_are_left_alone(void **state)
{
	struct snp_secrets_page before = *guest_secrets_page();

	(void)state;
	assert_int_equal(ask_report(), OK);
	before.message_sequence[0] = 2;
	assert_memory_equal(guest_secrets_page(), &before, sizeof(before));
}

/* --- key and memory ---------------------------------------------------------------------------------- */

static void an_erased_key_is_not_used(void **state)
{
	(void)state;
	guest_request_stop(&request_guest.channel);
	memset(key_in_page(), 0, 32);
	assert_fault(guest_request_start(&request_guest.channel, layout_bounce(), REQUEST_MESSAGE), ERR_REQUEST_KEY,
		     0, 0);
	assert_int_equal(psp_exits(), 0);
}

static void a_key_with_one_bit_is_no_erased_one(void **state)
{
	(void)state;
	for (u32 i = 0; i < 32; i++) {
		guest_request_stop(&request_guest.channel);
		memset(key_in_page(), 0, 32);
		key_in_page()[i] = 0x80;
		assert_int_equal(guest_request_start(&request_guest.channel, layout_bounce(), REQUEST_MESSAGE), OK);
	}
}

static void too_little_shared_memory_is_a_defect(void **state)
{
	struct range shared = layout_bounce();

	(void)state;
	shared.end = shared.start + GUEST_REQUEST_SHARED_BYTES - PAGE_SIZE;
	assert_panic((void)!guest_request_start(&request_guest.channel, shared, REQUEST_MESSAGE), ERR_INTERNAL);
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
	guest_request_stop(&request_guest.channel);
	assert_true(is_zero(phys_ptr(REQUEST_MESSAGE, PAGE_SIZE), PAGE_SIZE));
	assert_true(is_zero(phys_ptr(layout_bounce().start, GUEST_REQUEST_SHARED_BYTES),
			    GUEST_REQUEST_SHARED_BYTES));
	assert_null(request_guest.channel.key);
	guest_request_stop(&request_guest.channel); /* a second time is fine */
	assert_key_is_kept();
}

static void the_key_is_never_in_a_page_that_the_channel_uses(void **state)
{
	(void)state;
	assert_int_equal(ask_report(), OK);
	assert_null(memmem(phys_ptr(REQUEST_MESSAGE, PAGE_SIZE), PAGE_SIZE, request_guest.vmpck0, 8));
	assert_null(memmem(phys_ptr(layout_bounce().start, GUEST_REQUEST_SHARED_BYTES),
			   GUEST_REQUEST_SHARED_BYTES, request_guest.vmpck0, 8));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REQUEST_CASE(a_report_has_the_data_that_was_given),
		REQUEST_CASE(a_key_is_what_the_psp_derives),
		REQUEST_CASE(each_message_takes_the_next_two_numbers),
		REQUEST_CASE(numbers_go_on_where_they_were_left),
		REQUEST_CASE(other_keys_and_numbers_of_the_secrets_page_are_left_alone),
		REQUEST_CASE(an_erased_key_is_not_used),
		REQUEST_CASE(a_key_with_one_bit_is_no_erased_one),
		REQUEST_CASE(too_little_shared_memory_is_a_defect),
		REQUEST_CASE(nothing_is_left_in_the_pages_of_a_channel),
		REQUEST_CASE(the_key_is_never_in_a_page_that_the_channel_uses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
