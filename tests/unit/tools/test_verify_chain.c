/*
 * The certificates behind a report, as snp-verify takes them: the captured ones as they are, with a byte changed
 * each, and VCEKs made here that name a chip and a TCB in every known form.
 */
#include "tests/unit/tools/report_table.h"

#include <openssl/objects.h>
#include <stdlib.h>
#include <string.h>

#include "tools/verify/attestation.h"
#include "tools/verify/chain.h"

#define OID_AMD "1.3.6.1.4.1.3704.1."

static struct report_table_file file;
static struct report_parts parts;
static struct attestation_report report;
static struct chain chain;

static X509 *certificate(const char *path)
{
	struct blob bytes = blob_read(path);
	X509 *x509 = chain_parse(bytes);

	free(blob_memory(bytes));
	return x509;
}

static int fresh(void **state)
{
	(void)state;
	report_table_load(&file);
	assert_null(report_parts_parse(file.blob, &parts));
	assert_null(attestation_parse(parts.report, &report));
	chain = (struct chain){
		.root = certificate("tests/snphost/psp/vectors/test_ark.der"),
		.ask = certificate("tests/snphost/psp/vectors/test_ask.der"),
		.vcek = certificate("tests/snphost/psp/vectors/test_vcek.der"),
	};
	return 0;
}

static int done(void **state)
{
	(void)state;
	X509_free(chain.root);
	X509_free(chain.ask);
	X509_free(chain.vcek);
	free(file.bytes);
	return 0;
}

static void the_captured_chain_holds(void **state)
{
	(void)state;
	assert_null(chain_check_ark(&chain));
	assert_null(chain_check_ask(&chain));
	assert_null(chain_check_vcek(&chain));
	assert_null(chain_check_signature(&chain, &report));
	assert_null(chain_check_identity(&chain, &report));
}

/* Every bit of what is signed, and every bit of the two numbers. */
static void any_bit_breaks_the_signature(void **state)
{
	u8 *bytes = (u8 *)&report;

	(void)state;
	for (u32 at = 0; at < 0x2a0 + 144; at++) {
		bytes[at] ^= (u8)(1 << at % 8);
		assert_non_null(chain_check_signature(&chain, &report));
		bytes[at] ^= (u8)(1 << at % 8);
	}
	assert_null(chain_check_signature(&chain, &report));
}

static void any_byte_of_a_certificate_breaks_its_link(void **state)
{
	struct certificate_files files;

	(void)state;
	assert_null(certificate_files_parse(parts.certificates, &files));
	for (size_t at = 0; at < files.vcek.bytes; at++) {
		struct blob copy = blob_copy(files.vcek);
		struct chain changed = chain;

		blob_memory(copy)[at] ^= 0x10;
		changed.vcek = chain_parse(copy);
		if (changed.vcek)
			assert_non_null(chain_check_vcek(&changed));
		X509_free(changed.vcek);
		free(blob_memory(copy));
	}
}

static void certificates_with_more_behind_them_are_none(void **state)
{
	struct certificate_files files;

	(void)state;
	assert_null(certificate_files_parse(parts.certificates, &files));
	files.vcek.bytes++; /* the ASK's first byte */
	assert_null(chain_parse(files.vcek));
	files.vcek.bytes = 0;
	assert_null(chain_parse(files.vcek));
}

static void a_root_that_the_host_replaces_is_seen(void **state)
{
	(void)state;
	chain.ark = chain.ask;
	assert_non_null(chain_check_ark(&chain));
	chain.ark = chain.root;
	assert_null(chain_check_ark(&chain));
}

static void links_in_another_order_do_not_hold(void **state)
{
	struct chain wrong = { .root = chain.ask, .ask = chain.root, .vcek = chain.ask };

	(void)state;
	assert_non_null(chain_check_ark(&wrong));
	assert_non_null(chain_check_ask(&wrong));
	assert_non_null(chain_check_vcek(&wrong)); /* signed by the root, but no key on P-384 */
}

/* --- What a VCEK names --------------------------------------------------------------------------- */

static void add_extension(X509 *x509, const char *oid, const u8 *value, int bytes)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	ASN1_OCTET_STRING *octets = ASN1_OCTET_STRING_new();
	X509_EXTENSION *extension;

	assert_int_equal(ASN1_OCTET_STRING_set(octets, value, bytes), 1);
	extension = X509_EXTENSION_create_by_OBJ(NULL, object, 0, octets);
	assert_int_equal(X509_add_ext(x509, extension, -1), 1);
	X509_EXTENSION_free(extension);
	ASN1_OCTET_STRING_free(octets);
	ASN1_OBJECT_free(object);
}

