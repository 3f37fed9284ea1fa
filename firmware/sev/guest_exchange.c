/*
 * The exits, and what the host may answer (GHCB specification 56421, 4.1.7 and 4.1.8). The message stays
 * in the shared request page from the first exit to the last: a host that changes it there has only made
 * up a message that the PSP does not accept.
 */
#include "firmware/sev/guest_exchange.h"

#include "firmware/sev/ghcb.h"
#include "firmware/sev/shared_copy.h"
#include "lib/panic.h"

#define PAUSE_STEPS (1u << 20)

enum step {
	STEP_DONE,
	STEP_AGAIN,
	STEP_FAILED,
};

/* No clock can be trusted here, and a host that limits requests wants them seldom. */
static void pause(void)
{
	for (volatile u32 step = 0; step < PAUSE_STEPS; step++)
		;
}

static bool is_extended(const struct certificate_room *room)
{
	return room != NULL && !room->is_too_small;
}

static enum err exit_once(const struct guest_request_channel *channel,
			  const struct certificate_room *room, u64 *pages, u64 *info_2)
{
	if (!is_extended(room))
		return ghcb_guest_request(channel->request_gpa, channel->response_gpa, info_2);
	*pages = room->pages;
	return ghcb_extended_guest_request(channel->request_gpa, channel->response_gpa,
					   room->shared.start, pages, info_2);
}

static enum step failed(enum err *error, enum err with, u64 a, u64 b)
{
	*error = fault(with, a, b);
	return STEP_FAILED;
}

/* What to do after an exit that came back in order. `pages`: what the host says that it needs */
static enum step decide(struct certificate_room *room, u64 pages, u64 info_2, enum err *error)
{
	u32 vmm_error = (u32)(info_2 >> 32);
	u32 psp_status = (u32)info_2;

	if (vmm_error == VMM_ERROR_BUSY) {
		pause();
		return STEP_AGAIN;
	}
	if (vmm_error == VMM_ERROR_INVALID_LENGTH && is_extended(room)) {
		certificate_room_grow(room, pages);
		return STEP_AGAIN;
	}
	if (vmm_error != VMM_ERROR_NONE)
		return failed(error, ERR_REQUEST_HOST, vmm_error, psp_status);
	if (psp_status != 0)
		return failed(error, ERR_REQUEST_PSP, psp_status, 0);
	return STEP_DONE;
}

enum err guest_exchange(struct guest_request_channel *channel, struct certificate_room *room)
{
	enum step step = STEP_AGAIN;
	enum err error = OK;

	shared_copy(channel->request, channel->message, PAGE_SIZE);
	for (u32 tries = 0; step == STEP_AGAIN; tries++) {
		u64 info_2, pages = 0;

		if (tries == GUEST_EXCHANGE_TRIES_MAX)
			return fault(ERR_REQUEST_BUSY, tries, 0);
		error = exit_once(channel, room, &pages, &info_2);
		if (error != OK)
			return error;
		step = decide(room, pages, info_2, &error);
	}
	if (step == STEP_DONE)
		shared_copy(channel->message, channel->response, PAGE_SIZE);
	return error;
}
