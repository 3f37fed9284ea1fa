/*
 * test_key.c - derived keys, TSC information and the secrets page.
 */
#include "tests/snphost/psp/unit/guest.h"

enum { DERIVED_KEY_BYTES = 32 };

static u32 ask(struct guest *g, u8 version, const struct key_request *request, u8 *key)
{
	struct key_response response;

	guest_compose(g, 0, MSG_KEY_REQ, request,
		      version == 1 ? KEY_REQUEST_V1_BYTES : sizeof(*request));
	g->header.msg_version = version;
	assert_int_equal(guest_send(g), PSP_SUCCESS);
	memcpy(&response, guest_open_response(g, sizeof(response)), sizeof(response));
	memcpy(key, response.derived_key, DERIVED_KEY_BYTES);
	return response.status;
}

/* One way to make the derivation differ: another request, or another guest. */
struct variation {
	struct key_request request;
	void (*change)(struct psp_config *c);
};

static void other_policy(struct psp_config *c) { c->policy ^= 1 << 19; }
static void other_image(struct psp_config *c) { c->image_id[0] ^= 1; }
static void other_family(struct psp_config *c) { c->family_id[0] ^= 1; }
static void other_measurement(struct psp_config *c) { c->launch_digest[0] ^= 1; }

static const struct variation variations[] = {
	{ { .vmpl = 0 }, NULL },
	{ { .vmpl = 3 }, NULL },
	{ { .guest_field_select = KEY_FIELD_POLICY }, NULL },
	{ { .guest_field_select = KEY_FIELD_POLICY }, other_policy },
	{ { .guest_field_select = KEY_FIELD_IMAGE_ID }, NULL },
	{ { .guest_field_select = KEY_FIELD_IMAGE_ID }, other_image },
	{ { .guest_field_select = KEY_FIELD_FAMILY_ID }, NULL },
	{ { .guest_field_select = KEY_FIELD_FAMILY_ID }, other_family },
	{ { .guest_field_select = KEY_FIELD_MEASUREMENT }, NULL },
	{ { .guest_field_select = KEY_FIELD_MEASUREMENT }, other_measurement },
	{ { .guest_field_select = KEY_FIELD_GUEST_SVN }, NULL },
	{ { .guest_field_select = KEY_FIELD_GUEST_SVN, .guest_svn = 7 }, NULL },
	{ { .guest_field_select = KEY_FIELD_TCB_VERSION }, NULL },
	{ { .guest_field_select = KEY_FIELD_TCB_VERSION, .tcb_version = 3 }, NULL },
	{ { .guest_field_select = KEY_FIELD_LAUNCH_MIT_VECTOR }, NULL },
	{ { .guest_field_select = KEY_FIELD_LAUNCH_MIT_VECTOR, .launch_mit_vector = 1 }, NULL },
	{ { .root_key_select = 1 << 1 }, NULL },
};

static void prepare(struct guest *g, const struct variation *v)
{
	struct psp_config before = g->config;

	g->config.guest_svn = 7;
	g->config.launch_mit_vector = 5;
	if (v->change)
		v->change(&g->config);
	guest_relaunch(g);
	g->config = before;
}

static void every_selected_field_makes_another_key(void **state)
{
	u8 keys[COUNT_OF(variations)][DERIVED_KEY_BYTES];
	struct guest *g = *state;

	for (size_t i = 0; i < COUNT_OF(variations); i++) {
		prepare(g, &variations[i]);
		assert_int_equal(ask(g, 2, &variations[i].request, keys[i]), PSP_SUCCESS);
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(keys[i], keys[j], DERIVED_KEY_BYTES);
	}
}

static void a_field_that_is_not_selected_does_not_matter(void **state)
{
	static void (*const changes[])(struct psp_config *c) = {
		other_policy, other_image, other_family, other_measurement,
	};
	struct variation v = { .request = { .guest_svn = 1, .tcb_version = 1 } };
	struct guest *g = *state;
	u8 plain[DERIVED_KEY_BYTES], key[DERIVED_KEY_BYTES];

	prepare(g, &variations[0]);
	assert_int_equal(ask(g, 1, &variations[0].request, plain), PSP_SUCCESS);
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		v.change = changes[i];
		prepare(g, &v);
		assert_int_equal(ask(g, 1, &v.request, key), PSP_SUCCESS);
		assert_memory_equal(key, plain, DERIVED_KEY_BYTES);
	}
}

