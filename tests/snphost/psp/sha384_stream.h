/*
 * sha384_stream.h - SHA-384 over pieces, and HMAC-SHA384 (RFC 2104), for the test host's PSP.
 * Freestanding, no allocation, no writable globals.
 */
#ifndef SHA384_STREAM_H
#define SHA384_STREAM_H

#include "tools/launch/sha384.h"

enum { SHA384_BLOCK_BYTES = 128 };

struct sha384_stream {
	u64 state[8];
	u64 total_bytes;
	size_t pending_bytes;
	u8 pending[SHA384_BLOCK_BYTES];
};

void sha384_init(struct sha384_stream *s);
void sha384_update(struct sha384_stream *s, const void *data, size_t len);
void sha384_final(struct sha384_stream *s, u8 digest[SHA384_BYTES]);

struct hmac_sha384 {
	struct sha384_stream inner;
	u8 outer_pad[SHA384_BLOCK_BYTES];
};

/* key_len must not exceed SHA384_BLOCK_BYTES: every key of the PSP is 32 or 48 bytes. */
void hmac_sha384_init(struct hmac_sha384 *h, const u8 *key, size_t key_len);
void hmac_sha384_update(struct hmac_sha384 *h, const void *data, size_t len);
void hmac_sha384_final(struct hmac_sha384 *h, u8 mac[SHA384_BYTES]);

#endif
