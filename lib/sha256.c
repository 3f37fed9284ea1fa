/*
 * SHA-256 over pieces of any length, and while copying: see sha256.h. Blocks go to the block
 * function in runs as long as the data allows; only the ends of a piece pass through the buffer.
 */
#include "lib/sha256.h"

#include "lib/bytes.h"
#include "lib/mem.h"

void sha256_init(struct sha256 *hash, sha256_blocks *blocks)
{
	static const u32 initial_state[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	memcpy(hash->state, initial_state, sizeof(hash->state));
	hash->pending_bytes = 0;
	hash->total_bytes = 0;
	hash->blocks = blocks;
}

/* Completes a pending block; returns how many bytes of data it took. */
static size_t fill_pending(struct sha256 *hash, const u8 *data, size_t bytes)
{
	size_t room = SHA256_BLOCK_BYTES - hash->pending_bytes;
	size_t take = bytes < room ? bytes : room;

	memcpy(hash->pending + hash->pending_bytes, data, take);
	hash->pending_bytes += (u32)take;
	if (hash->pending_bytes == SHA256_BLOCK_BYTES) {
		hash->blocks(hash->state, hash->pending, 1);
		hash->pending_bytes = 0;
	}
	return take;
}

void sha256_update(struct sha256 *hash, const void *data, size_t bytes)
{
	const u8 *next = data;
	size_t whole_blocks;

	if (bytes == 0) /* data may be NULL */
		return;
	hash->total_bytes += bytes;
	if (hash->pending_bytes) {
		size_t taken = fill_pending(hash, next, bytes);

		next += taken;
		bytes -= taken;
	}
	whole_blocks = bytes / SHA256_BLOCK_BYTES;
	if (whole_blocks) {
		hash->blocks(hash->state, next, whole_blocks);
		next += whole_blocks * SHA256_BLOCK_BYTES;
		bytes -= whole_blocks * SHA256_BLOCK_BYTES;
	}
	if (bytes)
		fill_pending(hash, next, bytes);
}

/* Pieces small enough to be still in the first-level cache when they are hashed. */
enum { COPY_PIECE_BYTES = 4096 };

/*
 * SECURITY: keeps the compiler from hashing the source instead of the copy it has just made of it;
 * in its view the two are equal, in a hostile host's they need not be.
 */
static inline void forget_memory(const void *copy)
{
	__asm__ volatile("" : : "r"(copy) : "memory");
}

void sha256_update_copy(struct sha256 *hash, void *to, const void *from, size_t bytes)
{
	u8 *private = to;
	const u8 *shared = from;

	while (bytes) {
		size_t piece = bytes < COPY_PIECE_BYTES ? bytes : COPY_PIECE_BYTES;

		memcpy(private, shared, piece);
		forget_memory(private);
		sha256_update(hash, private, piece);
		private += piece;
		shared += piece;
		bytes -= piece;
	}
}

void sha256_final(struct sha256 *hash, u8 digest[SHA256_BYTES])
{
	static const u8 padding[SHA256_BLOCK_BYTES] = { 0x80 };
	u64 bits = hash->total_bytes * 8;
	u8 length[8];
	size_t padding_bytes = 1 + (119 - hash->total_bytes % 64) % 64;

	le64_store(length, __builtin_bswap64(bits));
	sha256_update(hash, padding, padding_bytes);
	sha256_update(hash, length, sizeof(length));
	for (size_t i = 0; i < 8; i++)
		le32_store(digest + 4 * i, __builtin_bswap32(hash->state[i]));
}
