/*
 * SHA-256 (FIPS 180-4) over pieces. The block function is an argument: portable C everywhere,
 * SHA-NI where the caller knows (from the CPUID page, not from the host) that the CPU has it.
 * Guarantees: no writable globals, no allocation. Trusts its caller with the bounds.
 */
#ifndef LIB_SHA256_H
#define LIB_SHA256_H

#include "lib/types.h"

enum { SHA256_BYTES = 32, SHA256_BLOCK_BYTES = 64 };

/* Absorbs block_count blocks of 64 bytes, at any alignment, into state. */
typedef void sha256_blocks(u32 state[8], const u8 *data, u64 block_count);

/* The 64 words of FIPS 180-4, 4.2.2, for both block functions. */
extern const u32 sha256_round_constants[64];

/* sha256_portable.c: general registers only. */
sha256_blocks sha256_blocks_portable;

/* asm/sha256_ni.asm: needs SHA, SSSE3, SSE4.1 and CR4.OSFXSR; clobbers xmm0 to xmm10. */
sha256_blocks sha256_blocks_ni;

struct sha256 {
	u32 state[8];
	u32 pending_bytes; /* < SHA256_BLOCK_BYTES */
	u64 total_bytes;
	sha256_blocks *blocks;
	u8 pending[SHA256_BLOCK_BYTES];
};

void sha256_init(struct sha256 *hash, sha256_blocks *blocks);
/* data may be NULL if bytes is 0. */
void sha256_update(struct sha256 *hash, const void *data, size_t bytes);

/*
 * Copies `bytes` from `from` to `to` and hashes what arrived at `to`, in one pass over the cache.
 * SECURITY: `from` may be shared memory that the host rewrites meanwhile; it is read once, and the
 * hash is that of the private copy. The two must not overlap.
 */
void sha256_update_copy(struct sha256 *hash, void *to, const void *from, size_t bytes);

/* Ends the hash; *hash holds nothing useful afterwards. */
void sha256_final(struct sha256 *hash, u8 digest[SHA256_BYTES]);

#endif
