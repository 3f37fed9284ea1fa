/* request.h - messages to the PSP in test guests, sealed with VMPCK0 in a fixed place of the secrets page. */
#ifndef SNPHOST_GUEST_REQUEST_H
#define SNPHOST_GUEST_REQUEST_H

#include "tests/snphost/psp/psp_abi.h"
#include "loader/loader.h"

enum {
	REQUEST_GPA = 0x400000, RESPONSE_GPA = 0x401000, CERTS_GPA = 0x402000, CERT_PAGES = 4,
};

struct request_message {
	struct guest_message_header header;
	u8 payload[GUEST_MESSAGE_PAYLOAD_MAX];
};

extern struct request_message request_message; /* the last one, private */
extern u64 request_seqno;                      /* its number */

/* Request, response and certificates become shared pages. */
void request_share_pages(void);
void *request_view(u64 gpa);

/* Seals a message of the next number and lays it into the request page. */
void request_send(u8 type, const void *payload, u16 bytes);
/* Opens the answer to a message of `type`: the payload is in request_message. */
void request_receive(u8 type);

#endif
