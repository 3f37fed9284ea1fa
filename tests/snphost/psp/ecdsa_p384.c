/*
 * ecdsa_p384.c - see ecdsa_p384.h. Points in Jacobian coordinates (x/z^2, y/z^3) with z = 0 for
 * the point at infinity; coordinates stay in Montgomery form. Judged against the RFC 6979 vectors
 * and OpenSSL in unit/test_crypto.c.
 */
#include "tests/snphost/psp/ecdsa_p384.h"
#include "tests/snphost/psp/sha384_stream.h"

#include "lib/mem.h"

static const struct number field_prime = { {
	0x00000000ffffffff, 0xffffffff00000000, 0xfffffffffffffffe,
	0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff,
} };
static const struct number group_order = { {
	0xecec196accc52973, 0x581a0db248b0a77a, 0xc7634d81f4372ddf,
	0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff,
} };
static const struct number generator_x = { {
	0x3a545e3872760ab7, 0x5502f25dbf55296c, 0x59f741e082542a38,
	0x6e1d3b628ba79b98, 0x8eb1c71ef320ad74, 0xaa87ca22be8b0537,
} };
static const struct number generator_y = { {
	0x7a431d7c90ea0e5f, 0x0a60b1ce1d7e819d, 0xe9da3113b5f0b8c0,
	0xf8f41dbd289a147c, 0x5d9e98bf9292dc29, 0x3617de4a96262c6f,
} };

struct point {
	struct number x, y, z;
};

/* 2P for a curve with a = -3: alpha = 3 (x - z^2) (x + z^2). */
static struct point point_double(const struct modulus *p, struct point a)
{
	struct number delta = mod_mul(p, a.z, a.z);
	struct number gamma = mod_mul(p, a.y, a.y);
	struct number beta = mod_mul(p, a.x, gamma);
	struct number alpha = mod_mul(p, mod_sub(p, a.x, delta), mod_add(p, a.x, delta));
	struct number beta4, gamma2;
	struct point r;

	alpha = mod_add(p, alpha, mod_add(p, alpha, alpha));
	beta4 = mod_add(p, beta, beta);
	beta4 = mod_add(p, beta4, beta4);
	r.x = mod_sub(p, mod_mul(p, alpha, alpha), mod_add(p, beta4, beta4));
	r.z = mod_mul(p, a.y, a.z);
	r.z = mod_add(p, r.z, r.z);
	gamma2 = mod_mul(p, gamma, gamma);
	gamma2 = mod_add(p, gamma2, gamma2);
	gamma2 = mod_add(p, gamma2, gamma2);
	gamma2 = mod_add(p, gamma2, gamma2);		/* 8 y^4 */
	r.y = mod_sub(p, mod_mul(p, alpha, mod_sub(p, beta4, r.x)), gamma2);
	return r;
}

/*
 * a + b for finite points that are neither equal nor opposite. generator_times keeps to that: it
 * adds G to 2mG with 0 < 2m < group order - 1.
 */
static struct point point_add_finite(const struct modulus *p, struct point a, struct point b)
{
	struct number za2 = mod_mul(p, a.z, a.z);
	struct number zb2 = mod_mul(p, b.z, b.z);
	struct number ua = mod_mul(p, a.x, zb2);
	struct number sa = mod_mul(p, a.y, mod_mul(p, zb2, b.z));
	struct number h = mod_sub(p, mod_mul(p, b.x, za2), ua);
	struct number slope = mod_sub(p, mod_mul(p, b.y, mod_mul(p, za2, a.z)), sa);
	struct number h2 = mod_mul(p, h, h);
	struct number h3 = mod_mul(p, h2, h);
	struct number v = mod_mul(p, ua, h2);
	struct point r;

	r.x = mod_sub(p, mod_mul(p, slope, slope), h3);
	r.x = mod_sub(p, r.x, mod_add(p, v, v));
	r.y = mod_mul(p, slope, mod_sub(p, v, r.x));
	r.y = mod_sub(p, r.y, mod_mul(p, sa, h3));
	r.z = mod_mul(p, h, mod_mul(p, a.z, b.z));
	return r;
}

