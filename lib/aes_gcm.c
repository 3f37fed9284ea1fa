/*
 * Counter mode and GHASH (NIST SP 800-38D, 6.3 to 7.2). GHASH multiplies bit by bit, without tables.
 */
#include "lib/aes_gcm.h"

#include "lib/bytes.h"
#include "lib/mem.h"
#include "lib/wipe.h"

/* An element of GF(2^128); the first bit of the block is the top bit of `high`. */
struct element {
	u64 high, low;
};

/* What a key becomes: secret. */
struct gcm {
	struct aes256 aes;
	struct element hash_key;
	u8 counter[AES_BLOCK_BYTES];
};

static struct element load(const u8 *block)
{
	return (struct element){ be64_load(block), be64_load(block + 8) };
}

/* Algorithm 1: for each bit of a, from the first, b times x to that power. */
static struct element multiply(struct element a, struct element b)
{
	struct element product = { 0, 0 };

	for (u32 bit = 0; bit < 128; bit++) {
		u64 takes = 0 - (a.high >> 63);
		u64 wraps = 0 - (b.low & 1);

		product.high ^= b.high & takes;
		product.low ^= b.low & takes;
		a.high = a.high << 1 | a.low >> 63;
		a.low <<= 1;
		b.low = b.low >> 1 | b.high << 63;
		b.high = b.high >> 1 ^ (wraps & 0xe1ull << 56);
	}
	return product;
}

static struct element absorb(const struct gcm *gcm, struct element hash, struct element block)
{
	return multiply((struct element){ hash.high ^ block.high, hash.low ^ block.low },
			gcm->hash_key);
}

/* Bytes behind the last whole block are filled up with zeros. */
static struct element absorb_bytes(const struct gcm *gcm, struct element hash, const u8 *data, u32 bytes)
{
	u8 block[AES_BLOCK_BYTES];

	for (u32 done = 0; done < bytes; done += AES_BLOCK_BYTES) {
		u32 room = bytes - done;

		memset(block, 0, sizeof(block));
		memcpy(block, data + done, room < sizeof(block) ? room : sizeof(block));
		hash = absorb(gcm, hash, load(block));
	}
	return hash;
}

/* The counter block with number `number` into the key stream. */
static void next_stream(struct gcm *gcm, u32 number, u8 stream[AES_BLOCK_BYTES])
{
	le32_store(gcm->counter + AES_GCM_IV_BYTES, __builtin_bswap32(number));
	aes256_encrypt(&gcm->aes, gcm->counter, stream);
}

static void start(struct gcm *gcm, const u8 *key, const u8 *iv)
{
	static const u8 zero[AES_BLOCK_BYTES];
	u8 block[AES_BLOCK_BYTES];

	aes256_init(&gcm->aes, key);
	aes256_encrypt(&gcm->aes, zero, block);
	gcm->hash_key = load(block);
	memcpy(gcm->counter, iv, AES_GCM_IV_BYTES);
	wipe_bytes(block, sizeof(block));
}

/* Over the encrypted data. Counter 1 is the tag's, the data's begin with 2. */
static void make_tag(struct gcm *gcm, const struct aes_gcm_message *message,
		     u8 tag[AES_GCM_TAG_BYTES])
{
	struct element hash = { 0, 0 };
	struct element lengths = { (u64)message->aad_bytes * 8, (u64)message->data_bytes * 8 };

	hash = absorb_bytes(gcm, hash, message->aad, message->aad_bytes);
	hash = absorb_bytes(gcm, hash, message->data, message->data_bytes);
	hash = absorb(gcm, hash, lengths);
	next_stream(gcm, 1, tag);
	le64_store(tag, le64_load(tag) ^ __builtin_bswap64(hash.high));
	le64_store(tag + 8, le64_load(tag + 8) ^ __builtin_bswap64(hash.low));
}

static void apply_stream(struct gcm *gcm, const struct aes_gcm_message *message)
{
	u8 stream[AES_BLOCK_BYTES];

	for (u32 i = 0; i < message->data_bytes; i++) {
		if (i % AES_BLOCK_BYTES == 0)
			next_stream(gcm, 2 + i / AES_BLOCK_BYTES, stream);
		message->data[i] ^= stream[i % AES_BLOCK_BYTES];
	}
	wipe_bytes(stream, sizeof(stream));
}

void aes_gcm_seal(const u8 key[AES256_KEY_BYTES], const struct aes_gcm_message *message,
		  u8 tag[AES_GCM_TAG_BYTES])
{
	struct gcm gcm;

	start(&gcm, key, message->iv);
	apply_stream(&gcm, message);
	make_tag(&gcm, message, tag);
	wipe_bytes(&gcm, sizeof(gcm));
}

bool aes_gcm_open(const u8 key[AES256_KEY_BYTES], const struct aes_gcm_message *message,
		  const u8 tag[AES_GCM_TAG_BYTES])
{
	u8 right_tag[AES_GCM_TAG_BYTES];
	struct gcm gcm;
	u64 differs;

	start(&gcm, key, message->iv);
	make_tag(&gcm, message, right_tag);
	differs = (le64_load(tag) ^ le64_load(right_tag)) |
		  (le64_load(tag + 8) ^ le64_load(right_tag + 8));
	if (differs == 0)
		apply_stream(&gcm, message);
	wipe_bytes(&gcm, sizeof(gcm));
	wipe_bytes(right_tag, sizeof(right_tag)); /* of a forged message it would be a valid tag */
	return differs == 0;
}
