/*
 * test_message.c - the envelope of guest messages: every reason to refuse one, the sequence
 * numbers, and the guard against a guest that uses an IV twice.
 */
#include "tests/snphost/psp/unit/guest.h"

static const u8 no_payload[TSC_INFO_REQUEST_BYTES];

/* MSG_TSC_INFO_REQ is the simplest message: 128 zero bytes. */
static void compose(struct guest *g)
{
	guest_compose(g, 0, MSG_TSC_INFO_REQ, no_payload, sizeof(no_payload));
}

static void assert_refused(struct guest *g, u32 status, const char *reason)
{
	struct psp_channel before[VMPCK_COUNT];
	u32 refused = g->psp.refused_count;

	memcpy(before, g->psp.channel, sizeof(before));
	assert_int_equal(guest_send(g), status);
	assert_string_equal(g->psp.refusal, reason);
	assert_int_equal(g->psp.refused_count, refused + 1);
	for (int i = 0; i < VMPCK_COUNT; i++)
		assert_int_equal(g->psp.channel[i].message_count, before[i].message_count);
	for (size_t i = 0; i < sizeof(g->response); i++)
		assert_int_equal(g->response[i], 0xee);
}

static void assert_answered(struct guest *g)
{
	assert_int_equal(guest_send(g), PSP_SUCCESS);
	assert_null(g->psp.refusal);
	guest_open_response(g, sizeof(struct tsc_info_response));
}

static void an_honest_message_is_answered_and_counted(void **state)
{
	struct guest *g = *state;

	for (u64 i = 0; i < 5; i++) {
		compose(g);
		assert_int_equal(g->header.msg_seqno, 2 * i + 1);
		assert_answered(g);
		assert_int_equal(g->psp.channel[0].message_count, 2 * i + 2);
	}
	assert_int_equal(g->psp.answered_count, 5);
	assert_int_equal(g->psp.iv_reuse_count, 0);
}

static void each_vmpck_has_its_own_key_and_counter(void **state)
{
	struct guest *g = *state;

	for (u8 vmpck = 0; vmpck < VMPCK_COUNT; vmpck++) {
		guest_compose(g, vmpck, MSG_TSC_INFO_REQ, no_payload, sizeof(no_payload));
		assert_int_equal(g->header.msg_seqno, 1);
		assert_answered(g);
		assert_memory_not_equal(g->config.vmpck[vmpck],
					g->config.vmpck[(vmpck + 1) % VMPCK_COUNT], VMPCK_BYTES);
	}
}

struct header_lie {
	size_t offset;
	u8 value;
	const char *reason;
};

static const struct header_lie header_lies[] = {
	{ 0x28, 1, "reserved header field is not zero" },
	{ 0x30, 0, "algorithm is not AES-256-GCM" },
	{ 0x30, 2, "algorithm is not AES-256-GCM" },
	{ 0x31, 2, "header version is not 1" },
	{ 0x32, 0x61, "header size is not 60h" },
	{ 0x33, 1, "header size is not 60h" },
	{ 0x34, 0, "message type or version is not supported" },
	{ 0x34, MSG_REPORT_REQ + 1, "message type or version is not supported" },
	{ 0x34, 0xff, "message type or version is not supported" },
	{ 0x35, 0, "message type or version is not supported" },
	{ 0x35, 2, "message type or version is not supported" },
	{ 0x36, TSC_INFO_REQUEST_BYTES - 1, "payload size does not fit the message type" },
	{ 0x36, 0, "payload size does not fit the message type" },
	{ 0x37, 0xff, "payload size does not fit the message type" },
	{ 0x38, 1, "reserved header field is not zero" },
	{ 0x3c, VMPCK_COUNT, "VMPCK number is above 3" },
	{ 0x3c, 0xff, "VMPCK number is above 3" },
	{ 0x3d, 1, "reserved header field is not zero" },
	{ 0x5f, 1, "reserved header field is not zero" },
};

static void every_malformed_header_is_refused(void **state)
{
	struct guest *g = *state;

	for (size_t i = 0; i < COUNT_OF(header_lies); i++) {
		compose(g);
		((u8 *)&g->header)[header_lies[i].offset] = header_lies[i].value;
		assert_refused(g, PSP_INVALID_PARAM, header_lies[i].reason);
	}
	compose(g);
	assert_answered(g);
}

static void only_the_next_sequence_number_is_accepted(void **state)
{
	struct guest *g = *state;
	static const u64 wrong[] = { 0, 1, 2, 4, 5, 1ull << 32, UINT64_MAX };

	compose(g);
	assert_answered(g);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		compose(g);
		g->header.msg_seqno = wrong[i];
		assert_refused(g, PSP_INVALID_PARAM, "sequence number is not the next one");
	}
	compose(g);
	assert_int_equal(g->header.msg_seqno, 3);
	assert_answered(g);
}

