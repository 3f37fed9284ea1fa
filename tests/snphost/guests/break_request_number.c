/*
 * Two messages under one sequence number: the second asks for another report than the first.
 * RUN:
 * EXPECT: verdict=violation rule=request-number
 */
#include "request.h"

static void ask(struct ghcb *g, u8 data)
{
	struct report_request asked = { .report_data = { data } };
	struct ghcb_result r;

	request_send(MSG_REPORT_REQ, &asked, sizeof(asked));
	r = ghcb_do(g, GHCB_EVENT_GUEST_REQUEST, REQUEST_GPA, RESPONSE_GPA, 0, 0);
	EXPECT((u32)r.info1 == 0 && r.info2 == 0);
	request_receive(MSG_REPORT_REQ);
}

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	request_share_pages();
	ask(g, 1);
	ask(g, 2);
	request_seqno = 0;
	ask(g, 3);
	pass();
}
