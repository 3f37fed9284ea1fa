/*
 * psp.c - what the PSP knows of a guest: its launch configuration, the secrets page made from it,
 * the certificates, and the small MSG_TSC_INFO_REQ. Documents: AMD 56860 (secrets page,
 * MSG_TSC_INFO_REQ), 56421 (certificate table).
 */
#include "tests/snphost/psp/psp.h"

#include "lib/mem.h"
#include "tests/snphost/psp/psp_handlers.h"
#include "tests/snphost/psp/psp_identity.h"
#include "tests/snphost/psp/sha384_stream.h"

enum {
	POLICY_SMT = 1 << 16,
	POLICY_MUST_BE_ONE = 1 << 17,
	EPYC_MILAN_SIGNATURE = 0xa00f11,
};

void psp_config_init(struct psp_config *c, const struct launch_digest *d)
{
	memset(c, 0, sizeof(*c));
	memcpy(c->launch_digest, launch_digest_value(d), sizeof(c->launch_digest));
	c->policy = POLICY_SMT | POLICY_MUST_BE_ONE;
	c->vcpu_signature = EPYC_MILAN_SIGNATURE;
	c->current_tcb = PSP_TEST_TCB;
	c->reported_tcb = PSP_TEST_TCB;
	c->committed_tcb = PSP_TEST_TCB;
	c->launch_tcb = PSP_TEST_TCB;
	for (u8 i = 0; i < VMPCK_COUNT; i++) {
		u8 digest[SHA384_BYTES];

		sha384(&i, sizeof(i), digest);
		memcpy(c->vmpck[i], digest, sizeof(c->vmpck[i]));
	}
}

/* Silicon draws REPORT_ID at random; this one follows from the guest, so that runs repeat. */
static void make_report_id(struct psp *p)
{
	u8 digest[SHA384_BYTES];
	struct sha384_stream s;

	sha384_init(&s);
	sha384_update(&s, p->config.launch_digest, sizeof(p->config.launch_digest));
	sha384_update(&s, p->config.host_data, sizeof(p->config.host_data));
	sha384_final(&s, digest);
	memcpy(p->report_id, digest, sizeof(p->report_id));
}

void psp_init(struct psp *p, const struct psp_config *c)
{
	memset(p, 0, sizeof(*p));
	p->config = *c;
	make_report_id(p);
}

void psp_write_secrets_page(const struct psp *p, u8 page[SECRETS_PAGE_BYTES])
{
	const struct psp_config *c = &p->config;
	struct secrets_page secrets = {
		.version = SECRETS_PAGE_VERSION,
		.fms = c->vcpu_signature,
		.tsc_factor = c->tsc_factor,
		.launch_mit_vector = c->launch_mit_vector,
	};

	memcpy(secrets.gosvw, c->gosvw, sizeof(secrets.gosvw));
	memcpy(secrets.vmpck, c->vmpck, sizeof(secrets.vmpck));
	memcpy(page, &secrets, sizeof(secrets));
}

size_t psp_certificates(const struct psp *p, const u8 **table)
{
	(void)p;	/* one identity for every guest */
	*table = psp_test_certificate_table;
	return (size_t)(psp_test_certificate_table_end - psp_test_certificate_table);
}

size_t psp_answer_tsc_info(const struct psp *p, const struct psp_question *q, u8 *answer)
{
	struct tsc_info_response response = { 0 };

	if (!psp_all_zero(q->payload, TSC_INFO_REQUEST_BYTES)) {
		response.status = PSP_INVALID_PARAM;
	} else {
		response.tsc_scale = p->config.tsc_scale;
		response.tsc_offset = p->config.tsc_offset;
		response.tsc_factor = p->config.tsc_factor;
	}
	memcpy(answer, &response, sizeof(response));
	return sizeof(response);
}
