/*
 * Asks the PSP for an attestation report and for the certificates, as a kernel would.
 * RUN: --strict all
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "tests/snphost/psp/aes_gcm.h"
#include "tests/snphost/psp/psp_abi.h"
#include "loader/loader.h"

enum {
	REQUEST_GPA = 0x400000, RESPONSE_GPA = 0x401000, CERTS_GPA = 0x402000, CERT_PAGES = 4,
	VMPCK0 = SECRETS_GPA + 0x20,
	REPORT_BYTES = 0x4a0, REPORT_DATA = 0x50, REPORT_MEASUREMENT = 0x90, REPORT_ALGO = 0x34,
	AAD_BYTES = 48, HEADER_BYTES = 0x60,
};

static u64 seqno;
static struct {
	struct guest_message_header header;
	u8 payload[GUEST_MESSAGE_PAYLOAD_MAX];
} message;

static void *view(u64 gpa)
{
	return (void *)(uintptr_t)(gpa + SHARED_VIEW_BASE_GIB * GIB);
}

static struct aes_gcm_aad aad(void)
{
	return (struct aes_gcm_aad){ (u8 *)&message + GUEST_MESSAGE_AAD_START, AAD_BYTES };
}

static void make_iv(u8 iv[GCM_IV_BYTES], u64 number)
{
	memory_copy(iv, &number, sizeof(number));
	for (u32 i = sizeof(number); i < GCM_IV_BYTES; i++)
		iv[i] = 0;
}

static void send(u8 type, const void *payload, u16 bytes)
{
	u8 iv[GCM_IV_BYTES];

	for (u32 i = 0; i < sizeof(message); i++)
		((u8 *)&message)[i] = 0;
	message.header.msg_seqno = ++seqno;
	message.header.algo = GUEST_MESSAGE_ALGO_AES_256_GCM;
	message.header.hdr_version = GUEST_MESSAGE_HEADER_VERSION;
	message.header.hdr_sz = HEADER_BYTES;
	message.header.msg_type = type;
	message.header.msg_version = 1;
	message.header.msg_sz = bytes;
	memory_copy(message.payload, payload, bytes);
	make_iv(iv, seqno);
	aes_gcm_seal((const u8 *)(uintptr_t)VMPCK0, iv, aad(), message.payload, bytes,
		     message.header.authtag);
	memory_copy(view(REQUEST_GPA), &message, sizeof(message));
}

static void receive(u8 type)
{
	u8 iv[GCM_IV_BYTES];

	memory_copy(&message, view(RESPONSE_GPA), sizeof(message));
	EXPECT(message.header.msg_seqno == ++seqno);
	EXPECT(message.header.msg_type == type + 1);
	EXPECT(message.header.msg_sz <= GUEST_MESSAGE_PAYLOAD_MAX);
	make_iv(iv, seqno);
	EXPECT(aes_gcm_open((const u8 *)(uintptr_t)VMPCK0, iv, aad(), message.payload,
			    message.header.msg_sz, message.header.authtag));
}

static void check_report(const struct report_request *asked)
{
	const struct report_response_header *h = (const void *)message.payload;
	const u8 *report = message.payload + sizeof(*h);
	u8 measured = 0;

	EXPECT(h->status == 0 && h->report_size == REPORT_BYTES);
	for (u32 i = 0; i < sizeof(asked->report_data); i++)
		EXPECT(report[REPORT_DATA + i] == asked->report_data[i]);
	for (u32 i = 0; i < 48; i++)
		measured |= report[REPORT_MEASUREMENT + i];
	EXPECT(measured && report[REPORT_ALGO] == 1);
}

static void extended(struct ghcb *g, const struct report_request *asked)
{
	struct ghcb_result r;

	send(MSG_REPORT_REQ, asked, sizeof(*asked));
	g->rax = CERTS_GPA;
	g->rbx = 0;
	r = ghcb_do(g, GHCB_EVENT_EXT_REQUEST, REQUEST_GPA, RESPONSE_GPA, 1ull << GHCB_RAX_BIT,
		    GHCB_FIELD(rbx));
	EXPECT((u32)r.info1 == 0 && r.info2 >> 32 == 1 && g->rbx >= 1 && g->rbx <= CERT_PAGES);
	g->rax = CERTS_GPA;
	g->rbx = CERT_PAGES;
	r = ghcb_do(g, GHCB_EVENT_EXT_REQUEST, REQUEST_GPA, RESPONSE_GPA, 1ull << GHCB_RAX_BIT,
		    GHCB_FIELD(rbx));
	EXPECT((u32)r.info1 == 0 && r.info2 == 0);
	EXPECT(*shared_word(CERTS_GPA) != 0);
	receive(MSG_REPORT_REQ);
	check_report(asked);
}

void guest_main(void)
{
	static struct report_request asked;
	struct ghcb *g = ghcb_start(GHCB_GPA);
	struct ghcb_result r;

	for (u64 gpa = REQUEST_GPA; gpa < CERTS_GPA + CERT_PAGES * PAGE_BYTES; gpa += PAGE_BYTES)
		EXPECT(psc_msr(gpa, PSC_OP_SHARED));
	for (u32 i = 0; i < sizeof(asked.report_data); i++)
		asked.report_data[i] = (u8)(i * 3 + 1);
	send(MSG_REPORT_REQ, &asked, sizeof(asked));
	r = ghcb_do(g, GHCB_EVENT_GUEST_REQUEST, REQUEST_GPA, RESPONSE_GPA, 0, 0);
	EXPECT((u32)r.info1 == 0 && r.info2 == 0);
	receive(MSG_REPORT_REQ);
	check_report(&asked);
	extended(g, &asked);
	send(MSG_REPORT_REQ, &asked, sizeof(asked));	/* a forged message is refused */
	((u8 *)view(REQUEST_GPA))[HEADER_BYTES] ^= 1;
	r = ghcb_do(g, GHCB_EVENT_GUEST_REQUEST, REQUEST_GPA, RESPONSE_GPA, 0, 0);
	EXPECT((u32)r.info1 == 0 && r.info2 != 0);
	pass();
}
