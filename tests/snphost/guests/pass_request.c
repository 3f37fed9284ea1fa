/*
 * Asks the PSP for an attestation report and for the certificates, as a kernel would.
 * RUN: --strict all
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "request.h"

enum { REPORT_BYTES = 0x4a0, REPORT_DATA = 0x50, REPORT_MEASUREMENT = 0x90, REPORT_ALGO = 0x34 };

static void check_report(const struct report_request *asked)
{
	const struct report_response_header *h = (const void *)request_message.payload;
	const u8 *report = request_message.payload + sizeof(*h);
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

	request_send(MSG_REPORT_REQ, asked, sizeof(*asked));
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
	request_receive(MSG_REPORT_REQ);
	check_report(asked);
}

void guest_main(void)
{
	static struct report_request asked;
	struct ghcb *g = ghcb_start(GHCB_GPA);
	struct ghcb_result r;

	request_share_pages();
	for (u32 i = 0; i < sizeof(asked.report_data); i++)
		asked.report_data[i] = (u8)(i * 3 + 1);
	request_send(MSG_REPORT_REQ, &asked, sizeof(asked));
	r = ghcb_do(g, GHCB_EVENT_GUEST_REQUEST, REQUEST_GPA, RESPONSE_GPA, 0, 0);
	EXPECT((u32)r.info1 == 0 && r.info2 == 0);
	request_receive(MSG_REPORT_REQ);
	check_report(&asked);
	extended(g, &asked);
	request_send(MSG_REPORT_REQ, &asked, sizeof(asked));	/* a forged message is refused */
	((u8 *)request_view(REQUEST_GPA))[sizeof(struct guest_message_header)] ^= 1;
	r = ghcb_do(g, GHCB_EVENT_GUEST_REQUEST, REQUEST_GPA, RESPONSE_GPA, 0, 0);
	EXPECT((u32)r.info1 == 0 && r.info2 != 0);
	pass();
}
