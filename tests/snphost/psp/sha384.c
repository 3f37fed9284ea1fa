/*
 * sha384.c - SHA-384 (FIPS 180-4, section 6.5) and HMAC-SHA384 for the test host's PSP.
 * Plain C over general registers: it runs where no SSE state is set up. Judged against OpenSSL
 * in unit/test_crypto.c.
 */
#include "tests/snphost/psp/sha384_stream.h"

#include "lib/mem.h"

static const u64 round_constant[80] = {
	0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
	0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
	0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
	0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
	0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
	0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
	0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
	0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
	0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
	0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
	0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
	0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
	0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
	0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
	0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
	0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
	0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
	0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
	0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
	0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

static u64 rotate_right(u64 x, unsigned int n)
{
	return (x >> n) | (x << (64 - n));
}

static u64 load_be64(const u8 *p)
{
	u64 v = 0;

	for (int i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return v;
}

static void store_be64(u8 *p, u64 v)
{
	for (int i = 0; i < 8; i++)
		p[i] = (u8)(v >> (56 - 8 * i));
}

static void expand_message(u64 w[80], const u8 block[SHA384_BLOCK_BYTES])
{
	for (int i = 0; i < 16; i++)
		w[i] = load_be64(block + 8 * i);
	for (int i = 16; i < 80; i++) {
		u64 s0 = rotate_right(w[i - 15], 1) ^ rotate_right(w[i - 15], 8) ^
			 (w[i - 15] >> 7);
		u64 s1 = rotate_right(w[i - 2], 19) ^ rotate_right(w[i - 2], 61) ^
			 (w[i - 2] >> 6);

		w[i] = w[i - 16] + s0 + w[i - 7] + s1;
	}
}

static void compress(u64 state[8], const u8 block[SHA384_BLOCK_BYTES])
{
	u64 w[80];
	u64 a = state[0], b = state[1], c = state[2], d = state[3];
	u64 e = state[4], f = state[5], g = state[6], h = state[7];

	expand_message(w, block);
	for (int i = 0; i < 80; i++) {
		u64 big1 = rotate_right(e, 14) ^ rotate_right(e, 18) ^ rotate_right(e, 41);
		u64 big0 = rotate_right(a, 28) ^ rotate_right(a, 34) ^ rotate_right(a, 39);
		u64 t1 = h + big1 + ((e & f) ^ (~e & g)) + round_constant[i] + w[i];
		u64 t2 = big0 + ((a & b) ^ (a & c) ^ (b & c));

		h = g; g = f; f = e; e = d + t1;
		d = c; c = b; b = a; a = t1 + t2;
	}
	state[0] += a; state[1] += b; state[2] += c; state[3] += d;
	state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

void sha384_init(struct sha384_stream *s)
{
	static const u64 initial_state[8] = {
		0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
		0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4,
	};

	memcpy(s->state, initial_state, sizeof(s->state));
	s->total_bytes = 0;
	s->pending_bytes = 0;
}

void sha384_update(struct sha384_stream *s, const void *data, size_t len)
{
	const u8 *next = data;

	s->total_bytes += len;
	while (len) {
		size_t room = SHA384_BLOCK_BYTES - s->pending_bytes;
		size_t take = len < room ? len : room;

		memcpy(s->pending + s->pending_bytes, next, take);
		s->pending_bytes += take;
		next += take;
		len -= take;
		if (s->pending_bytes == SHA384_BLOCK_BYTES) {
			compress(s->state, s->pending);
			s->pending_bytes = 0;
		}
	}
}

void sha384_final(struct sha384_stream *s, u8 digest[SHA384_BYTES])
{
	u64 total_bits = s->total_bytes * 8;

	s->pending[s->pending_bytes++] = 0x80;
	if (s->pending_bytes > SHA384_BLOCK_BYTES - 16) {
		memset(s->pending + s->pending_bytes, 0, SHA384_BLOCK_BYTES - s->pending_bytes);
		compress(s->state, s->pending);
		s->pending_bytes = 0;
	}
	memset(s->pending + s->pending_bytes, 0, SHA384_BLOCK_BYTES - s->pending_bytes);
	store_be64(s->pending + SHA384_BLOCK_BYTES - 8, total_bits);
	compress(s->state, s->pending);
	for (int i = 0; i < SHA384_BYTES / 8; i++)
		store_be64(digest + 8 * i, s->state[i]);
}

void sha384(const void *data, size_t len, u8 digest[SHA384_BYTES])
{
	struct sha384_stream s;

	sha384_init(&s);
	sha384_update(&s, data, len);
	sha384_final(&s, digest);
}

void hmac_sha384_init(struct hmac_sha384 *h, const u8 *key, size_t key_len)
{
	u8 inner_pad[SHA384_BLOCK_BYTES];

	memset(inner_pad, 0x36, sizeof(inner_pad));
	memset(h->outer_pad, 0x5c, sizeof(h->outer_pad));
	for (size_t i = 0; i < key_len; i++) {
		inner_pad[i] ^= key[i];
		h->outer_pad[i] ^= key[i];
	}
	sha384_init(&h->inner);
	sha384_update(&h->inner, inner_pad, sizeof(inner_pad));
}

void hmac_sha384_update(struct hmac_sha384 *h, const void *data, size_t len)
{
	sha384_update(&h->inner, data, len);
}

void hmac_sha384_final(struct hmac_sha384 *h, u8 mac[SHA384_BYTES])
{
	u8 inner_digest[SHA384_BYTES];

	sha384_final(&h->inner, inner_digest);
	sha384_init(&h->inner);
	sha384_update(&h->inner, h->outer_pad, sizeof(h->outer_pad));
	sha384_update(&h->inner, inner_digest, sizeof(inner_digest));
	sha384_final(&h->inner, mac);
}
