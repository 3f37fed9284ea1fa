/*
 * modular.c - see modular.h. Schoolbook limbs of 64 bits; Montgomery multiplication interleaves
 * each row of the product with one reduction step.
 */
#include "tests/snphost/psp/modular.h"

#include "lib/mem.h"

__extension__ typedef unsigned __int128 u128;

bool number_is_zero(struct number a)
{
	u64 any = 0;

	for (int i = 0; i < MOD_LIMBS; i++)
		any |= a.limb[i];
	return any == 0;
}

bool number_less(struct number a, struct number b)
{
	for (int i = MOD_LIMBS - 1; i >= 0; i--) {
		if (a.limb[i] != b.limb[i])
			return a.limb[i] < b.limb[i];
	}
	return false;
}

unsigned int number_bit(const struct number *a, unsigned int i)
{
	return (unsigned int)(a->limb[i / 64] >> (i % 64) & 1);
}

struct number number_from_be(const u8 bytes[MOD_BYTES])
{
	struct number a = { { 0 } };

	for (int i = 0; i < MOD_BYTES; i++)
		a.limb[(MOD_BYTES - 1 - i) / 8] |= (u64)bytes[i] << (8 * ((MOD_BYTES - 1 - i) % 8));
	return a;
}

void number_to_be(struct number a, u8 bytes[MOD_BYTES])
{
	for (int i = 0; i < MOD_BYTES; i++)
		bytes[i] = (u8)(a.limb[(MOD_BYTES - 1 - i) / 8] >> (8 * ((MOD_BYTES - 1 - i) % 8)));
}

/* a += b, returning the carry out of the top limb. */
static u64 add_in_place(struct number *a, const struct number *b)
{
	u128 sum = 0;

	for (int i = 0; i < MOD_LIMBS; i++) {
		sum += (u128)a->limb[i] + b->limb[i];
		a->limb[i] = (u64)sum;
		sum >>= 64;
	}
	return (u64)sum;
}

static void subtract_in_place(struct number *a, const struct number *b)
{
	u64 borrow = 0;

	for (int i = 0; i < MOD_LIMBS; i++) {
		u128 difference = (u128)a->limb[i] - b->limb[i] - borrow;

		a->limb[i] = (u64)difference;
		borrow = (u64)(difference >> 64) & 1;
	}
}

struct number mod_reduce(const struct modulus *mod, struct number a)
{
	if (!number_less(a, mod->m))
		subtract_in_place(&a, &mod->m);
	return a;
}

struct number mod_add(const struct modulus *mod, struct number a, struct number b)
{
	if (add_in_place(&a, &b)) {
		subtract_in_place(&a, &mod->m);
		return a;
	}
	return mod_reduce(mod, a);
}

struct number mod_sub(const struct modulus *mod, struct number a, struct number b)
{
	bool borrows = number_less(a, b);

	subtract_in_place(&a, &b);
	if (borrows)
		add_in_place(&a, &mod->m);
	return a;
}

/* t += factor * x over MOD_LIMBS limbs, carried into the two limbs above. */
static void multiply_accumulate(u64 t[MOD_LIMBS + 2], const struct number *x, u64 factor)
{
	u128 acc = 0;

	for (int i = 0; i < MOD_LIMBS; i++) {
		acc += (u128)x->limb[i] * factor + t[i];
		t[i] = (u64)acc;
		acc >>= 64;
	}
	acc += t[MOD_LIMBS];
	t[MOD_LIMBS] = (u64)acc;
	t[MOD_LIMBS + 1] += (u64)(acc >> 64);
}

struct number mod_mul(const struct modulus *mod, struct number a, struct number b)
{
	u64 t[MOD_LIMBS + 2] = { 0 };
	struct number product;

	for (int i = 0; i < MOD_LIMBS; i++) {
		multiply_accumulate(t, &a, b.limb[i]);
		multiply_accumulate(t, &mod->m, t[0] * mod->minus_inverse);
		for (int j = 0; j <= MOD_LIMBS; j++)	/* t[0] is zero now: divide by 2^64 */
			t[j] = t[j + 1];
		t[MOD_LIMBS + 1] = 0;
	}
	memcpy(product.limb, t, sizeof(product.limb));
	if (t[MOD_LIMBS]) {
		subtract_in_place(&product, &mod->m);
		return product;
	}
	return mod_reduce(mod, product);
}

struct number mod_to_montgomery(const struct modulus *mod, struct number a)
{
	return mod_mul(mod, a, mod->r_squared);
}

struct number mod_from_montgomery(const struct modulus *mod, struct number a)
{
	const struct number plain_one = { { 1 } };

	return mod_mul(mod, a, plain_one);
}

/* Fermat: a^(m - 2), so m has to be prime. */
struct number mod_invert(const struct modulus *mod, struct number a)
{
	const struct number two = { { 2 } };
	struct number exponent = mod->m;
	struct number result = mod->one;

	subtract_in_place(&exponent, &two);
	for (unsigned int i = 64 * MOD_LIMBS; i-- > 0;) {
		result = mod_mul(mod, result, result);
		if (number_bit(&exponent, i))
			result = mod_mul(mod, result, a);
	}
	return result;
}

/* Newton: each step doubles the number of correct low bits of 1 / m; m itself has 3. */
static u64 minus_inverse_of(u64 m)
{
	u64 inverse = m;

	for (int i = 0; i < 5; i++)
		inverse *= 2 - m * inverse;
	return 0 - inverse;
}

void modulus_init(struct modulus *mod, const struct number *m)
{
	const struct number zero = { { 0 } };

	mod->m = *m;
	mod->minus_inverse = minus_inverse_of(m->limb[0]);
	mod->one = zero;
	subtract_in_place(&mod->one, m);		/* 2^384 - m, which is less than m */
	mod->r_squared = mod->one;
	for (int i = 0; i < 64 * MOD_LIMBS; i++)
		mod->r_squared = mod_add(mod, mod->r_squared, mod->r_squared);
}
