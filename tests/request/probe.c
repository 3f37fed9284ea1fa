/*
 * The stage of build/snp-shim-request.rom, a ROM for tests: asks the PSP for everything that the firmware
 * can ask for, twice where order matters, and takes no error for less than the end of the boot. What it
 * got is compared and wiped.
 */
#include "firmware/boot/report.h"

#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/guest_request.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/panic.h"
#include "lib/wipe.h"

#define CERTIFICATES_BYTES ((u32)(32 * KIB))

static const u8 report_data[REPORT_DATA_BYTES] = "snp-shim-request";

struct room {
	u64 message_gpa;
	u64 report_gpa;
	u64 certificates_gpa;
};

static enum err take_room(struct arena *arena, struct room *room)
{
	enum err error = arena_take_low(arena, PAGE_SIZE, PAGE_SIZE, &room->message_gpa);

	if (error == OK)
		error = arena_take_low(arena, PAGE_SIZE, PAGE_SIZE, &room->report_gpa);
	if (error == OK)
		error = arena_take_low(arena, CERTIFICATES_BYTES, PAGE_SIZE, &room->certificates_gpa);
	return error;
}

static enum err ask_reports(struct guest_request_channel *channel, const struct room *room)
{
	struct attestation_report *report = phys_ptr(room->report_gpa, sizeof(*report));
	u32 bytes = 0;
	enum err error = guest_request_extended_report(channel, report_data, 0, report,
						       room->certificates_gpa, CERTIFICATES_BYTES, &bytes);

	if (error == OK)
		error = guest_request_report(channel, report_data, 3, report);
	if (error != OK)
		return error;
	CHECK(memcmp(report->report_data, report_data, sizeof(report_data)) == 0 && report->vmpl == 3);
	log_line("report version %u, %u bytes of certificates", report->version, bytes);
	return OK;
}

/* Equal requests give equal keys, others other keys. */
static enum err ask_keys(struct guest_request_channel *channel)
{
	static const struct key_request requests[] = {
		{ .field_select = KEY_FIELD_MEASUREMENT },
		{ .field_select = KEY_FIELD_MEASUREMENT },
		{ .field_select = KEY_FIELD_MEASUREMENT | KEY_FIELD_POLICY },
	};
	u8 keys[COUNT_OF(requests)][DERIVED_KEY_BYTES];
	enum err error = OK;

	for (u32 i = 0; i < COUNT_OF(requests) && error == OK; i++)
		error = guest_request_key(channel, &requests[i], keys[i]);
	if (error == OK) {
		CHECK(memcmp(keys[0], keys[1], DERIVED_KEY_BYTES) == 0);
		CHECK(memcmp(keys[0], keys[2], DERIVED_KEY_BYTES) != 0);
		log_line("derived keys are as they should be");
	}
	wipe_bytes(keys, sizeof(keys));
	return error;
}

enum err report_make(struct memory *memory, const struct measured *measured, struct handoff *handoff)
{
	struct guest_request_channel channel = { 0 };
	struct room room;
	enum err error = take_room(&memory->arena, &room);

	(void)measured;
	(void)handoff;
	if (error == OK)
		error = guest_request_start(&channel, layout_bounce(), room.message_gpa);
	if (error == OK)
		error = ask_reports(&channel, &room);
	if (error == OK)
		error = ask_keys(&channel);
	guest_request_stop(&channel);
	return error;
}
