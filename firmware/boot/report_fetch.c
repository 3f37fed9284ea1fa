/*
 * Fetches a report with the host's certificates, and a key that depends on the launch measurement: a
 * guest whose PSP does not answer for it does not get to its kernel. Nothing is left behind.
 */
#include "firmware/boot/report.h"

#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/guest_request.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/wipe.h"

#define CERTIFICATES_BYTES (32 * KIB)

/* Boot data, RAM for the kernel afterwards */
struct fetched {
	struct attestation_report report;
	u64 certificates_gpa;
	u32 certificates_bytes;
};

static enum err fetch_report(struct guest_request_channel *channel, struct fetched *fetched)
{
	static const u8 report_data[REPORT_DATA_BYTES];
	enum err error = guest_request_extended_report(channel, report_data, 0, &fetched->report,
						       fetched->certificates_gpa, CERTIFICATES_BYTES,
						       &fetched->certificates_bytes);

	if (error == OK)
		log_line("attestation report version %u, %u bytes of certificates",
			 fetched->report.version, fetched->certificates_bytes);
	return error;
}

static enum err fetch_key(struct guest_request_channel *channel)
{
	struct key_request request = { .field_select = KEY_FIELD_MEASUREMENT };
	u8 key[DERIVED_KEY_BYTES];
	enum err error = guest_request_key(channel, &request, key);

	wipe_bytes(key, sizeof(key));
	return error;
}

static enum err fetch(u64 message_gpa, struct fetched *fetched)
{
	struct guest_request_channel channel;
	enum err error = guest_request_start(&channel, layout_bounce(), message_gpa);

	if (error == OK)
		error = fetch_report(&channel, fetched);
	if (error == OK)
		error = fetch_key(&channel);
	guest_request_stop(&channel);
	return error;
}

enum err report_make(struct memory *memory, const struct measured *measured, struct handoff *handoff)
{
	struct fetched fetched;
	u64 message_gpa;
	enum err error = arena_take_low(&memory->arena, PAGE_SIZE, PAGE_SIZE, &message_gpa);

	(void)measured;
	(void)handoff;
	if (error == OK)
		error = arena_take_low(&memory->arena, CERTIFICATES_BYTES, PAGE_SIZE,
				       &fetched.certificates_gpa);
	if (error == OK)
		error = fetch(message_gpa, &fetched);
	return report_policy(error);
}
