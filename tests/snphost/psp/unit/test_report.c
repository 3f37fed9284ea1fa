/*
 * test_report.c - attestation reports as a relying party sees them: every field at the offset of
 * the ABI, the signature under the served VCEK certificate.
 */
#include "tests/snphost/psp/unit/guest.h"

#include <openssl/ec.h>
#include <openssl/evp.h>

#include "tests/snphost/psp/psp_identity.h"
#include "tests/snphost/psp/unit/certificates.h"

enum { REPORT_ANSWER_BYTES = 0x20 + 0x4a0 };

static void compose(struct guest *g, u8 vmpck, const struct report_request *request)
{
	guest_compose(g, vmpck, MSG_REPORT_REQ, request, sizeof(*request));
}

static const u8 *get_report(struct guest *g, const struct report_request *request)
{
	const u8 *answer;

	compose(g, (u8)request->vmpl, request);
	assert_int_equal(guest_send(g), PSP_SUCCESS);
	answer = guest_open_response(g, REPORT_ANSWER_BYTES);
	assert_int_equal(answer[0], 0);
	assert_int_equal(answer[4] | answer[5] << 8, 0x4a0);
	return answer + 0x20;
}

static u64 field(const u8 *report, size_t offset, int bytes)
{
	u64 value = 0;

	for (int i = bytes; i-- > 0;)
		value = value << 8 | report[offset + (size_t)i];
	return value;
}

/* Distinct bytes everywhere, so that exchanged fields show. */
static void mark_every_field(struct psp_config *c)
{
	c->policy = 0x0000000000b30139;
	c->current_tcb = 0x0807060504030201;
	c->reported_tcb = 0x1817161514131211;
	c->committed_tcb = 0x2827262524232221;
	c->launch_tcb = 0x3837363534333231;
	c->platform_info = 0x25;
	c->launch_mit_vector = 0x41;
	c->current_mit_vector = 0x4241;
	c->guest_svn = 0x51525354;
	c->author_key_enabled = true;
	memset(c->launch_digest, 0x61, sizeof(c->launch_digest));
	memset(c->host_data, 0x62, sizeof(c->host_data));
	memset(c->family_id, 0x63, sizeof(c->family_id));
	memset(c->image_id, 0x64, sizeof(c->image_id));
	memset(c->id_key_digest, 0x65, sizeof(c->id_key_digest));
	memset(c->author_key_digest, 0x66, sizeof(c->author_key_digest));
}

static void assert_filled(const u8 *report, size_t offset, size_t len, u8 value)
{
	for (size_t i = offset; i < offset + len; i++)
		assert_int_equal(report[i], value);
}

static void assert_numbers(const u8 *report)
{
	assert_int_equal(field(report, 0x000, 4), 5);
	assert_int_equal(field(report, 0x004, 4), 0x51525354);
	assert_int_equal(field(report, 0x008, 8), 0xb30139);
	assert_int_equal(field(report, 0x030, 4), 2);
	assert_int_equal(field(report, 0x034, 4), 1);
	assert_int_equal(field(report, 0x038, 8), 0x0807060504030201);
	assert_int_equal(field(report, 0x040, 8), 0x25);
	assert_int_equal(field(report, 0x048, 4), 1);
	assert_int_equal(field(report, 0x180, 8), 0x1817161514131211);
	assert_int_equal(field(report, 0x188, 3), 0x010119);	/* 19h, model 1, stepping 1 */
	assert_int_equal(field(report, 0x1e0, 8), 0x2827262524232221);
	assert_int_equal(field(report, 0x1e8, 3), 0x013a01);	/* build 1, 1.58 */
	assert_int_equal(field(report, 0x1ec, 3), 0x013a01);
	assert_int_equal(field(report, 0x1f0, 8), 0x3837363534333231);
	assert_int_equal(field(report, 0x1f8, 8), 0x41);
	assert_int_equal(field(report, 0x200, 8), 0x4241);
}

static void every_field_stands_where_the_abi_puts_it(void **state)
{
	struct report_request request = { .vmpl = 2 };
	struct guest *g = *state;
	const u8 *report;

	memset(request.report_data, 0x67, sizeof(request.report_data));
	mark_every_field(&g->config);
	guest_relaunch(g);
	report = get_report(g, &request);
	assert_numbers(report);
	assert_filled(report, 0x010, 16, 0x63);
	assert_filled(report, 0x020, 16, 0x64);
	assert_filled(report, 0x050, 64, 0x67);
	assert_filled(report, 0x090, 48, 0x61);
	assert_filled(report, 0x0c0, 32, 0x62);
	assert_filled(report, 0x0e0, 48, 0x65);
	assert_filled(report, 0x110, 48, 0x66);
	assert_filled(report, 0x160, 32, 0xff);
	assert_memory_equal(report + 0x1a0, PSP_TEST_CHIP_ID, 64);
	assert_filled(report, 0x04c, 4, 0);
	assert_filled(report, 0x18b, 21, 0);
	assert_filled(report, 0x208, 0x2a0 - 0x208, 0);
}

