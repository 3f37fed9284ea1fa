/*
 * chain_identity.c - the VCEK names a chip and a TCB in extensions of its own (AMD 57230, 3.1.1); both
 * have to be those of the report. Values appear as DER and, in older certificates, as bare bytes.
 */
#include <openssl/asn1.h>
#include <string.h>

#include "tools/verify/attestation.h"
#include "tools/verify/chain.h"

#define OID_AMD "1.3.6.1.4.1.3704.1."

enum { DER_INTEGER = 2, DER_OCTET_STRING = 4, CHIP_ID_BYTES = 64, CHIP_ID_BYTES_TURIN = 8 };

static const char *const tcb_oids[TCB_PART_COUNT] = {
	[TCB_FMC] = OID_AMD "3.9",
	[TCB_BOOT_LOADER] = OID_AMD "3.1",
	[TCB_TEE] = OID_AMD "3.2",
	[TCB_SNP] = OID_AMD "3.3",
	[TCB_MICROCODE] = OID_AMD "3.8",
};

/* The value of the extension; no bytes if it is not there. */
static struct blob extension(const X509 *x509, const char *oid)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	int index = object ? X509_get_ext_by_OBJ(x509, object, -1) : -1;
	const ASN1_OCTET_STRING *value;

	ASN1_OBJECT_free(object);
	if (index < 0)
		return (struct blob){ 0 };
	value = X509_EXTENSION_get_data(X509_get_ext(x509, index));
	return (struct blob){ ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value) };
}

/* INTEGER of one byte; a value from 128 on has a zero in front. */
static bool is_integer(struct blob der, u8 value)
{
	if (der.bytes == 3)
		return der.data[0] == DER_INTEGER && der.data[1] == 1 && der.data[2] == value &&
		       value < 0x80;
	return der.bytes == 4 && der.data[0] == DER_INTEGER && der.data[1] == 2 &&
	       der.data[2] == 0 && der.data[3] == value;
}

static bool is_octets(struct blob value, const u8 *bytes, size_t count)
{
	if (value.bytes == count)
		return memcmp(value.data, bytes, count) == 0;
	return value.bytes == count + 2 && value.data[0] == DER_OCTET_STRING &&
	       value.data[1] == count && memcmp(value.data + 2, bytes, count) == 0;
}

static bool is_zero(const u8 *bytes, size_t count)
{
	u8 any = 0;

	while (count--)
		any |= *bytes++;
	return any == 0;
}

/* A host may have the chip's ID masked: the report then names no chip (zeros), and any VCEK may do. */
static bool names_chip(const X509 *vcek, const struct attestation_report *report)
{
	size_t bytes = attestation_is_turin(report) ? CHIP_ID_BYTES_TURIN : CHIP_ID_BYTES;

	if (is_zero(report->chip_id, CHIP_ID_BYTES))
		return true;
	return is_octets(extension(vcek, OID_AMD "4"), report->chip_id, bytes) &&
	       is_zero(report->chip_id + bytes, CHIP_ID_BYTES - bytes);
}

static bool names_tcb(const X509 *vcek, const struct attestation_report *report)
{
	enum tcb_part part = attestation_is_turin(report) ? TCB_FMC : TCB_BOOT_LOADER;

	for (; part < TCB_PART_COUNT; part++)
		if (!is_integer(extension(vcek, tcb_oids[part]),
				attestation_tcb_part(report, report->reported_tcb, part)))
			return false;
	return true;
}

const char *chain_check_identity(const struct chain *chain, const struct attestation_report *report)
{
	if (!names_chip(chain->vcek, report))
		return "the VCEK is of another chip than the report";
	if (!names_tcb(chain->vcek, report))
		return "the VCEK is of another TCB than the one the report states";
	return NULL;
}