static void impossible_key_requests_get_a_status_and_no_key(void **state)
{
	static const struct {
		u8 version;
		struct key_request request;
		u32 status;
	} lies[] = {
		{ 1, { .vmpl = 4 }, PSP_INVALID_PARAM },
		{ 1, { .reserved_04 = 1 }, PSP_INVALID_PARAM },
		{ 1, { .guest_field_select = KEY_FIELD_LAUNCH_MIT_VECTOR }, PSP_INVALID_PARAM },
		{ 2, { .guest_field_select = 1 << 7 }, PSP_INVALID_PARAM },
		{ 2, { .guest_field_select = 1ull << 63 }, PSP_INVALID_PARAM },
		{ 1, { .guest_svn = 8 }, PSP_INVALID_PARAM },
		{ 1, { .tcb_version = 5 }, PSP_INVALID_PARAM },
		{ 1, { .tcb_version = 1 << 8 }, PSP_INVALID_PARAM },	/* TEE 1 > 0 */
		{ 2, { .launch_mit_vector = 2 }, PSP_INVALID_PARAM },
		{ 1, { .root_key_select = 1 }, PSP_INVALID_KEY },	/* VMRK */
		{ 1, { .root_key_select = 2 << 1 }, PSP_INVALID_KEY },	/* VLEK */
		{ 1, { .root_key_select = 3 << 1 }, PSP_INVALID_PARAM },
		{ 1, { .root_key_select = 8 }, PSP_INVALID_PARAM },
	};
	static const u8 no_key[DERIVED_KEY_BYTES];
	struct guest *g = *state;
	u8 key[DERIVED_KEY_BYTES];

	prepare(g, &variations[0]);
	for (size_t i = 0; i < COUNT_OF(lies); i++) {
		assert_int_equal(ask(g, lies[i].version, &lies[i].request, key), lies[i].status);
		assert_memory_equal(key, no_key, DERIVED_KEY_BYTES);
	}
}

static void a_less_privileged_sender_gets_no_key_of_its_betters(void **state)
{
	const struct key_request request = { .vmpl = 1 };
	struct guest *g = *state;
	const u8 *answer;

	guest_compose(g, 2, MSG_KEY_REQ, &request, KEY_REQUEST_V1_BYTES);
	assert_int_equal(guest_send(g), PSP_SUCCESS);
	answer = guest_open_response(g, sizeof(struct key_response));
	assert_int_equal(answer[0], PSP_INVALID_PARAM);
}

static void a_guest_without_vcek_gets_no_key(void **state)
{
	const struct key_request request = { 0 };
	struct guest *g = *state;
	u8 key[DERIVED_KEY_BYTES];

	g->config.vcek_disabled = true;
	guest_relaunch(g);
	assert_int_equal(ask(g, 1, &request, key), PSP_INVALID_KEY);
}

static void tsc_info_gives_the_configured_values(void **state)
{
	static const u8 zeros[TSC_INFO_REQUEST_BYTES];
	struct tsc_info_response response;
	struct guest *g = *state;

	g->config.tsc_scale = 0x0102030405060708;
	g->config.tsc_offset = 0x1112131415161718;
	g->config.tsc_factor = 0x21222324;
	guest_relaunch(g);
	guest_compose(g, 0, MSG_TSC_INFO_REQ, zeros, sizeof(zeros));
	assert_int_equal(guest_send(g), PSP_SUCCESS);
	memcpy(&response, guest_open_response(g, sizeof(response)), sizeof(response));
	assert_int_equal(response.status, PSP_SUCCESS);
	assert_int_equal(response.tsc_scale, 0x0102030405060708);
	assert_int_equal(response.tsc_offset, 0x1112131415161718);
	assert_int_equal(response.tsc_factor, 0x21222324);
}

static void tsc_info_refuses_a_request_that_is_not_zero(void **state)
{
	u8 payload[TSC_INFO_REQUEST_BYTES] = { [127] = 1 };
	struct guest *g = *state;
	const u8 *answer;

	g->config.tsc_scale = 1;
	guest_relaunch(g);
	guest_compose(g, 0, MSG_TSC_INFO_REQ, payload, sizeof(payload));
	assert_int_equal(guest_send(g), PSP_SUCCESS);
	answer = guest_open_response(g, sizeof(struct tsc_info_response));
	assert_int_equal(answer[0], PSP_INVALID_PARAM);
	assert_int_equal(answer[8], 0);
}

static void secrets_page_holds_the_keys_and_leaves_the_rest_zero(void **state)
{
	struct guest *g = *state;
	u8 page[4096], expected[4096] = { 4 };

	memset(page, 0xee, sizeof(page));
	g->config.tsc_factor = 0x01020304;
	guest_relaunch(g);
	psp_write_secrets_page(&g->psp, page);
	memcpy(expected + 0x008, "\x11\x0f\xa0", 3);
	for (size_t i = 0; i < VMPCK_COUNT; i++)
		memcpy(expected + 0x020 + 32 * i, g->config.vmpck[i], 32);
	memcpy(expected + 0x160, "\4\3\2\1", 4);
	assert_memory_equal(page, expected, sizeof(page));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, guest_setup, guest_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_selected_field_makes_another_key),
		CASE(a_field_that_is_not_selected_does_not_matter),
		CASE(impossible_key_requests_get_a_status_and_no_key),
		CASE(a_less_privileged_sender_gets_no_key_of_its_betters),
		CASE(a_guest_without_vcek_gets_no_key),
		CASE(tsc_info_gives_the_configured_values),
		CASE(tsc_info_refuses_a_request_that_is_not_zero),
		CASE(secrets_page_holds_the_keys_and_leaves_the_rest_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