static void a_replayed_request_is_refused_and_is_no_iv_reuse(void **state)
{
	struct guest *g = *state;

	compose(g);
	assert_answered(g);
	assert_int_equal(psp_guest_request(&g->psp, g->request, g->response), PSP_INVALID_PARAM);
	assert_int_equal(g->psp.iv_reuse_count, 0);
}

static void a_spoiled_tag_payload_or_header_is_refused(void **state)
{
	static const size_t offsets[] = { 0, 15, 0x60, 0x60 + TSC_INFO_REQUEST_BYTES - 1 };
	struct guest *g = *state;

	for (size_t i = 0; i < COUNT_OF(offsets); i++) {
		compose(g);
		guest_seal(g);
		g->request[offsets[i]] ^= 1;
		assert_int_equal(psp_guest_request(&g->psp, g->request, g->response),
				 PSP_BAD_SIGNATURE);
		assert_string_equal(g->psp.refusal, "authentication tag is wrong");
		assert_int_equal(g->psp.channel[0].message_count, 0);
	}
}

static void a_request_sealed_with_another_key_is_refused(void **state)
{
	struct guest *g = *state;

	compose(g);
	memcpy(g->config.vmpck[0], g->config.vmpck[1], VMPCK_BYTES);
	assert_refused(g, PSP_BAD_SIGNATURE, "authentication tag is wrong");
}

static void an_exhausted_counter_is_refused(void **state)
{
	struct guest *g = *state;

	g->psp.channel[0].message_count = UINT64_MAX - 1;
	compose(g);
	assert_refused(g, PSP_AEAD_OFLOW, "message counter is exhausted");
	g->psp.channel[0].message_count = UINT64_MAX - 3;
	compose(g);
	assert_answered(g);
}

static void a_second_message_under_one_sequence_number_is_iv_reuse(void **state)
{
	struct guest *g = *state;

	compose(g);
	guest_seal(g);
	psp_observe_request(&g->psp, g->request);	/* the host says BUSY */
	assert_int_equal(g->psp.channel[0].message_count, 0);
	g->payload[0] ^= 1;				/* and the guest asks something else */
	assert_int_equal(guest_send(g), PSP_SUCCESS);
	assert_int_equal(g->psp.iv_reuse_count, 1);
}

/* Not only in the message before: the guest goes back two messages, and then takes an answer's number. */
static void any_earlier_number_with_other_bytes_is_iv_reuse(void **state)
{
	struct guest *g = *state;

	for (u32 i = 0; i < 3; i++) {
		compose(g);
		assert_answered(g);
	}
	assert_int_equal(g->psp.iv_reuse_count, 0);
	for (u64 seqno = 1; seqno <= 6; seqno++) {
		compose(g);
		g->header.msg_seqno = seqno;
		g->payload[0] ^= 1;
		guest_seal(g);
		psp_observe_request(&g->psp, g->request);
		assert_int_equal(g->psp.iv_reuse_count, seqno);
	}
}

static void the_same_message_again_after_busy_is_right(void **state)
{
	struct guest *g = *state;

	compose(g);
	guest_seal(g);
	psp_observe_request(&g->psp, g->request);
	psp_observe_request(&g->psp, g->request);
	assert_answered(g);
	assert_int_equal(g->psp.iv_reuse_count, 0);
}

static void forged_requests_do_not_count_as_iv_reuse(void **state)
{
	struct guest *g = *state;

	compose(g);
	assert_answered(g);
	g->request[0] ^= 1;				/* not made by the guest */
	psp_observe_request(&g->psp, g->request);
	assert_int_equal(g->psp.iv_reuse_count, 0);
}

static void response_may_be_the_request_page(void **state)
{
	struct guest *g = *state;

	compose(g);
	guest_seal(g);
	memcpy(g->response, g->request, sizeof(g->response));
	assert_int_equal(psp_guest_request(&g->psp, g->response, g->response), PSP_SUCCESS);
	guest_open_response(g, sizeof(struct tsc_info_response));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, guest_setup, guest_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(an_honest_message_is_answered_and_counted),
		CASE(each_vmpck_has_its_own_key_and_counter),
		CASE(every_malformed_header_is_refused),
		CASE(only_the_next_sequence_number_is_accepted),
		CASE(a_replayed_request_is_refused_and_is_no_iv_reuse),
		CASE(a_spoiled_tag_payload_or_header_is_refused),
		CASE(a_request_sealed_with_another_key_is_refused),
		CASE(an_exhausted_counter_is_refused),
		CASE(a_second_message_under_one_sequence_number_is_iv_reuse),
		CASE(any_earlier_number_with_other_bytes_is_iv_reuse),
		CASE(the_same_message_again_after_busy_is_right),
		CASE(forged_requests_do_not_count_as_iv_reuse),
		CASE(response_may_be_the_request_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
