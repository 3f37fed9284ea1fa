/*
 * chain.h - from the relying party's root to the report: AMD's certificates (ARK signs itself and the ASK,
 * ASK signs the VCEK: RSA-4096 PSS with SHA-384; the VCEK's key is on P-384) and the report's signature.
 * AMD 57230 (VCEK certificate and KDS), 3.1. Revocation is not looked at.
 */
#ifndef VERIFY_CHAIN_H
#define VERIFY_CHAIN_H

#include <openssl/x509.h>

#include "firmware/sev/guest_request_abi.h"
#include "tools/verify/blob.h"

/* A certificate in PEM or DER, nothing before or behind it; NULL if it is none. X509_free() it. */
X509 *chain_parse(struct blob file);

struct chain {
	X509 *root; /* the relying party's, not the host's */
	X509 *ark;  /* the host's; NULL: it sent none */
	X509 *ask;
	X509 *vcek;
};

/* Each NULL, or what is wrong with this link. */
const char *chain_check_ark(const struct chain *chain);
const char *chain_check_ask(const struct chain *chain);
const char *chain_check_vcek(const struct chain *chain);

/* The VCEK is of the chip and TCB that the report names. */
const char *chain_check_identity(const struct chain *chain, const struct attestation_report *report);

const char *chain_check_signature(const struct chain *chain,
				  const struct attestation_report *report);

#endif