static void add_part(X509 *x509, const char *oid, u8 value)
{
	u8 small[] = { 2, 1, value }, large[] = { 2, 2, 0, value };

	add_extension(x509, oid, value < 0x80 ? small : large, value < 0x80 ? 3 : 4);
}

/* The extension's value for the chip: `form` 0 bare bytes, 1 an OCTET STRING of DER. */
static X509 *vcek_of(const u8 *chip, u8 chip_bytes, int form)
{
	X509 *x509 = X509_new();
	u8 value[2 + 64] = { 4, chip_bytes };

	memcpy(value + 2, chip, chip_bytes);
	add_extension(x509, OID_AMD "4", form ? value : value + 2, form ? chip_bytes + 2 : chip_bytes);
	add_part(x509, OID_AMD "3.1", 4);
	add_part(x509, OID_AMD "3.2", 0);
	add_part(x509, OID_AMD "3.3", 22);
	add_part(x509, OID_AMD "3.8", 213);
	return x509;
}

static const char *identity_with(X509 *vcek)
{
	struct chain own = { .vcek = vcek };
	const char *fault = chain_check_identity(&own, &report);

	X509_free(vcek);
	return fault;
}

static void both_forms_of_the_chip_id_are_known(void **state)
{
	u8 other[64];

	(void)state;
	memcpy(other, report.chip_id, sizeof(other));
	other[63] ^= 1;
	for (int form = 0; form < 2; form++) {
		assert_null(identity_with(vcek_of(report.chip_id, 64, form)));
		assert_non_null(identity_with(vcek_of(other, 64, form)));
		assert_non_null(identity_with(vcek_of(report.chip_id, 63, form)));
		assert_non_null(identity_with(vcek_of(report.chip_id, 8, form)));
	}
}

static void a_vcek_that_names_nothing_is_refused(void **state)
{
	(void)state;
	assert_non_null(identity_with(X509_new()));
	memset(report.chip_id, 0, sizeof(report.chip_id)); /* masked by the host */
	assert_non_null(identity_with(X509_new()));        /* no TCB */
	assert_null(identity_with(vcek_of((const u8 *)"any", 3, 0)));
}

static void each_component_of_the_tcb_is_the_vceks(void **state)
{
	static const u8 bytes[] = { 0, 1, 6, 7 };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(bytes); i++) {
		report.reported_tcb ^= 1ull << 8 * bytes[i];
		assert_non_null(identity_with(vcek_of(report.chip_id, 64, 0)));
		report.reported_tcb ^= 1ull << 8 * bytes[i];
	}
	report.reported_tcb ^= 128; /* 132 and 4 have one byte each, but not one form */
	assert_non_null(identity_with(vcek_of(report.chip_id, 64, 0)));
}

static void turin_names_its_chip_in_eight_bytes(void **state)
{
	X509 *vcek;

	(void)state;
	report.cpuid_family = 0x1a;
	report.reported_tcb = 213ull << 56 | 22u << 24 | 4 << 8 | 9;
	memset(report.chip_id + 8, 0, 56);
	vcek = vcek_of(report.chip_id, 8, 1);
	add_part(vcek, OID_AMD "3.9", 9);
	assert_null(identity_with(vcek));
	vcek = vcek_of(report.chip_id, 8, 1); /* no FMC */
	assert_non_null(identity_with(vcek));
	report.chip_id[8] = 1;
	vcek = vcek_of(report.chip_id, 8, 1);
	add_part(vcek, OID_AMD "3.9", 9);
	assert_non_null(identity_with(vcek));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fresh, done)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_captured_chain_holds),
		CASE(any_bit_breaks_the_signature),
		CASE(any_byte_of_a_certificate_breaks_its_link),
		CASE(certificates_with_more_behind_them_are_none),
		CASE(a_root_that_the_host_replaces_is_seen),
		CASE(links_in_another_order_do_not_hold),
		CASE(both_forms_of_the_chip_id_are_known),
		CASE(a_vcek_that_names_nothing_is_refused),
		CASE(each_component_of_the_tcb_is_the_vceks),
		CASE(turin_names_its_chip_in_eight_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
