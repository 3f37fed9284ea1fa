/*
 * The guest's own requests to the PSP: attestation reports and derived keys, over messages that are
 * sealed with VMPCK0 and carried by the host.
 * Guarantees: no sequence number is used with two plaintexts; nothing of an answer is used unless it
 * authenticates; the host's pages are read once. After a failure that leaves it open whether the PSP
 * has seen a message, VMPCK0 is erased: neither the firmware nor the kernel can use it any more.
 * Trusts the PSP, and the host for nothing but the certificates' bytes, which it does not interpret.
 * docs/attestation.md, "How a request travels".
 */
#ifndef SEV_GUEST_REQUEST_H
#define SEV_GUEST_REQUEST_H

#include "firmware/sev/guest_request_abi.h"
#include "lib/err.h"
#include "lib/range.h"

/* Shared memory that a channel wants: a page each way, and room for certificates. */
#define GUEST_REQUEST_CERTIFICATES_MAX (64 * KIB)
#define GUEST_REQUEST_SHARED_BYTES (2 * PAGE_SIZE + GUEST_REQUEST_CERTIFICATES_MAX)

struct guest_request_channel {
	u8 *key;       /* VMPCK0, in the secrets page; all zero: erased */
	u32 *sequence; /* number of the last message on VMPCK0, where the kernel goes on from it */
	struct guest_message *message; /* private: messages are sealed and opened here */
	volatile void *request;        /* shared pages, and their addresses */
	volatile void *response;
	u64 request_gpa;
	u64 response_gpa;
	struct range certificates; /* shared */
};

/*
 * Opens a channel. `shared`: page-aligned memory that the host can see and nobody else uses until
 * guest_request_stop, at least GUEST_REQUEST_SHARED_BYTES (the bounce buffer, layout_bounce(), once
 * nothing is read by fw_cfg). `message_gpa`: an accepted private page, page-aligned.
 * ERR_REQUEST_KEY if VMPCK0 is erased.
 */
MUST_CHECK enum err guest_request_start(struct guest_request_channel *channel, struct range shared,
					u64 message_gpa);

/*
 * MSG_REPORT: *report (private) is what the PSP says of this guest, with report_data in it, for
 * `vmpl` (0 to 3). It is undefined after an error. The report's signature is not checked here: the
 * PSP authenticates itself by VMPCK0. ERR_REQUEST_*, ERR_GHCB_*.
 */
MUST_CHECK enum err guest_request_report(struct guest_request_channel *channel,
					 const u8 report_data[REPORT_DATA_BYTES], u32 vmpl,
					 struct attestation_report *report);

/*
 * The same, and the host's certificate table, copied to private memory at `certificates_gpa` (accepted,
 * at least `certificates_max` bytes; whole pages of it are used, at most
 * GUEST_REQUEST_CERTIFICATES_MAX). *certificates_bytes: from the start of the table to the end of the
 * last certificate; 0 if the host has none. Every entry lies inside; what the certificates say is
 * unchecked host data.
 * ERR_REQUEST_CERTIFICATES_SIZE if they do not fit, ERR_REQUEST_CERTIFICATES if the table is malformed:
 * after these two *report is good and the channel goes on.
 */
MUST_CHECK enum err guest_request_extended_report(struct guest_request_channel *channel,
						  const u8 report_data[REPORT_DATA_BYTES], u32 vmpl,
						  struct attestation_report *report,
						  u64 certificates_gpa, u32 certificates_max,
						  u32 *certificates_bytes);

/*
 * MSG_KEY: a key that the PSP derives from the chip's (or migration agent's) root and the fields that
 * *request selects. The caller wipes it. ERR_REQUEST_*, ERR_GHCB_*.
 */
MUST_CHECK enum err guest_request_key(struct guest_request_channel *channel,
				      const struct key_request *request,
				      u8 key[DERIVED_KEY_BYTES]);

/*
 * Wipes the message page and the shared memory and forgets them. VMPCK0 and the sequence number stay in
 * the secrets page for the kernel. For a channel that did not start, too.
 */
void guest_request_stop(struct guest_request_channel *channel);

#endif
