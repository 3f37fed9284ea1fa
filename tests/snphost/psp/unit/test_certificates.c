/*
 * test_certificates.c - the served certificates: a table as the GHCB specification lays it out, a
 * chain from VCEK over ASK to ARK, and a VCEK that names the chip and TCB of the reports.
 */
#include "tests/snphost/psp/unit/guest.h"

#include <openssl/x509_vfy.h>

#include "tests/snphost/psp/psp_identity.h"
#include "tests/snphost/psp/unit/certificates.h"

static void the_table_ends_with_a_zero_row_and_fits_four_pages(void **state)
{
	struct guest *g = *state;
	const u8 *table;
	size_t bytes = psp_certificates(&g->psp, &table);

	assert_true(bytes <= 4 * 4096);		/* Linux reserves no more */
	for (size_t i = 0; i < CERTIFICATE_ROW_BYTES; i++)
		assert_int_equal(table[CERTIFICATE_ROW_BYTES * CERTIFICATE_COUNT + i], 0);
}

static void vcek_chains_to_ask_and_ark(void **state)
{
	struct guest *g = *state;
	X509 *cert[CERTIFICATE_COUNT];
	X509_STORE *store = X509_STORE_new();
	STACK_OF(X509) *middle = sk_X509_new_null();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();

	for (int i = 0; i < CERTIFICATE_COUNT; i++)
		cert[i] = certificate_of(&g->psp, (enum certificate)i);
	X509_STORE_add_cert(store, cert[CERTIFICATE_ARK]);
	sk_X509_push(middle, cert[CERTIFICATE_ASK]);
	X509_STORE_CTX_init(ctx, store, cert[CERTIFICATE_VCEK], middle);
	assert_int_equal(X509_verify_cert(ctx), 1);
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	sk_X509_free(middle);
	for (int i = 0; i < CERTIFICATE_COUNT; i++)
		X509_free(cert[i]);
}

static const ASN1_OCTET_STRING *extension(X509 *x509, const char *oid)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	int index = X509_get_ext_by_OBJ(x509, object, -1);

	ASN1_OBJECT_free(object);
	assert_true(index >= 0);
	return X509_EXTENSION_get_data(X509_get_ext(x509, index));
}

static u8 integer_extension(X509 *x509, const char *oid)
{
	const u8 *der = ASN1_STRING_get0_data(extension(x509, oid));
	ASN1_INTEGER *number = d2i_ASN1_INTEGER(NULL, &der, 8);
	long value = ASN1_INTEGER_get(number);

	ASN1_INTEGER_free(number);
	return (u8)value;
}

static void vcek_names_the_chip_and_the_tcb_of_psp_identity(void **state)
{
	struct guest *g = *state;
	X509 *vcek = certificate_of(&g->psp, CERTIFICATE_VCEK);
	const ASN1_OCTET_STRING *chip = extension(vcek, "1.3.6.1.4.1.3704.1.4");
	u64 tcb = (u64)integer_extension(vcek, "1.3.6.1.4.1.3704.1.3.1") |
		  (u64)integer_extension(vcek, "1.3.6.1.4.1.3704.1.3.2") << 8 |
		  (u64)integer_extension(vcek, "1.3.6.1.4.1.3704.1.3.3") << 48 |
		  (u64)integer_extension(vcek, "1.3.6.1.4.1.3704.1.3.8") << 56;

	assert_int_equal(ASN1_STRING_length(chip), 64);
	assert_memory_equal(ASN1_STRING_get0_data(chip), PSP_TEST_CHIP_ID, 64);
	assert_int_equal(tcb, PSP_TEST_TCB);
	X509_free(vcek);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, guest_setup, guest_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_table_ends_with_a_zero_row_and_fits_four_pages),
		CASE(vcek_chains_to_ask_and_ark),
		CASE(vcek_names_the_chip_and_the_tcb_of_psp_identity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
