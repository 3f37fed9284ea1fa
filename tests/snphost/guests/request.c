/* request.c - see request.h. */
#include "request.h"
#include "tests/snphost/psp/aes_gcm.h"

enum { VMPCK0 = SECRETS_GPA + 0x20, AAD_BYTES = 48, HEADER_BYTES = 0x60 };

struct request_message request_message;
u64 request_seqno;

void request_share_pages(void)
{
	for (u64 gpa = REQUEST_GPA; gpa < CERTS_GPA + CERT_PAGES * PAGE_BYTES; gpa += PAGE_BYTES)
		EXPECT(psc_msr(gpa, PSC_OP_SHARED));
}

void *request_view(u64 gpa)
{
	return (void *)(uintptr_t)(gpa + SHARED_VIEW_BASE_GIB * GIB);
}

static struct aes_gcm_aad aad(void)
{
	return (struct aes_gcm_aad){ (u8 *)&request_message + GUEST_MESSAGE_AAD_START, AAD_BYTES };
}

static void make_iv(u8 iv[GCM_IV_BYTES], u64 number)
{
	memory_copy(iv, &number, sizeof(number));
	for (u32 i = sizeof(number); i < GCM_IV_BYTES; i++)
		iv[i] = 0;
}

void request_send(u8 type, const void *payload, u16 bytes)
{
	u8 iv[GCM_IV_BYTES];

	for (u32 i = 0; i < sizeof(request_message); i++)
		((u8 *)&request_message)[i] = 0;
	request_message.header.msg_seqno = ++request_seqno;
	request_message.header.algo = GUEST_MESSAGE_ALGO_AES_256_GCM;
	request_message.header.hdr_version = GUEST_MESSAGE_HEADER_VERSION;
	request_message.header.hdr_sz = HEADER_BYTES;
	request_message.header.msg_type = type;
	request_message.header.msg_version = 1;
	request_message.header.msg_sz = bytes;
	memory_copy(request_message.payload, payload, bytes);
	make_iv(iv, request_seqno);
	aes_gcm_seal((const u8 *)(uintptr_t)VMPCK0, iv, aad(), request_message.payload, bytes,
		     request_message.header.authtag);
	memory_copy(request_view(REQUEST_GPA), &request_message, sizeof(request_message));
}

void request_receive(u8 type)
{
	u8 iv[GCM_IV_BYTES];

	memory_copy(&request_message, request_view(RESPONSE_GPA), sizeof(request_message));
	EXPECT(request_message.header.msg_seqno == ++request_seqno);
	EXPECT(request_message.header.msg_type == type + 1);
	EXPECT(request_message.header.msg_sz <= GUEST_MESSAGE_PAYLOAD_MAX);
	make_iv(iv, request_seqno);
	EXPECT(aes_gcm_open((const u8 *)(uintptr_t)VMPCK0, iv, aad(), request_message.payload,
			    request_message.header.msg_sz, request_message.header.authtag));
}
