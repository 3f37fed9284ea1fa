/*
 * The PSP in unit tests, behind exits 0x80000011 and 0x80000012 of the fake hypervisor: opens requests and
 * seals answers, counts messages, keeps the book of numbers (psp_message.h), and fails the test if the guest takes
 * another number than the next, shows the host more than a sealed payload, or names pages that are not shared.
 * Then one lie at a time, of the PSP or of the host. SNP firmware ABI 56860, GHCB specification 56421.
 */
#ifndef FAKE_PSP_H
#define FAKE_PSP_H

#include "firmware/sev/guest_request_abi.h"

enum psp_lie {
	PSP_HONEST,
	/* the host's, about the exit; the PSP does not see the request */
	PSP_INFO_2,       /* SW_EXITINFO2 is `value` */
	PSP_BUSY,         /* busy for the first `value` exits */
	PSP_WANTS_PAGES,  /* the certificates need `value` pages, whatever there is */
	PSP_PLAIN_LENGTH, /* a plain request is answered with "invalid length" */
	/* the host's, in the answer after it was sealed */
	PSP_SILENT,       /* the response page stays as it is */
	PSP_REPLAYED,     /* the answer before */
	PSP_BYTE,         /* byte `value` >> 8 of the answer is `value` & 0xff */
	/* authentic, but not what was asked for */
	PSP_STATUS,       /* status `value` */
	PSP_PAYLOAD,      /* `value` bytes of payload */
	PSP_REPORT_BYTES, /* report size `value` */
};

/* After hypervisor_reset: an honest PSP with key `vmpck0` and a table of `bytes` certificate bytes (0: none). */
void psp_reset(const u8 vmpck0[32], u32 certificate_bytes);

/* The guest has been here before: the last message had this number. */
void psp_count_from(u64 number);

void psp_lie(enum psp_lie lie, u64 value);

/* The table as the host gives it, for tests that spoil it: page-sized parts, up to 16 pages. */
u8 *psp_certificates(void);

/* Requests that were answered, and exits for guest requests in all. */
u32 psp_answered(void);
u32 psp_exits(void);

/* Pages that the guest offered at the last extended request; 0 before. */
u64 psp_offered_pages(void);

/* What the PSP says of a guest that asked with this report data, and the key that it derives. */
void psp_report(const u8 report_data[REPORT_DATA_BYTES], u32 vmpl, struct attestation_report *report);
void psp_key(const struct key_request *request, u8 key[DERIVED_KEY_BYTES]);

#endif
