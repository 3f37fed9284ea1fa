/*
 * The envelope of a message to or from the PSP: header, AES-256-GCM (SNP firmware ABI 56860, chapter 7).
 * The messages are private memory: shared pages are copied to and from it by the caller.
 */
#ifndef SEV_GUEST_MESSAGE_H
#define SEV_GUEST_MESSAGE_H

#include "firmware/sev/guest_request_abi.h"
#include "lib/err.h"

/* What a message is, beside its payload. */
struct guest_envelope {
	const u8 *key; /* VMPCK0 */
	u64 sequence;
	u8 type;
	u16 payload_bytes; /* of an answer: at most that many */
};

/* Bytes of an answer without the thing that was asked for: a status and reserved fields */
#define GUEST_MESSAGE_STATUS_BYTES 32u

/*
 * Writes the header around the payload, and seals it. SECURITY: never twice with one sequence number,
 * unless every byte is the same.
 */
void guest_message_seal(struct guest_message *message, const struct guest_envelope *envelope);

/*
 * Checks an answer (a private copy) against what is expected, then its tag, then decrypts the payload.
 * message->header.payload_bytes is from GUEST_MESSAGE_STATUS_BYTES to the expected number afterwards.
 * ERR_REQUEST_HEADER, ERR_REQUEST_TYPE, ERR_REQUEST_SEQUENCE, ERR_REQUEST_SIZE, ERR_REQUEST_TAG.
 */
MUST_CHECK enum err guest_message_open(struct guest_message *message,
				       const struct guest_envelope *expected);

#endif
