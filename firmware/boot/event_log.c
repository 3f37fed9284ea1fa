/*
 * The event log. Guarantees: an event is inside the buffer and behind all earlier ones. Trusts the
 * firmware for types and sizes. Pure.
 */
#include "firmware/boot/event_log.h"

#include "lib/mem.h"
#include "lib/panic.h"

void event_log_start(struct event_log *log, u8 *bytes)
{
	*log = (struct event_log){ .bytes = bytes, .used = sizeof(struct event_log_header) };
	memset(bytes, 0, EVENT_LOG_BYTES_MAX);
}

void *event_log_add(struct event_log *log, enum event_type type, u32 bytes)
{
	struct event_header header = { (u16)type, (u16)bytes };
	u8 *at = log->bytes + log->used;

	CHECK(type > log->last_type && type < EVENT_TYPE_END);
	CHECK(log->used <= EVENT_LOG_BYTES_MAX - sizeof(header));
	CHECK(bytes <= EVENT_LOG_BYTES_MAX - sizeof(header) - log->used);
	memcpy(at, &header, sizeof(header));
	log->used += (u32)sizeof(header) + bytes;
	log->last_type = (u16)type;
	log->event_count++;
	return at + sizeof(header);
}

u32 event_log_finish(struct event_log *log)
{
	struct event_log_header header = {
		.version = EVENT_LOG_VERSION,
		.header_bytes = sizeof(header),
		.log_bytes = log->used,
		.event_count = log->event_count,
	};

	memcpy(header.magic, EVENT_LOG_MAGIC, sizeof(header.magic));
	memcpy(log->bytes, &header, sizeof(header));
	log->last_type = EVENT_TYPE_END;
	return log->used;
}
