/*
 * Sealing and opening. The header of an answer is checked field by field before its tag, so that each
 * lie has its name; what counts is the tag, which covers those fields.
 */
#include "firmware/sev/guest_message.h"

#include "lib/aes_gcm.h"
#include "lib/bytes.h"
#include "lib/mem.h"
#include "lib/panic.h"
#include "lib/wipe.h"

#define AAD_OFFSET offsetof(struct guest_message_header, algo)

/* As much of the stack as sealing and opening use, and more */
#define BURN_BYTES 1024u

/*
 * SECURITY: what the compiler spilled while the key was expanded lies below the caller's frame; this
 * frame takes its place.
 */
static __attribute__((noinline)) void burn_stack(void)
{
	u8 dead[BURN_BYTES];

	wipe_bytes(dead, sizeof(dead));
}

/* The number, little-endian, then zeros. */
static void make_iv(u64 sequence, u8 iv[AES_GCM_IV_BYTES])
{
	memset(iv, 0, AES_GCM_IV_BYTES);
	le64_store(iv, sequence);
}

static struct aes_gcm_message parts_of(struct guest_message *message, const u8 *iv)
{
	return (struct aes_gcm_message){
		.iv = iv,
		.aad = (const u8 *)message + AAD_OFFSET,
		.aad_bytes = sizeof(message->header) - AAD_OFFSET,
		.data = message->payload,
		.data_bytes = message->header.payload_bytes,
	};
}

void guest_message_seal(struct guest_message *message, const struct guest_envelope *envelope)
{
	u8 iv[AES_GCM_IV_BYTES];
	struct aes_gcm_message parts;

	message->header = (struct guest_message_header){
		.sequence = envelope->sequence,
		.algo = GUEST_MESSAGE_ALGO_AES_256_GCM,
		.header_version = GUEST_MESSAGE_HEADER_VERSION,
		.header_bytes = sizeof(message->header),
		.type = envelope->type,
		.version = GUEST_MESSAGE_VERSION,
		.payload_bytes = envelope->payload_bytes,
	};
	make_iv(envelope->sequence, iv);
	parts = parts_of(message, iv);
	aes_gcm_seal(envelope->key, &parts, message->header.tag);
	burn_stack();
}

#define WRONG(header, field) \
	fault(ERR_REQUEST_HEADER, offsetof(struct guest_message_header, field), (header)->field)

/* Fields that are the same in every message */
static enum err check_constants(const struct guest_message_header *header)
{
	if (header->algo != GUEST_MESSAGE_ALGO_AES_256_GCM)
		return WRONG(header, algo);
	if (header->header_version != GUEST_MESSAGE_HEADER_VERSION)
		return WRONG(header, header_version);
	if (header->header_bytes != sizeof(*header))
		return WRONG(header, header_bytes);
	if (header->version != GUEST_MESSAGE_VERSION)
		return WRONG(header, version);
	return header->vmpck == 0 ? OK : WRONG(header, vmpck);
}

static enum err check_header(const struct guest_message_header *header,
			     const struct guest_envelope *expected)
{
	enum err error = check_constants(header);

	if (error != OK)
		return error;
	if (header->type != expected->type)
		return fault(ERR_REQUEST_TYPE, header->type, expected->type);
	if (header->sequence != expected->sequence)
		return fault(ERR_REQUEST_SEQUENCE, header->sequence, expected->sequence);
	if (header->payload_bytes < GUEST_MESSAGE_STATUS_BYTES ||
	    header->payload_bytes > expected->payload_bytes)
		return fault(ERR_REQUEST_SIZE, header->payload_bytes, expected->payload_bytes);
	return OK;
}

enum err guest_message_open(struct guest_message *message, const struct guest_envelope *expected)
{
	u8 iv[AES_GCM_IV_BYTES];
	struct aes_gcm_message parts = parts_of(message, iv);
	enum err error = check_header(&message->header, expected);
	bool is_authentic;

	if (error != OK)
		return error;
	make_iv(expected->sequence, iv);
	is_authentic = aes_gcm_open(expected->key, &parts, message->header.tag);
	burn_stack();
	return is_authentic ? OK : fault(ERR_REQUEST_TAG, expected->type, expected->sequence);
}