static void report_id_follows_the_guest(void **state)
{
	struct report_request request = { 0 };
	struct guest *g = *state;
	u8 first[32];

	memcpy(first, get_report(g, &request) + 0x140, sizeof(first));
	assert_memory_equal(get_report(g, &request) + 0x140, first, sizeof(first));
	g->config.host_data[0] ^= 1;
	guest_relaunch(g);
	assert_memory_not_equal(get_report(g, &request) + 0x140, first, sizeof(first));
}

static int vcek_verifies(struct guest *g, const u8 *report)
{
	X509 *vcek = certificate_of(&g->psp, CERTIFICATE_VCEK);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	ECDSA_SIG *sig = ECDSA_SIG_new();
	u8 *der = NULL;
	int der_len, verdict;

	ECDSA_SIG_set0(sig, BN_lebin2bn(report + 0x2a0, 72, NULL),
		       BN_lebin2bn(report + 0x2a0 + 72, 72, NULL));
	der_len = i2d_ECDSA_SIG(sig, &der);
	assert_true(der_len > 0);
	assert_int_equal(EVP_DigestVerifyInit(ctx, NULL, EVP_sha384(), NULL,
					      X509_get0_pubkey(vcek)), 1);
	verdict = EVP_DigestVerify(ctx, der, (size_t)der_len, report, 0x2a0);
	OPENSSL_free(der);
	ECDSA_SIG_free(sig);
	EVP_MD_CTX_free(ctx);
	X509_free(vcek);
	return verdict;
}

static void openssl_verifies_the_report_and_no_altered_one(void **state)
{
	struct guest *g = *state;
	struct report_request request = { 0 };
	u8 report[0x4a0];

	for (int round = 0; round < 20; round++) {
		memset(request.report_data, round, sizeof(request.report_data));
		memcpy(report, get_report(g, &request), sizeof(report));
		assert_int_equal(vcek_verifies(g, report), 1);
		assert_filled(report, 0x2a0 + 2 * 72, 368, 0);
		report[round * 33] ^= 0x10;
		assert_int_not_equal(vcek_verifies(g, report), 1);
	}
}

static void the_same_report_has_the_same_signature(void **state)
{
	struct report_request request = { .report_data = { 1, 2, 3 } };
	struct guest *g = *state;
	u8 first[0x4a0];

	memcpy(first, get_report(g, &request), sizeof(first));
	assert_memory_equal(get_report(g, &request), first, sizeof(first));
}

static void assert_status(struct guest *g, u8 vmpck, const struct report_request *request,
			  u32 status)
{
	const u8 *answer;

	compose(g, vmpck, request);
	assert_int_equal(guest_send(g), PSP_SUCCESS);
	answer = guest_open_response(g, REPORT_ANSWER_BYTES);
	assert_int_equal(field(answer, 0, 4), status);
	assert_filled(answer, 4, REPORT_ANSWER_BYTES - 4, 0);
}

static void impossible_requests_are_answered_with_a_status_and_no_report(void **state)
{
	static const struct {
		u8 vmpck;
		struct report_request request;
		u32 status;
	} lies[] = {
		{ 0, { .vmpl = 4 }, PSP_INVALID_PARAM },
		{ 0, { .vmpl = UINT32_MAX }, PSP_INVALID_PARAM },
		{ 1, { .vmpl = 0 }, PSP_INVALID_PARAM },	/* above its own privilege */
		{ 3, { .vmpl = 2 }, PSP_INVALID_PARAM },
		{ 0, { .key_sel = REPORT_KEY_VLEK }, PSP_INVALID_KEY },
		{ 0, { .key_sel = 3 }, PSP_INVALID_PARAM },
		{ 0, { .key_sel = 4 }, PSP_INVALID_PARAM },
		{ 0, { .reserved_48 = { 1 } }, PSP_INVALID_PARAM },
		{ 0, { .reserved_48 = { [23] = 1 } }, PSP_INVALID_PARAM },
	};
	struct guest *g = *state;

	for (size_t i = 0; i < COUNT_OF(lies); i++)
		assert_status(g, lies[i].vmpck, &lies[i].request, lies[i].status);
}

static void a_lower_privilege_and_the_vcek_by_name_may_be_asked_for(void **state)
{
	struct guest *g = *state;
	const struct report_request request = { .vmpl = 3, .key_sel = REPORT_KEY_VCEK };

	compose(g, 1, &request);
	assert_int_equal(guest_send(g), PSP_SUCCESS);
	assert_int_equal(field(guest_open_response(g, REPORT_ANSWER_BYTES) + 0x20, 0x30, 4), 3);
}

static void a_guest_without_vcek_gets_no_report(void **state)
{
	struct guest *g = *state;
	const struct report_request by_default = { 0 };
	const struct report_request by_name = { .key_sel = REPORT_KEY_VCEK };

	g->config.vcek_disabled = true;
	guest_relaunch(g);
	assert_status(g, 0, &by_default, PSP_INVALID_KEY);
	assert_status(g, 0, &by_name, PSP_INVALID_KEY);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, guest_setup, guest_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(every_field_stands_where_the_abi_puts_it),
		CASE(report_id_follows_the_guest),
		CASE(openssl_verifies_the_report_and_no_altered_one),
		CASE(the_same_report_has_the_same_signature),
		CASE(impossible_requests_are_answered_with_a_status_and_no_report),
		CASE(a_lower_privilege_and_the_vcek_by_name_may_be_asked_for),
		CASE(a_guest_without_vcek_gets_no_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
