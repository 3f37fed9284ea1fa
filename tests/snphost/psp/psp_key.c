/*
 * psp_key.c - MSG_KEY_REQ: keys derived for the guest. Equal requests by equal guests give equal
 * keys; a difference in any selected field gives another key. The derivation itself (SP 800-108,
 * counter mode, HMAC-SHA384 over a test root) is this model's own: AMD's is not public.
 * Document: AMD 56860, MSG_KEY_REQ.
 */
#include "tests/snphost/psp/psp_handlers.h"

#include "lib/mem.h"
#include "tests/snphost/psp/sha384_stream.h"

enum {
	ROOT_KEY_VMRK = 1 << 0,
	ROOT_KEY_SEL_SHIFT = 1,
	ROOT_KEY_SELECT_MASK = 7,
};

/* Everything the key depends on; a field that is not selected stays zero. */
struct derivation_context {
	u64 field_select;
	u64 policy;
	u64 tcb_version;
	u64 launch_mit_vector;
	u32 root_key_select;
	u32 vmpl;
	u32 guest_svn;
	u32 zero;
	u8 image_id[16];
	u8 family_id[16];
	u8 measurement[SHA384_BYTES];
};
ASSERT_SIZE(struct derivation_context, 128);	/* no padding: the bytes are hashed */

/* TCB versions are vectors: each component must not exceed that of the limit. */
static bool tcb_exceeds(u64 tcb, u64 limit)
{
	for (int shift = 0; shift < 64; shift += 8) {
		if ((tcb >> shift & 0xff) > (limit >> shift & 0xff))
			return true;
	}
	return false;
}

static u32 check_root(const struct psp *p, u32 root_key_select)
{
	u32 key_sel = root_key_select >> ROOT_KEY_SEL_SHIFT;

	if (root_key_select & ~(u32)ROOT_KEY_SELECT_MASK || key_sel > REPORT_KEY_VLEK)
		return PSP_INVALID_PARAM;
	if (root_key_select & ROOT_KEY_VMRK || key_sel == REPORT_KEY_VLEK)
		return PSP_INVALID_KEY;		/* no migration agent gave a VMRK; no VLEK */
	return p->config.vcek_disabled ? PSP_INVALID_KEY : PSP_SUCCESS;
}

static u32 check_request(const struct psp *p, const struct psp_question *q,
			 const struct key_request *request)
{
	u64 known_fields = q->version >= 2 ? 0x7f : 0x3f;

	if (request->reserved_04 || request->guest_field_select & ~known_fields)
		return PSP_INVALID_PARAM;
	if (request->vmpl < q->vmpl || request->vmpl >= VMPCK_COUNT)
		return PSP_INVALID_PARAM;
	if (request->guest_svn > p->config.guest_svn ||
	    tcb_exceeds(request->tcb_version, p->config.committed_tcb) ||
	    request->launch_mit_vector & ~p->config.launch_mit_vector)
		return PSP_INVALID_PARAM;
	return check_root(p, request->root_key_select);
}

static void fill_context(struct derivation_context *context, const struct psp_config *c,
			 const struct key_request *request)
{
	u64 select = request->guest_field_select;

	context->field_select = select;
	context->root_key_select = request->root_key_select;
	context->vmpl = request->vmpl;
	if (select & KEY_FIELD_POLICY)
		context->policy = c->policy;
	if (select & KEY_FIELD_IMAGE_ID)
		memcpy(context->image_id, c->image_id, sizeof(context->image_id));
	if (select & KEY_FIELD_FAMILY_ID)
		memcpy(context->family_id, c->family_id, sizeof(context->family_id));
	if (select & KEY_FIELD_MEASUREMENT)
		memcpy(context->measurement, c->launch_digest, sizeof(context->measurement));
	if (select & KEY_FIELD_GUEST_SVN)
		context->guest_svn = request->guest_svn;
	if (select & KEY_FIELD_TCB_VERSION)
		context->tcb_version = request->tcb_version;
	if (select & KEY_FIELD_LAUNCH_MIT_VECTOR)
		context->launch_mit_vector = request->launch_mit_vector;
}

static void derive(const struct derivation_context *context, u8 key[32])
{
	static const u8 counter_label_zero[] = "\0\0\0\1snp-shim test PSP, derived key";
	static const u8 key_bits_256[4] = { 0, 0, 1, 0 };
	u8 mac[SHA384_BYTES];
	struct hmac_sha384 h;

	hmac_sha384_init(&h, psp_test_vcek_private_key, sizeof(psp_test_vcek_private_key));
	hmac_sha384_update(&h, counter_label_zero, sizeof(counter_label_zero));
	hmac_sha384_update(&h, context, sizeof(*context));
	hmac_sha384_update(&h, key_bits_256, sizeof(key_bits_256));
	hmac_sha384_final(&h, mac);
	memcpy(key, mac, 32);
}

size_t psp_answer_key(const struct psp *p, const struct psp_question *q, u8 *answer)
{
	struct key_request request = { 0 };
	struct derivation_context context = { 0 };
	struct key_response response = { 0 };

	memcpy(&request, q->payload, q->version >= 2 ? sizeof(request) : KEY_REQUEST_V1_BYTES);
	response.status = check_request(p, q, &request);
	if (response.status == PSP_SUCCESS) {
		fill_context(&context, &p->config, &request);
		derive(&context, response.derived_key);
	}
	memcpy(answer, &response, sizeof(response));
	return sizeof(response);
}
