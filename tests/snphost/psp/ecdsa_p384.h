/*
 * ecdsa_p384.h - ECDSA signatures over P-384 (FIPS 186-4, SEC 2) with the deterministic nonce of
 * RFC 6979 and SHA-384, so that one report always gets the same signature.
 * For published test keys only: the timing shows the key.
 */
#ifndef ECDSA_P384_H
#define ECDSA_P384_H

#include "tests/snphost/psp/modular.h"

enum { P384_BYTES = MOD_BYTES };

/*
 * Signs a 48-byte SHA-384 digest. private_key, r and s are big-endian; private_key must lie in
 * 1 .. group order - 1.
 */
void ecdsa_p384_sign(const u8 private_key[P384_BYTES], const u8 digest[P384_BYTES],
		     u8 r[P384_BYTES], u8 s[P384_BYTES]);

#endif
