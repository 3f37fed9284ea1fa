/*
 * psp_report.c - MSG_REPORT_REQ: the attestation report, signed by the test VCEK.
 * Every field comes from the launch configuration except REPORT_DATA and VMPL, which the guest
 * chooses. Document: AMD 56860, MSG_REPORT_REQ and ATTESTATION_REPORT.
 */
#include "tests/snphost/psp/psp_handlers.h"

#include "lib/mem.h"
#include "tests/snphost/psp/ecdsa_p384.h"
#include "tests/snphost/psp/psp_identity.h"

static u32 check_request(const struct psp *p, const struct psp_question *q,
			 const struct report_request *request)
{
	if (request->vmpl < q->vmpl || request->vmpl >= VMPCK_COUNT)
		return PSP_INVALID_PARAM;
	if (request->key_sel > REPORT_KEY_VLEK ||
	    !psp_all_zero(request->reserved_48, sizeof(request->reserved_48)))
		return PSP_INVALID_PARAM;
	if (request->key_sel == REPORT_KEY_VLEK)
		return PSP_INVALID_KEY;		/* this platform has no VLEK */
	if (p->config.vcek_disabled)
		return PSP_INVALID_KEY;
	return PSP_SUCCESS;
}

/* CPUID 1 EAX: the extended family and model count from family 0Fh on. */
static void fill_cpu(struct attestation_report *r, u32 signature)
{
	u32 family = signature >> 8 & 0xf;
	u32 model = signature >> 4 & 0xf;

	if (family == 0xf) {
		family += signature >> 20 & 0xff;
		model |= (signature >> 16 & 0xf) << 4;
	}
	r->cpuid_family = (u8)family;
	r->cpuid_model = (u8)model;
	r->cpuid_stepping = (u8)(signature & 0xf);
}

static void fill_guest(struct attestation_report *r, const struct psp *p)
{
	const struct psp_config *c = &p->config;

	r->guest_svn = c->guest_svn;
	r->policy = c->policy;
	r->flags = c->author_key_enabled ? REPORT_FLAG_AUTHOR_KEY_EN : 0;
	memcpy(r->family_id, c->family_id, sizeof(r->family_id));
	memcpy(r->image_id, c->image_id, sizeof(r->image_id));
	memcpy(r->measurement, c->launch_digest, sizeof(r->measurement));
	memcpy(r->host_data, c->host_data, sizeof(r->host_data));
	memcpy(r->id_key_digest, c->id_key_digest, sizeof(r->id_key_digest));
	memcpy(r->author_key_digest, c->author_key_digest, sizeof(r->author_key_digest));
	memcpy(r->report_id, p->report_id, sizeof(r->report_id));
	memset(r->report_id_ma, 0xff, sizeof(r->report_id_ma));	/* no migration agent */
	r->launch_tcb = c->launch_tcb;
	r->launch_mit_vector = c->launch_mit_vector;
}

static void fill_platform(struct attestation_report *r, const struct psp_config *c)
{
	r->version = REPORT_VERSION;
	r->signature_algo = REPORT_SIGNATURE_ECDSA_P384_SHA384;
	r->current_tcb = c->current_tcb;
	r->reported_tcb = c->reported_tcb;
	r->committed_tcb = c->committed_tcb;
	r->platform_info = c->platform_info;
	r->current_mit_vector = c->current_mit_vector;
	r->current_build = r->committed_build = PSP_TEST_BUILD;
	r->current_minor = r->committed_minor = PSP_TEST_API_MINOR;
	r->current_major = r->committed_major = PSP_TEST_API_MAJOR;
	memcpy(r->chip_id, PSP_TEST_CHIP_ID, sizeof(r->chip_id));
	fill_cpu(r, c->vcpu_signature);
}

static void store_little_endian(u8 field[72], const u8 big_endian[P384_BYTES])
{
	for (int i = 0; i < P384_BYTES; i++)
		field[i] = big_endian[P384_BYTES - 1 - i];
}

static void sign(struct attestation_report *r)
{
	u8 digest[SHA384_BYTES], r_value[P384_BYTES], s_value[P384_BYTES];

	sha384(r, offsetof(struct attestation_report, signature_r), digest);
	ecdsa_p384_sign(psp_test_vcek_private_key, digest, r_value, s_value);
	store_little_endian(r->signature_r, r_value);
	store_little_endian(r->signature_s, s_value);
}

size_t psp_answer_report(const struct psp *p, const struct psp_question *q, u8 *answer)
{
	struct report_request request;
	struct report_response_header header = { 0 };
	struct attestation_report report = { 0 };

	memcpy(&request, q->payload, sizeof(request));
	header.status = check_request(p, q, &request);
	if (header.status == PSP_SUCCESS) {
		header.report_size = sizeof(report);
		fill_guest(&report, p);
		fill_platform(&report, &p->config);
		report.vmpl = request.vmpl;
		memcpy(report.report_data, request.report_data, sizeof(report.report_data));
		sign(&report);
	}
	memcpy(answer, &header, sizeof(header));
	memcpy(answer + sizeof(header), &report, sizeof(report));
	return sizeof(header) + sizeof(report);
}
