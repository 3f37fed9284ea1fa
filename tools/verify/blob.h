/*
 * blob.h - bytes of a file or of a part of it. What they say is not trusted: every reader checks bounds.
 */
#ifndef VERIFY_BLOB_H
#define VERIFY_BLOB_H

#include "lib/bytes.h"
#include "lib/sha256.h"

struct blob {
	const u8 *data;
	size_t bytes;
};

/* The part [offset, offset + bytes) into *part; false if it leaves the blob. */
static inline bool blob_part(struct blob whole, u64 offset, u64 bytes, struct blob *part)
{
	if (!bytes_inside(offset, bytes, whole.bytes))
		return false;
	*part = (struct blob){ whole.data + offset, (size_t)bytes };
	return true;
}

/* By the firmware's own code. */
void blob_sha256(struct blob blob, u8 digest[SHA256_BYTES]);

#endif
