/*
 * The table is walked in the private copy only.
 */
#include "firmware/sev/certificates.h"

#include "firmware/cpu/hw.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/guest_request_abi.h"
#include "firmware/sev/shared_copy.h"
#include "lib/bytes.h"
#include "lib/mem.h"
#include "lib/panic.h"

#define PAGES_FIRST 4u /* what Linux offers at most */
#define ENTRY_BYTES ((u32)sizeof(struct certificate_entry))

static u32 pages_max(const struct certificate_room *room)
{
	return (u32)(range_bytes(room->shared) / PAGE_SIZE);
}

struct certificate_room certificate_room(struct range shared, u32 bytes_max)
{
	struct certificate_room room = { .shared = shared };
	u64 bytes = align_down(bytes_max, PAGE_SIZE);

	if (bytes < range_bytes(shared))
		room.shared.end = shared.start + bytes;
	room.pages = pages_max(&room) < PAGES_FIRST ? pages_max(&room) : PAGES_FIRST;
	hw_zero(phys_ptr(shared.start, range_bytes(shared)), range_bytes(shared));
	return room;
}

/* SECURITY: a host that wants no more than it was offered would be asked for ever. */
void certificate_room_grow(struct certificate_room *room, u64 pages)
{
	room->is_too_small = pages <= room->pages || pages > pages_max(room);
	room->pages_wanted = pages;
	if (!room->is_too_small)
		room->pages = (u32)pages;
}

static bool is_end(const struct certificate_entry *entry)
{
	static const struct certificate_entry end;

	return memcmp(entry, &end, sizeof(end)) == 0;
}

/* `table`: `room` bytes of private memory. Nothing is counted if it has no entry but the last. */
static enum err measure_table(const u8 *table, u32 room, u32 *bytes)
{
	u32 end = 0;

	for (u32 at = 0; bytes_inside(at, ENTRY_BYTES, room); at += ENTRY_BYTES) {
		struct certificate_entry entry;

		memcpy(&entry, table + at, sizeof(entry));
		if (is_end(&entry)) {
			*bytes = at == 0 || end > at + ENTRY_BYTES ? end : at + ENTRY_BYTES;
			return OK;
		}
		if (!bytes_inside(entry.offset, entry.bytes, room))
			return fault(ERR_REQUEST_CERTIFICATES, at / ENTRY_BYTES, entry.offset);
		if (entry.offset + entry.bytes > end)
			end = entry.offset + entry.bytes;
	}
	return fault(ERR_REQUEST_CERTIFICATES, room / ENTRY_BYTES, room);
}

enum err certificates_take(const struct certificate_room *room, u64 gpa, u32 *bytes)
{
	u32 offered = room->pages * (u32)PAGE_SIZE;
	u8 *table;

	*bytes = 0;
	if (room->is_too_small)
		return fault(ERR_REQUEST_CERTIFICATES_SIZE, room->pages_wanted, pages_max(room));
	if (offered == 0)
		return OK; /* the host had none */
	table = phys_ptr(gpa, offered);
	shared_copy(table, phys_ptr(room->shared.start, offered), offered);
	return measure_table(table, offered, bytes);
}
