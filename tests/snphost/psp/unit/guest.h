/*
 * guest.h - the guest's side of the message protocol, written over OpenSSL so that it shares no
 * code with the PSP under test. A test fills a request, may spoil it, and opens the answer.
 */
#ifndef PSP_UNIT_GUEST_H
#define PSP_UNIT_GUEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "tests/snphost/psp/psp.h"

struct guest {
	struct psp psp;
	struct psp_config config;
	struct guest_message_header header;	/* of the next request; guest_send seals with it */
	u8 payload[GUEST_MESSAGE_PAYLOAD_MAX];
	u8 request[GUEST_MESSAGE_BYTES];
	u8 response[GUEST_MESSAGE_BYTES];
};

/* cmocka fixture: *state becomes a struct guest with a freshly launched PSP. */
int guest_setup(void **state);
int guest_teardown(void **state);

/* Launches again after the test changed g->config. */
void guest_relaunch(struct guest *g);

/* An honest header and payload for the next message on the given VMPCK. */
void guest_compose(struct guest *g, u8 vmpck, enum guest_message_type type, const void *payload,
		   size_t len);

/* Encrypts g->payload under g->header into g->request. */
void guest_seal(struct guest *g);

/* guest_seal, then the PSP's verdict. */
u32 guest_send(struct guest *g);

/* Checks every header field of the response, its tag, and decrypts it; returns the payload. */
const u8 *guest_open_response(struct guest *g, size_t len);

#endif
