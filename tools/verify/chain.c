/*
 * chain.c - see chain.h. Guarantees: a link that passes was signed by the one before it, with the
 * algorithms and key sizes of AMD's chains. Trusts the root, libcrypto and the machine's clock.
 */
#include "tools/verify/chain.h"

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

enum { RSA_KEY_BITS = 4096 };

static X509 *parse_der(struct blob file)
{
	const u8 *at = file.data;
	X509 *x509 = d2i_X509(NULL, &at, (long)file.bytes);

	if (x509 && at != file.data + file.bytes) {
		X509_free(x509);
		return NULL;
	}
	return x509;
}

X509 *chain_parse(struct blob file)
{
	BIO *bio;
	X509 *x509;

	if (file.bytes == 0 || file.bytes > INT_MAX)
		return NULL;
	if (file.data[0] != '-')
		return parse_der(file);
	bio = BIO_new_mem_buf(file.data, (int)file.bytes);
	x509 = bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
	BIO_free(bio);
	return x509;
}

static bool is_in_time(const X509 *x509)
{
	return X509_cmp_time(X509_get0_notBefore(x509), NULL) < 0 &&
	       X509_cmp_time(X509_get0_notAfter(x509), NULL) > 0;
}

static bool is_rsa_4096(X509 *x509)
{
	EVP_PKEY *key = X509_get0_pubkey(x509);

	return key && EVP_PKEY_is_a(key, "RSA") && EVP_PKEY_get_bits(key) == RSA_KEY_BITS;
}

static bool is_p384(X509 *x509)
{
	EVP_PKEY *key = X509_get0_pubkey(x509);
	char group[32];

	return key && EVP_PKEY_is_a(key, "EC") &&
	       EVP_PKEY_get_group_name(key, group, sizeof(group), NULL) == 1 &&
	       OBJ_sn2nid(group) == NID_secp384r1;
}

/* Signature by the issuer's key, with AMD's algorithm, and the names and uses fit. */
static bool is_signed_by(X509 *x509, X509 *issuer)
{
	int digest, key_type;

	return X509_get_signature_info(x509, &digest, &key_type, NULL, NULL) == 1 &&
	       digest == NID_sha384 && key_type == NID_rsassaPss &&
	       X509_check_ca(issuer) > 0 && X509_check_issued(issuer, x509) == X509_V_OK &&
	       X509_verify(x509, X509_get0_pubkey(issuer)) == 1;
}

const char *chain_check_ark(const struct chain *chain)
{
	if (chain->ark && X509_cmp(chain->ark, chain->root) != 0)
		return "the host's ARK is not the root given by --ark; is it of this CPU's "
		       "product line?";
	if (!is_rsa_4096(chain->root) || !is_signed_by(chain->root, chain->root))
		return "the root given by --ark is no ARK: not signed by itself with RSA-4096 PSS, "
		       "SHA-384";
	return is_in_time(chain->root) ? NULL : "the ARK is not valid today; check the clock";
}

const char *chain_check_ask(const struct chain *chain)
{
	if (!is_rsa_4096(chain->ask) || !is_signed_by(chain->ask, chain->root))
		return "the ASK is not signed by the ARK; get both from AMD's key server for this "
		       "product line";
	return is_in_time(chain->ask) ? NULL : "the ASK is not valid today; check the clock";
}

const char *chain_check_vcek(const struct chain *chain)
{
	if (!is_signed_by(chain->vcek, chain->ask))
		return "the VCEK is not signed by the ASK; get it from AMD's key server for this chip "
		       "and TCB";
	if (!is_p384(chain->vcek))
		return "the VCEK's key is not on P-384";
	return is_in_time(chain->vcek) ? NULL : "the VCEK is not valid today; check the clock";
}

static BIGNUM *signature_part(const u8 field[72])
{
	return BN_lebin2bn(field, 72, NULL);
}

/* The report's two numbers as the DER that libcrypto takes; the caller frees *der. */
static int signature_der(const struct attestation_report *report, u8 **der)
{
	ECDSA_SIG *signature = ECDSA_SIG_new();
	BIGNUM *r = signature_part(report->signature_r);
	BIGNUM *s = signature_part(report->signature_s);
	int bytes = -1;

	*der = NULL;
	if (signature && r && s && ECDSA_SIG_set0(signature, r, s) == 1) {
		bytes = i2d_ECDSA_SIG(signature, der);
	} else {
		BN_free(r);
		BN_free(s);
	}
	ECDSA_SIG_free(signature);
	return bytes;
}

const char *chain_check_signature(const struct chain *chain,
				  const struct attestation_report *report)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	u8 *der;
	int bytes = signature_der(report, &der);
	bool is_right = ctx && bytes > 0 &&
			EVP_DigestVerifyInit(ctx, NULL, EVP_sha384(), NULL,
					     X509_get0_pubkey(chain->vcek)) == 1 &&
			EVP_DigestVerify(ctx, der, (size_t)bytes, (const u8 *)report,
					 REPORT_SIGNED_BYTES) == 1;

	OPENSSL_free(der);
	EVP_MD_CTX_free(ctx);
	return is_right ? NULL : "it is not signed by the VCEK: it was changed, or the VCEK is of "
				 "another chip or TCB";
}
