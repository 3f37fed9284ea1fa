/*
 * psp_message.c - SNP_GUEST_REQUEST: checks the envelope of a guest message, keeps the sequence
 * numbers, seals the answer. Nothing in the request is believed before its tag holds, except the
 * header fields that are needed to check it.
 * Order of the checks and the codes for a bad tag and a wrong sequence number are this model's
 * choice: no public text fixes them. Document: AMD 56860, SNP_GUEST_REQUEST and message header.
 */
#include "tests/snphost/psp/psp_handlers.h"

#include "lib/mem.h"
#include "tests/snphost/psp/aes_gcm.h"

static const struct message_kind {
	u8 type;
	u8 version;
	u16 request_bytes;
	size_t (*answer)(const struct psp *p, const struct psp_question *q, u8 *answer);
} message_kinds[] = {
	{ MSG_REPORT_REQ, 1, sizeof(struct report_request), psp_answer_report },
	{ MSG_KEY_REQ, 1, KEY_REQUEST_V1_BYTES, psp_answer_key },
	{ MSG_KEY_REQ, 2, sizeof(struct key_request), psp_answer_key },
	{ MSG_TSC_INFO_REQ, 1, TSC_INFO_REQUEST_BYTES, psp_answer_tsc_info },
};

bool psp_all_zero(const u8 *bytes, size_t len)
{
	u8 any = 0;

	while (len--)
		any |= *bytes++;
	return any == 0;
}

static const struct message_kind *find_kind(const struct guest_message_header *h)
{
	for (size_t i = 0; i < COUNT_OF(message_kinds); i++) {
		const struct message_kind *kind = &message_kinds[i];

		if (kind->type == h->msg_type && kind->version == h->msg_version)
			return kind;
	}
	return NULL;
}

static const char *header_fault(const struct guest_message_header *h)
{
	const struct message_kind *kind = find_kind(h);

	if (h->algo != GUEST_MESSAGE_ALGO_AES_256_GCM)
		return "algorithm is not AES-256-GCM";
	if (h->hdr_version != GUEST_MESSAGE_HEADER_VERSION)
		return "header version is not 1";
	if (h->hdr_sz != sizeof(*h))
		return "header size is not 60h";
	if (h->reserved_28 || h->reserved_38 ||
	    !psp_all_zero(h->reserved_3d, sizeof(h->reserved_3d)))
		return "reserved header field is not zero";
	if (h->msg_vmpck >= VMPCK_COUNT)
		return "VMPCK number is above 3";
	if (!kind)
		return "message type or version is not supported";
	if (h->msg_sz != kind->request_bytes)
		return "payload size does not fit the message type";
	return NULL;
}

static void make_iv(u64 seqno, u8 iv[GCM_IV_BYTES])
{
	memset(iv, 0, GCM_IV_BYTES);
	memcpy(iv, &seqno, sizeof(seqno));
}

static struct aes_gcm_aad header_aad(const u8 *message)
{
	return (struct aes_gcm_aad){
		.data = message + GUEST_MESSAGE_AAD_START,
		.len = sizeof(struct guest_message_header) - GUEST_MESSAGE_AAD_START,
	};
}

static bool open_request(struct psp *p, const struct guest_message_header *h)
{
	u8 iv[GCM_IV_BYTES];

	make_iv(h->msg_seqno, iv);
	return aes_gcm_open(p->config.vmpck[h->msg_vmpck], iv, header_aad(p->request),
			    p->request + sizeof(*h), h->msg_sz, h->authtag);
}

/* `h`: of a message that is authentic, or made here. */
static void note_iv(struct psp *p, const struct guest_message_header *h)
{
	struct psp_sealed *seen = &p->channel[h->msg_vmpck].seen[h->msg_seqno % PSP_SEEN];

	if (seen->is_used && seen->seqno == h->msg_seqno &&
	    memcmp(h->authtag, seen->tag, sizeof(seen->tag)) != 0)
		p->iv_reuse_count++;
	seen->is_used = true;
	seen->seqno = h->msg_seqno;
	memcpy(seen->tag, h->authtag, sizeof(seen->tag));
}

static u32 refuse(struct psp *p, enum psp_status status, const char *why)
{
	p->refused_count++;
	p->refusal = why;
	return status;
}

/* Copies, checks and decrypts; on success p->request holds header and plain payload. */
static u32 take_request(struct psp *p, const u8 *request, struct guest_message_header *h)
{
	const char *fault;
	u64 count;
	bool authentic;

	memcpy(p->request, request, sizeof(p->request));
	memcpy(h, p->request, sizeof(*h));
	fault = header_fault(h);
	if (fault)
		return refuse(p, PSP_INVALID_PARAM, fault);
	authentic = open_request(p, h);
	if (authentic)
		note_iv(p, h);
	count = p->channel[h->msg_vmpck].message_count;
	if (count > UINT64_MAX - 2)
		return refuse(p, PSP_AEAD_OFLOW, "message counter is exhausted");
	if (h->msg_seqno != count + 1)
		return refuse(p, PSP_INVALID_PARAM, "sequence number is not the next one");
	if (!authentic)
		return refuse(p, PSP_BAD_SIGNATURE, "authentication tag is wrong");
	return PSP_SUCCESS;
}

static void seal_response(struct psp *p, const struct guest_message_header *request,
			  size_t payload_bytes, u8 *response)
{
	struct guest_message_header h = {
		.msg_seqno = request->msg_seqno + 1,
		.algo = GUEST_MESSAGE_ALGO_AES_256_GCM,
		.hdr_version = GUEST_MESSAGE_HEADER_VERSION,
		.hdr_sz = sizeof(h),
		.msg_type = (u8)(request->msg_type + 1),
		.msg_version = request->msg_version,
		.msg_sz = (u16)payload_bytes,
		.msg_vmpck = request->msg_vmpck,
	};
	u8 iv[GCM_IV_BYTES];

	make_iv(h.msg_seqno, iv);
	memcpy(response, &h, sizeof(h));
	aes_gcm_seal(p->config.vmpck[h.msg_vmpck], iv, header_aad(response),
		     response + sizeof(h), payload_bytes, response);
	memcpy(h.authtag, response, sizeof(h.authtag));
	note_iv(p, &h);
}

u32 psp_guest_request(struct psp *p, const u8 request[GUEST_MESSAGE_BYTES],
		      u8 response[GUEST_MESSAGE_BYTES])
{
	struct guest_message_header h;
	struct psp_question question;
	u8 message[GUEST_MESSAGE_BYTES] = { 0 };
	u32 status = take_request(p, request, &h);
	size_t payload_bytes;

	if (status != PSP_SUCCESS)
		return status;
	question.vmpl = h.msg_vmpck;
	question.version = h.msg_version;
	question.payload = p->request + sizeof(h);
	payload_bytes = find_kind(&h)->answer(p, &question, message + sizeof(h));
	seal_response(p, &h, payload_bytes, message);
	memcpy(response, message, sizeof(message));
	p->channel[h.msg_vmpck].message_count += 2;
	p->answered_count++;
	p->refusal = NULL;
	return PSP_SUCCESS;
}

void psp_observe_request(struct psp *p, const u8 request[GUEST_MESSAGE_BYTES])
{
	struct guest_message_header h;

	memcpy(p->request, request, sizeof(p->request));
	memcpy(&h, p->request, sizeof(h));
	if (!header_fault(&h) && open_request(p, &h))
		note_iv(p, &h);
}
