/*
 * One sealed message to the PSP and its answer back, by way of the host.
 */
#ifndef SEV_GUEST_EXCHANGE_H
#define SEV_GUEST_EXCHANGE_H

#include "firmware/sev/certificates.h"
#include "firmware/sev/guest_request.h"

/* Tries while the host is busy, each after a pause that the CPU counts: a second or two in all */
#define GUEST_EXCHANGE_TRIES_MAX 1000u

/*
 * Sends channel->message, and the same bytes again whenever the host wants to see them again; then
 * copies the answer there, once, unchecked. `room` (NULL: a plain request) is where the host puts its
 * certificates; if they do not fit, that is noted in it, and the message goes out without.
 * ERR_REQUEST_BUSY, ERR_REQUEST_HOST, ERR_REQUEST_PSP, ERR_GHCB_*: the PSP may have seen the message or not.
 */
MUST_CHECK enum err guest_exchange(struct guest_request_channel *channel,
				   struct certificate_room *room);

#endif
