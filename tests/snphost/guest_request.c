/*
 * guest_request.c - SNP guest requests as KVM 7.2 passes them on, with certificates enabled: one
 * private copy of the request, the response written even when the PSP refuses.
 */
#include "ghcb.h"
#include "gmem.h"
#include "lies.h"
#include "psp_glue.h"
#include "rmp.h"
#include "rules.h"
#include "trace.h"
#include "vcpu.h"
#include "verdict.h"

enum {
	MESSAGE_TYPE_OFFSET = 0x34,
	MESSAGE_REPORT_REQUEST = 5,
	VMM_ERROR_INVALID_LEN = 1,
	VMM_ERROR_BUSY = 2,
};

static bool is_shared_page(u64 gpa)
{
	const struct rmp_entry *e = rmp_peek(gpa);

	return e && e->is_shared && gmem_is_backed(gpa);
}

static bool pages_ok(const struct ghcb_call *call)
{
	return is_page_aligned(call->info1) && is_page_aligned(call->info2) &&
	       call->info1 != call->info2 && gmem_is_backed(call->info1) &&
	       gmem_is_backed(call->info2);
}

static void refuse_input(struct ghcb_call *call, u64 address)
{
	rule_broken(call->vcpu, RULE_REQUEST, address);
	ghcb_malformed(call, GHCB_ERROR_INPUT);
}

/* The certificate table goes to RAX; false when the answer is complete already. */
static bool give_certificates(struct ghcb_call *call)
{
	const u8 *table;
	size_t bytes = psp_certificates(&psp, &table);
	u64 pages = lies_certificate_pages((bytes + PAGE_BYTES - 1) / PAGE_BYTES);

	if (!is_page_aligned(call->rax) ||
	    (call->rbx && !gmem_is_backed(call->rax + (call->rbx - 1) * PAGE_BYTES))) {
		refuse_input(call, call->rax);
		return false;
	}
	if (call->rbx < pages) {
		call->rbx = pages;
		call->answer2 = (u64)VMM_ERROR_INVALID_LEN << 32;
		return false;
	}
	if (!gmem_write_shared(call->rax, table, bytes)) {
		refuse_input(call, call->rax);
		return false;
	}
	lies_certificates(call->rax);
	return true;
}

/*
 * Every request passes here before it is answered or not, so that the guest's numbers are known. One number for
 * two plaintexts breaks AES-GCM for good: no strictness is needed to end the run, and no kernel excuses it.
 */
static u64 pass_on(struct ghcb_call *call, const u8 *request, u8 *response)
{
	u64 status = 0;

	if (response)
		status = psp_guest_request(&psp, request, response);
	else
		psp_observe_request(&psp, request);
	if (psp.iv_reuse_count > 0)
		verdict_violation(call->vcpu, "request-number", call->info1,
				  "a sequence number is used with two plaintexts");
	return status;
}

void ghcb_guest_request(struct ghcb_call *call, bool extended)
{
	static u8 request[PAGE_BYTES], response[PAGE_BYTES];

	if (!pages_ok(call)) {
		refuse_input(call, call->info1);
		return;
	}
	if (!is_shared_page(call->info1) || !is_shared_page(call->info2))
		rule_broken(call->vcpu, RULE_REQUEST, call->info1);
	gmem_read_shared(call->info1, request, sizeof(request));
	if (lies_request_busy(call)) {
		pass_on(call, request, NULL);
		call->answer2 = (u64)VMM_ERROR_BUSY << 32;
		return;
	}
	if (lies_request_status(call)) {
		pass_on(call, request, NULL);
		return;
	}
	if (extended && request[MESSAGE_TYPE_OFFSET] == MESSAGE_REPORT_REQUEST &&
	    !give_certificates(call)) {
		pass_on(call, request, NULL);
		return;
	}
	gmem_read_shared(call->info2, response, sizeof(response));
	call->answer2 = pass_on(call, request, response);
	lies_response(response);
	gmem_write_shared(call->info2, response, sizeof(response));
	trace_line(call->vcpu, "guest request type=%u -> 0x%lx%s%s",
		   request[MESSAGE_TYPE_OFFSET], call->answer2,
		   psp.refusal ? " " : "", psp.refusal ? psp.refusal : "");
}
