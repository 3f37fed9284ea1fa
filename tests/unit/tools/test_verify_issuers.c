/*
 * Chains that a signature alone would let pass: made here, each well-signed, with one thing in one certificate
 * that AMD's do not have: dates, algorithm, key, name, or the right to sign.
 */
#include "tests/fake/cmocka_all.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "tools/verify/chain.h"

enum { DAY = 24 * 60 * 60 };
enum link { ARK, ASK, VCEK, LINK_COUNT };
enum key { RSA_4096, RSA_2048, P_384, P_256, KEY_COUNT };

static EVP_PKEY *keys[KEY_COUNT];

/* What a certificate is made of; as AMD's are, unless a test says otherwise. */
struct recipe {
	const char *name, *issuer;
	enum key key, signer; /* every RSA key of 4096 bits is the same one here */
	bool is_sha256, is_pkcs1;
	bool is_no_ca;
	long from_days, to_days; /* from today */
};

static const struct recipe honest[LINK_COUNT] = {
	[ARK] = { .name = "ARK", .issuer = "ARK", .from_days = -1, .to_days = 1 },
	[ASK] = { .name = "ASK", .issuer = "ARK", .from_days = -1, .to_days = 1 },
	[VCEK] = { .name = "VCEK", .issuer = "ASK", .key = P_384, .from_days = -1, .to_days = 1, .is_no_ca = true },
};

static int make_keys(void **state)
{
	(void)state;
	keys[RSA_4096] = EVP_RSA_gen(4096);
	keys[RSA_2048] = EVP_RSA_gen(2048);
	keys[P_384] = EVP_EC_gen("P-384");
	keys[P_256] = EVP_EC_gen("P-256");
	return keys[RSA_4096] && keys[RSA_2048] && keys[P_384] && keys[P_256] ? 0 : -1;
}

static int free_keys(void **state)
{
	(void)state;
	for (u32 i = 0; i < KEY_COUNT; i++)
		EVP_PKEY_free(keys[i]);
	return 0;
}

static void set_name(X509_NAME *name, const char *text)
{
	assert_int_equal(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const u8 *)text, -1, -1, 0), 1);
}

static void add_ca(X509 *x509)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, NID_basic_constraints, "critical,CA:TRUE");

	assert_int_equal(X509_add_ext(x509, extension, -1), 1);
	X509_EXTENSION_free(extension);
}

static void sign(X509 *x509, const struct recipe *recipe)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_context;
	const EVP_MD *digest = recipe->is_sha256 ? EVP_sha256() : EVP_sha384();

	assert_int_equal(EVP_DigestSignInit(context, &key_context, digest, NULL, keys[recipe->signer]), 1);
	if (!recipe->is_pkcs1)
		assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING), 1);
	assert_true(X509_sign_ctx(x509, context) > 0);
	EVP_MD_CTX_free(context);
}

static X509 *make(const struct recipe *recipe)
{
	X509 *x509 = X509_new();

	assert_int_equal(X509_set_version(x509, X509_VERSION_3), 1);
	set_name(X509_get_subject_name(x509), recipe->name);
	set_name(X509_get_issuer_name(x509), recipe->issuer);
	assert_non_null(X509_gmtime_adj(X509_getm_notBefore(x509), recipe->from_days * DAY));
	assert_non_null(X509_gmtime_adj(X509_getm_notAfter(x509), recipe->to_days * DAY));
	assert_int_equal(X509_set_pubkey(x509, keys[recipe->key]), 1);
	if (!recipe->is_no_ca)
		add_ca(x509);
	sign(x509, recipe);
	return x509;
}

/* What is said of the link that does not hold; NULL if all do. */
static const char *check(const struct recipe *recipes)
{
	struct chain chain = { .root = make(&recipes[ARK]), .ask = make(&recipes[ASK]), .vcek = make(&recipes[VCEK]) };
	const char *fault = chain_check_ark(&chain);

	if (!fault)
		fault = chain_check_ask(&chain);
	if (!fault)
		fault = chain_check_vcek(&chain);
	X509_free(chain.root);
	X509_free(chain.ask);
	X509_free(chain.vcek);
	return fault;
}

static struct recipe recipes[LINK_COUNT];

static int fresh(void **state)
{
	(void)state;
	memcpy(recipes, honest, sizeof(recipes));
	return 0;
}

static void assert_fault_says(const char *text)
{
	const char *fault = check(recipes);

	assert_non_null(fault);
	if (strstr(fault, text) == NULL)
		fail_msg("'%s' lacks '%s'", fault, text);
	(void)fresh(NULL);
}

static void a_chain_as_amd_makes_them_holds(void **state)
{
	(void)state;
	assert_null(check(recipes));
}

static void each_certificate_has_its_dates(void **state)
{
	static const char *const texts[] = { "the ARK is not valid today", "the ASK is not valid today",
					     "the VCEK is not valid today" };

	(void)state;
	for (u32 link = ARK; link < LINK_COUNT; link++) {
		recipes[link].to_days = 0; /* it ends as it is made */
		assert_fault_says(texts[link]);
		recipes[link].from_days = 1;
		recipes[link].to_days = 2;
		assert_fault_says(texts[link]);
	}
}

static const char *const not_signed[LINK_COUNT] = {
	"--ark is no ARK", "the ASK is not signed by the ARK", "the VCEK is not signed by the ASK",
};

static void each_signature_is_pss_with_sha384(void **state)
{
	(void)state;
	for (u32 link = ARK; link < LINK_COUNT; link++) {
		recipes[link].is_sha256 = true;
		assert_fault_says(not_signed[link]);
		recipes[link].is_pkcs1 = true;
		assert_fault_says(not_signed[link]);
	}
}

static void each_signer_is_the_issuer_that_is_named(void **state)
{
	(void)state;
	for (u32 link = ARK; link < LINK_COUNT; link++) {
		recipes[link].issuer = "somebody";
		assert_fault_says(not_signed[link]);
		recipes[link].signer = RSA_2048;
		assert_fault_says(not_signed[link]);
	}
}

/* A VCEK that signs a VCEK: every chip of AMD's could make another one. */
static void a_certificate_without_the_right_to_sign_signs_nothing(void **state)
{
	(void)state;
	recipes[ARK].is_no_ca = true;
	assert_fault_says(not_signed[ARK]);
	recipes[ASK].is_no_ca = true;
	assert_fault_says(not_signed[VCEK]);
}

static void keys_are_rsa_4096_and_p_384(void **state)
{
	(void)state;
	recipes[ARK].key = recipes[ARK].signer = recipes[ASK].signer = RSA_2048;
	assert_fault_says(not_signed[ARK]);
	recipes[ASK].key = recipes[VCEK].signer = RSA_2048;
	assert_fault_says(not_signed[ASK]);
	recipes[VCEK].key = P_256;
	assert_fault_says("the VCEK's key is not on P-384");
	recipes[VCEK].key = RSA_4096;
	assert_fault_says("the VCEK's key is not on P-384");
}

#define CASE(name) cmocka_unit_test_setup(name, fresh)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_chain_as_amd_makes_them_holds),
		CASE(each_certificate_has_its_dates),
		CASE(each_signature_is_pss_with_sha384),
		CASE(each_signer_is_the_issuer_that_is_named),
		CASE(a_certificate_without_the_right_to_sign_signs_nothing),
		CASE(keys_are_rsa_4096_and_p_384),
	};

	return cmocka_run_group_tests(tests, make_keys, free_keys);
}
