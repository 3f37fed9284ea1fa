/*
 * The portable SHA-256 block function: see sha256.h. The rounds run in groups of eight, so that the
 * working variables can be renamed instead of moved; one group of code keeps the ROM small.
 */
#include "lib/sha256.h"

#include "lib/bytes.h"

#define ALWAYS_INLINE inline __attribute__((always_inline))

const u32 sha256_round_constants[64] __attribute__((aligned(16))) = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
	0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
	0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
	0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
	0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static ALWAYS_INLINE u32 rotate_right(u32 x, unsigned int n)
{
	return x >> n | x << (32 - n);
}

/* Rotations by 2, 13 and 22, nested: fewer copies on a CPU whose rotate overwrites its operand. */
static ALWAYS_INLINE u32 big_sigma0(u32 a)
{
	return rotate_right(rotate_right(rotate_right(a, 9) ^ a, 11) ^ a, 2);
}

/* Rotations by 6, 11 and 25. */
static ALWAYS_INLINE u32 big_sigma1(u32 e)
{
	return rotate_right(rotate_right(rotate_right(e, 14) ^ e, 5) ^ e, 6);
}

static ALWAYS_INLINE u32 small_sigma0(u32 w)
{
	return rotate_right(w, 7) ^ rotate_right(w, 18) ^ w >> 3;
}

static ALWAYS_INLINE u32 small_sigma1(u32 w)
{
	return rotate_right(w, 17) ^ rotate_right(w, 19) ^ w >> 10;
}

/* Eight words of the message schedule from the 16 before them. */
static ALWAYS_INLINE void extend_schedule(u32 *w)
{
	for (int i = 0; i < 8; i++)
		w[i] = w[i - 16] + small_sigma0(w[i - 15]) + w[i - 7] + small_sigma1(w[i - 2]);
}

struct working {
	u32 a, b, c, d, e, f, g, h;
	u32 b_xor_c;
};

/*
 * One round that moves no variable: the caller renames them. *b_xor_c comes in as b ^ c and leaves
 * as a ^ b, the b ^ c of the next round; majority(a, b, c) is b ^ ((a ^ b) & (b ^ c)).
 */
static ALWAYS_INLINE void round_step(u32 a, u32 b, u32 *d, u32 e, u32 f, u32 g, u32 *h,
				     u32 *b_xor_c, u32 k_plus_w)
{
	u32 a_xor_b = a ^ b;

	*h += k_plus_w + big_sigma1(e) + (((f ^ g) & e) ^ g);
	*d += *h;
	*h += big_sigma0(a) + ((a_xor_b & *b_xor_c) ^ b);
	*b_xor_c = a_xor_b;
}

/* Eight rounds, after which every variable has its own name again. */
static ALWAYS_INLINE void eight_rounds(struct working *v, const u32 *k, const u32 *w)
{
	round_step(v->a, v->b, &v->d, v->e, v->f, v->g, &v->h, &v->b_xor_c, k[0] + w[0]);
	round_step(v->h, v->a, &v->c, v->d, v->e, v->f, &v->g, &v->b_xor_c, k[1] + w[1]);
	round_step(v->g, v->h, &v->b, v->c, v->d, v->e, &v->f, &v->b_xor_c, k[2] + w[2]);
	round_step(v->f, v->g, &v->a, v->b, v->c, v->d, &v->e, &v->b_xor_c, k[3] + w[3]);
	round_step(v->e, v->f, &v->h, v->a, v->b, v->c, &v->d, &v->b_xor_c, k[4] + w[4]);
	round_step(v->d, v->e, &v->g, v->h, v->a, v->b, &v->c, &v->b_xor_c, k[5] + w[5]);
	round_step(v->c, v->d, &v->f, v->g, v->h, v->a, &v->b, &v->b_xor_c, k[6] + w[6]);
	round_step(v->b, v->c, &v->e, v->f, v->g, v->h, &v->a, &v->b_xor_c, k[7] + w[7]);
}

static ALWAYS_INLINE void absorb_block(u32 state[8], const u8 *block)
{
	struct working v = {
		state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7],
		state[1] ^ state[2],
	};
	u32 w[64];

	for (unsigned int i = 0; i < 16; i++)
		w[i] = be32_load(block + (size_t)4 * i);
	for (unsigned int i = 0; i < 64; i += 8) {
		if (i >= 16)
			extend_schedule(w + i);
		eight_rounds(&v, sha256_round_constants + i, w + i);
	}
	state[0] += v.a;
	state[1] += v.b;
	state[2] += v.c;
	state[3] += v.d;
	state[4] += v.e;
	state[5] += v.f;
	state[6] += v.g;
	state[7] += v.h;
}

void sha256_blocks_portable(u32 state[8], const u8 *data, u64 block_count)
{
	for (; block_count; block_count--, data += SHA256_BLOCK_BYTES)
		absorb_block(state, data);
}
