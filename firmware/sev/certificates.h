/*
 * Certificates that the host adds to a report: where they go, and how many bytes of them there are. Their
 * content is unchecked host data: whoever verifies a report checks them against AMD's root.
 * GHCB specification 56421, 4.1.8.1.
 */
#ifndef SEV_CERTIFICATES_H
#define SEV_CERTIFICATES_H

#include "lib/err.h"
#include "lib/range.h"

struct certificate_room {
	struct range shared; /* where the host writes: as much as there is room for */
	u32 pages;           /* offered to the host so far */
	bool is_too_small;   /* the host wants more than there is: the request goes out without */
	u64 pages_wanted;
};

/*
 * Room for whole pages of `bytes_max` bytes, at most all of `shared`; wiped. A few pages are offered at
 * first.
 */
struct certificate_room certificate_room(struct range shared, u32 bytes_max);

/* The host wants `pages`: offers them, or marks the room as too small. Grows or ends with each call. */
void certificate_room_grow(struct certificate_room *room, u64 pages);

/*
 * Copies what was offered to private memory at `gpa`, once, and walks the table there. *bytes is the end of
 * the last certificate, 0 if there is none. ERR_REQUEST_CERTIFICATES_SIZE, ERR_REQUEST_CERTIFICATES.
 */
MUST_CHECK enum err certificates_take(const struct certificate_room *room, u64 gpa, u32 *bytes);

#endif
