/*
 * Writes an event log (event_log_abi.h) into memory of the caller's. Pure.
 */
#ifndef BOOT_EVENT_LOG_H
#define BOOT_EVENT_LOG_H

#include "firmware/boot/event_log_abi.h"

struct event_log {
	u8 *bytes; /* EVENT_LOG_BYTES_MAX, zeroed */
	u32 used;
	u32 event_count;
	u16 last_type;
};

/* An empty log in `bytes`, which has room for EVENT_LOG_BYTES_MAX. */
void event_log_start(struct event_log *log, u8 *bytes);

/*
 * Room for one event's payload, to be filled by the caller. Types rise strictly. Order and sizes are the
 * firmware's own: what does not hold is our defect.
 */
void *event_log_add(struct event_log *log, enum event_type type, u32 bytes);

/* The header is complete; nothing can be added. Returns the log's size. */
u32 event_log_finish(struct event_log *log);

#endif
