/*
 * modular.h - arithmetic modulo a 384-bit odd number with its top bit set (the field prime and the
 * group order of P-384), in Montgomery form: x stands for x * 2^384 mod m.
 * Freestanding; not constant-time, because the only private key here is a published test key.
 */
#ifndef MODULAR_H
#define MODULAR_H

#include "lib/types.h"

enum { MOD_LIMBS = 6, MOD_BYTES = 48 };

struct number {
	u64 limb[MOD_LIMBS];		/* least significant first */
};

struct modulus {
	struct number m;
	u64 minus_inverse;		/* -1 / m mod 2^64 */
	struct number one;		/* 2^384 mod m: Montgomery form of 1 */
	struct number r_squared;	/* 2^768 mod m: converts into Montgomery form */
};

/* Derives everything from the value m, least significant limb first. */
void modulus_init(struct modulus *mod, const struct number *m);

struct number mod_add(const struct modulus *mod, struct number a, struct number b);
struct number mod_sub(const struct modulus *mod, struct number a, struct number b);
/* a * b / 2^384 mod m: the product when both are in Montgomery form. */
struct number mod_mul(const struct modulus *mod, struct number a, struct number b);
/* Inverse for a prime modulus, in and out in Montgomery form; 0 for 0. */
struct number mod_invert(const struct modulus *mod, struct number a);
struct number mod_to_montgomery(const struct modulus *mod, struct number a);
struct number mod_from_montgomery(const struct modulus *mod, struct number a);
/* a mod m for any 384-bit a (one subtraction is enough: m > 2^383). */
struct number mod_reduce(const struct modulus *mod, struct number a);

bool number_is_zero(struct number a);
bool number_less(struct number a, struct number b);
struct number number_from_be(const u8 bytes[MOD_BYTES]);
void number_to_be(struct number a, u8 bytes[MOD_BYTES]);
/* Bit i, 0 being the least significant. */
unsigned int number_bit(const struct number *a, unsigned int i);

#endif
