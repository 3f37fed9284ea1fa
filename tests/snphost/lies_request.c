/* lies_request.c - lies about guest requests: the host's status, its certificates, the PSP's answer. */
#include "lies.h"
#include "gmem.h"
#include "psp_glue.h"
#include "ghcb.h"
#include "str.h"

enum {
	TAG = 0x00, SEQNO = 0x20, ALGO = 0x30, TYPE = 0x34, SIZE = 0x36, /* in a message's header */
	CERTIFICATE_OFFSET = 16,
};

bool lies_request_status(struct ghcb_call *call)
{
	if (!lie_now(LIE_REQUEST_STATUS))
		return false;
	call->answer2 = lies[LIE_REQUEST_STATUS].argument;
	return true;
}

u64 lies_certificate_pages(u64 honest)
{
	return lie_now(LIE_CERTS_PAGES) ? lies[LIE_CERTS_PAGES].argument : honest;
}

void lies_certificates(u64 gpa)
{
	u32 offset = (u32)lies[LIE_CERTS_OFFSET].argument;

	if (lie_now(LIE_CERTS_OFFSET))
		gmem_write_shared(gpa + CERTIFICATE_OFFSET, &offset, sizeof(offset));
}

void lies_response(u8 *response)
{
	static u8 before[GUEST_MESSAGE_BYTES];
	u16 size = (u16)lies[LIE_RESPONSE_SIZE].argument;

	if (lie_now(LIE_RESPONSE_REPLAY))
		memcpy(response, before, sizeof(before));
	memcpy(before, response, sizeof(before));
	if (lie_now(LIE_RESPONSE_TAG))
		response[TAG] ^= 1;
	if (lie_now(LIE_RESPONSE_SEQNO))
		response[SEQNO] ^= 4;
	if (lie_now(LIE_RESPONSE_ALGO))
		response[ALGO] = (u8)lies[LIE_RESPONSE_ALGO].argument;
	if (lie_now(LIE_RESPONSE_TYPE))
		response[TYPE] = (u8)lies[LIE_RESPONSE_TYPE].argument;
	if (lie_now(LIE_RESPONSE_SIZE))
		memcpy(response + SIZE, &size, sizeof(size));
}
