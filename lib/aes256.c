/*
 * AES-256 over eight bytes at a time: a 64-bit word is eight elements of GF(2^8), and the S-box is
 * computed as FIPS 197, 5.1.1 defines it: inverse, then affine map. A table would be faster, and its
 * cache lines would tell the key.
 */
#include "lib/aes256.h"

#include "lib/bytes.h"

#define EACH(byte) (0x0101010101010101ull * (byte)) /* the byte in all eight elements */

/* All ones in each element whose bit 0 is set; `bits` has no other bits. */
static u64 spread(u64 bits)
{
	return (bits << 8) - bits;
}

/* Multiplication by x, modulo x^8 + x^4 + x^3 + x + 1 (FIPS 197, 4.2.1) */
static u64 times_x(u64 a)
{
	return ((a & EACH(0x7f)) << 1) ^ (spread(a >> 7 & EACH(1)) & EACH(0x1b));
}

static u64 multiply(u64 a, u64 b)
{
	u64 product = 0;

	for (u32 bit = 0; bit < 8; bit++) {
		product ^= a & spread(b >> bit & EACH(1));
		a = times_x(a);
	}
	return product;
}

/* a^254: the inverse, and 0 for 0. 254 = 11111110b: seven times square, six of them times a first. */
static u64 invert(u64 a)
{
	u64 power = a;

	for (u32 i = 0; i < 6; i++)
		power = multiply(multiply(power, power), a);
	return multiply(power, power);
}

static u64 rotate_left(u64 a, u32 bits)
{
	u64 stays = EACH(0xffu >> bits);

	return ((a & stays) << bits) | ((a & ~stays) >> (8 - bits));
}

static u64 sub_bytes(u64 a)
{
	u64 inverse = invert(a);
	u64 sum = inverse;

	for (u32 bits = 1; bits <= 4; bits++)
		sum ^= rotate_left(inverse, bits);
	return sum ^ EACH(0x63);
}

static u32 sub_word(u32 word)
{
	return (u32)sub_bytes(word);
}

static u32 rotate_bytes(u32 word, u32 bytes)
{
	return word >> 8 * bytes | word << (32 - 8 * bytes);
}

/* FIPS 197, 5.2, with the words little-endian */
void aes256_init(struct aes256 *aes, const u8 key[AES256_KEY_BYTES])
{
	u32 *word = aes->round_keys;
	u32 constant = 1;

	for (size_t i = 0; i < 8; i++)
		word[i] = le32_load(&key[4 * i]);
	for (u32 i = 8; i < COUNT_OF(aes->round_keys); i++) {
		u32 previous = word[i - 1];

		if (i % 8 == 0) {
			previous = sub_word(rotate_bytes(previous, 1)) ^ constant;
			constant <<= 1;
		} else if (i % 8 == 4) {
			previous = sub_word(previous);
		}
		word[i] = word[i - 8] ^ previous;
	}
}

struct state {
	u32 column[4];
};

static void add_round_key(struct state *state, const struct aes256 *aes, u32 round)
{
	for (u32 i = 0; i < 4; i++)
		state->column[i] ^= aes->round_keys[4 * round + i];
}

/* Two columns at a time through the S-box, then row r of each column comes from r columns further. */
static void sub_and_shift(struct state *state)
{
	struct state from;

	for (u32 i = 0; i < 4; i += 2) {
		u64 pair = sub_bytes((u64)state->column[i + 1] << 32 | state->column[i]);

		from.column[i] = (u32)pair;
		from.column[i + 1] = (u32)(pair >> 32);
	}
	for (u32 i = 0; i < 4; i++) {
		state->column[i] = 0;
		for (u32 row = 0; row < 4; row++)
			state->column[i] |= from.column[(i + row) % 4] & 0xffu << 8 * row;
	}
}

static u32 mix_column(u32 column)
{
	u32 doubled = (u32)times_x(column);

	return doubled ^ rotate_bytes(doubled ^ column, 1) ^ rotate_bytes(column, 2) ^
	       rotate_bytes(column, 3);
}

void aes256_encrypt(const struct aes256 *aes, const u8 in[AES_BLOCK_BYTES], u8 out[AES_BLOCK_BYTES])
{
	struct state state;

	for (size_t i = 0; i < 4; i++)
		state.column[i] = le32_load(&in[4 * i]);
	add_round_key(&state, aes, 0);
	for (u32 round = 1; round <= AES256_ROUNDS; round++) {
		sub_and_shift(&state);
		for (u32 i = 0; i < 4 && round < AES256_ROUNDS; i++)
			state.column[i] = mix_column(state.column[i]);
		add_round_key(&state, aes, round);
	}
	for (size_t i = 0; i < 4; i++)
		le32_store(&out[4 * i], state.column[i]);
}