/* k G for 0 < k < group order; doubling infinity (z = 0) gives infinity. */
static struct point generator_times(const struct modulus *p, struct number k)
{
	struct point g = {
		.x = mod_to_montgomery(p, generator_x),
		.y = mod_to_montgomery(p, generator_y),
		.z = p->one,
	};
	struct point r = { .x = p->one, .y = p->one };

	for (unsigned int i = 64 * MOD_LIMBS; i-- > 0;) {
		r = point_double(p, r);
		if (number_bit(&k, i))
			r = number_is_zero(r.z) ? g : point_add_finite(p, r, g);
	}
	return r;
}

static struct number affine_x(const struct modulus *p, struct point a)
{
	struct number z_inverse = mod_invert(p, a.z);
	struct number x = mod_mul(p, a.x, mod_mul(p, z_inverse, z_inverse));

	return mod_from_montgomery(p, x);
}

/* The HMAC generator of RFC 6979 section 3.2, state K and V. */
struct nonce_generator {
	u8 key[SHA384_BYTES];
	u8 value[SHA384_BYTES];
};

static void nonce_next_value(struct nonce_generator *g)
{
	struct hmac_sha384 h;

	hmac_sha384_init(&h, g->key, sizeof(g->key));
	hmac_sha384_update(&h, g->value, sizeof(g->value));
	hmac_sha384_final(&h, g->value);
}

/* K = HMAC(K, V || separator || seed), V = HMAC(K, V); the seed is empty for a retry. */
static void nonce_rekey(struct nonce_generator *g, u8 separator, const u8 *seed, size_t seed_len)
{
	struct hmac_sha384 h;

	hmac_sha384_init(&h, g->key, sizeof(g->key));
	hmac_sha384_update(&h, g->value, sizeof(g->value));
	hmac_sha384_update(&h, &separator, 1);
	hmac_sha384_update(&h, seed, seed_len);
	hmac_sha384_final(&h, g->key);
	nonce_next_value(g);
}

static void nonce_init(struct nonce_generator *g, const u8 private_key[P384_BYTES],
		       struct number reduced_digest)
{
	u8 seed[2 * P384_BYTES];

	memcpy(seed, private_key, P384_BYTES);
	number_to_be(reduced_digest, seed + P384_BYTES);
	memset(g->key, 0, sizeof(g->key));
	memset(g->value, 1, sizeof(g->value));
	nonce_rekey(g, 0, seed, sizeof(seed));
	nonce_rekey(g, 1, seed, sizeof(seed));
}

/* r = x(k G) mod n and s = (z + r d) / k mod n; false when either is zero. */
static bool sign_with_nonce(const struct modulus *n, struct number d, struct number z,
			    struct number k, struct number *r, struct number *s)
{
	struct modulus p;
	struct number k_inverse, sum;

	modulus_init(&p, &field_prime);
	*r = mod_reduce(n, affine_x(&p, generator_times(&p, k)));
	k_inverse = mod_invert(n, mod_to_montgomery(n, k));
	sum = mod_add(n, z, mod_mul(n, mod_to_montgomery(n, *r), d));
	*s = mod_mul(n, k_inverse, sum);
	return !number_is_zero(*r) && !number_is_zero(*s);
}

void ecdsa_p384_sign(const u8 private_key[P384_BYTES], const u8 digest[P384_BYTES],
		     u8 r[P384_BYTES], u8 s[P384_BYTES])
{
	struct modulus n;
	struct nonce_generator nonce;
	struct number d = number_from_be(private_key);
	struct number z, k, r_value, s_value;

	modulus_init(&n, &group_order);
	z = mod_reduce(&n, number_from_be(digest));
	nonce_init(&nonce, private_key, z);
	for (;;) {	/* a second round has probability 2^-189 */
		nonce_next_value(&nonce);
		k = number_from_be(nonce.value);
		if (!number_is_zero(k) && number_less(k, group_order) &&
		    sign_with_nonce(&n, d, z, k, &r_value, &s_value))
			break;
		nonce_rekey(&nonce, 0, NULL, 0);
	}
	number_to_be(r_value, r);
	number_to_be(s_value, s);
}
