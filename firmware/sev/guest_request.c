/*
 * Request and answer: seal, exchange, open, count. The exchange with the host is guest_exchange.c.
 */
#include "firmware/sev/guest_request.h"

#include "firmware/cpu/hw.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/certificates.h"
#include "firmware/sev/guest_exchange.h"
#include "firmware/sev/guest_message.h"
#include "firmware/sev/snp_abi.h"
#include "lib/bytes.h"
#include "lib/mem.h"
#include "lib/panic.h"
#include "lib/wipe.h"

/* Each message takes two numbers, and the kernel's driver keeps 32 bits of them. */
#define SEQUENCE_MAX (UINT32_MAX - 2)

static u8 key_bits(const u8 *key)
{
	u8 bits = 0;

	for (u32 i = 0; i < sizeof(((struct snp_secrets_page *)0)->vmpck[0]); i++)
		bits |= key[i];
	return bits;
}

static enum err check_key(const struct guest_request_channel *channel)
{
	if (key_bits(channel->key) == 0 || *channel->sequence > SEQUENCE_MAX)
		return fault(ERR_REQUEST_KEY, *channel->sequence, 0);
	return OK;
}

enum err guest_request_start(struct guest_request_channel *channel, struct range shared,
			     u64 message_gpa)
{
	struct snp_secrets_page *secrets = phys_ptr(layout_secrets_gpa(), sizeof(*secrets));
	u64 certificates = shared.start + 2 * PAGE_SIZE;

	CHECK(range_bytes(shared) >= GUEST_REQUEST_SHARED_BYTES && shared.start % PAGE_SIZE == 0);
	*channel = (struct guest_request_channel){
		.key = secrets->vmpck[0],
		.sequence = &secrets->message_sequence[0],
		.message = phys_ptr(message_gpa, PAGE_SIZE),
		.request = phys_ptr(shared.start, PAGE_SIZE),
		.response = phys_ptr(shared.start + PAGE_SIZE, PAGE_SIZE),
		.request_gpa = shared.start,
		.response_gpa = shared.start + PAGE_SIZE,
		.certificates = { certificates, certificates + GUEST_REQUEST_CERTIFICATES_MAX },
	};
	hw_zero(channel->message, PAGE_SIZE);
	return check_key(channel);
}

void guest_request_stop(struct guest_request_channel *channel)
{
	if (channel->message == NULL)
		return;
	hw_zero(channel->message, PAGE_SIZE);
	hw_zero(phys_ptr(channel->request_gpa, GUEST_REQUEST_SHARED_BYTES),
		GUEST_REQUEST_SHARED_BYTES);
	*channel = (struct guest_request_channel){ 0 };
}

/*
 * SECURITY: the number of a message that was shown to the host and not answered must not be used for
 * another one, and nobody can tell whether the PSP has counted it. Linux does the same.
 */
static void retire_key(struct guest_request_channel *channel)
{
	wipe_bytes(channel->key, sizeof(((struct snp_secrets_page *)0)->vmpck[0]));
}

/* SECURITY: what an earlier answer said must not follow the next request to the host. */
static void *new_payload(struct guest_request_channel *channel)
{
	hw_zero(channel->message, PAGE_SIZE);
	return channel->message->payload;
}

/*
 * The message in channel->message, of which the payload is filled in, goes out; its answer is there
 * afterwards.
 */
static enum err exchange(struct guest_request_channel *channel, struct guest_envelope *envelope,
			 u16 answer_bytes, struct certificate_room *room)
{
	enum err error = check_key(channel);

	if (error != OK)
		return error;
	envelope->key = channel->key;
	envelope->sequence = *channel->sequence + 1ull;
	guest_message_seal(channel->message, envelope);
	error = guest_exchange(channel, room);
	envelope->sequence++;
	envelope->type++;
	envelope->payload_bytes = answer_bytes;
	if (error == OK)
		error = guest_message_open(channel->message, envelope);
	if (error == OK)
		*channel->sequence += 2;
	else
		retire_key(channel);
	return error;
}

/*
 * One request. Its answer begins with a status; the rest is there, in channel->message, if that is 0.
 * An authentic answer that says no leaves the channel in order.
 */
static enum err ask(struct guest_request_channel *channel, enum guest_message_type type,
		    u16 request_bytes, u16 answer_bytes, struct certificate_room *room)
{
	struct guest_envelope envelope = { .type = (u8)type, .payload_bytes = request_bytes };
	enum err error = exchange(channel, &envelope, answer_bytes, room);
	u32 status;

	if (error != OK)
		return error;
	status = le32_load(channel->message->payload);
	if (status != 0)
		return fault(ERR_REQUEST_STATUS, type, status);
	if (channel->message->header.payload_bytes != answer_bytes)
		return fault(ERR_REQUEST_SIZE, channel->message->header.payload_bytes, answer_bytes);
	return OK;
}

static enum err ask_report(struct guest_request_channel *channel, const u8 *report_data, u32 vmpl,
			   struct attestation_report *report, struct certificate_room *room)
{
	struct report_request *request = new_payload(channel);
	const struct report_response *response =
		(const struct report_response *)channel->message->payload;
	enum err error;

	*request = (struct report_request){ .vmpl = vmpl };
	memcpy(request->report_data, report_data, sizeof(request->report_data));
	error = ask(channel, MSG_REPORT_REQUEST, sizeof(*request), sizeof(*response), room);
	if (error == OK && response->report_bytes != sizeof(*report))
		error = fault(ERR_REQUEST_SIZE, response->report_bytes, sizeof(*report));
	if (error == OK)
		*report = response->report;
	return error;
}

enum err guest_request_report(struct guest_request_channel *channel,
			      const u8 report_data[REPORT_DATA_BYTES], u32 vmpl,
			      struct attestation_report *report)
{
	return ask_report(channel, report_data, vmpl, report, NULL);
}

enum err guest_request_extended_report(struct guest_request_channel *channel,
				       const u8 report_data[REPORT_DATA_BYTES], u32 vmpl,
				       struct attestation_report *report, u64 certificates_gpa,
				       u32 certificates_max, u32 *certificates_bytes)
{
	struct certificate_room room = certificate_room(channel->certificates, certificates_max);
	enum err error = ask_report(channel, report_data, vmpl, report, &room);

	*certificates_bytes = 0;
	if (error != OK)
		return error;
	return certificates_take(&room, certificates_gpa, certificates_bytes);
}

enum err guest_request_key(struct guest_request_channel *channel, const struct key_request *request,
			   u8 key[DERIVED_KEY_BYTES])
{
	struct key_response *response = (struct key_response *)channel->message->payload;
	enum err error;

	memcpy(new_payload(channel), request, sizeof(*request));
	error = ask(channel, MSG_KEY_REQUEST, sizeof(*request), sizeof(*response), NULL);
	if (error == OK)
		memcpy(key, response->key, DERIVED_KEY_BYTES);
	wipe_bytes(response, sizeof(*response));
	return error;
}
