/*
 * certificates.c - see certificates.h.
 */
#include "tests/snphost/psp/unit/certificates.h"

#include "tests/snphost/psp/unit/guest.h"

static u32 load_le32(const u8 *p)
{
	return (u32)p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
}

X509 *certificate_of(const struct psp *p, enum certificate which)
{
	static const u8 guids[CERTIFICATE_COUNT][16] = {
		{ 0x63, 0xda, 0x75, 0x8d, 0xe6, 0x64, 0x45, 0x64,
		  0xad, 0xc5, 0xf4, 0xb9, 0x3b, 0xe8, 0xac, 0xcd },
		{ 0x4a, 0xb7, 0xb3, 0x79, 0xbb, 0xac, 0x4f, 0xe4,
		  0xa0, 0x2f, 0x05, 0xae, 0xf3, 0x27, 0xc7, 0x82 },
		{ 0xc0, 0xb4, 0x06, 0xa4, 0xa8, 0x03, 0x49, 0x52,
		  0x97, 0x43, 0x3f, 0xb6, 0x01, 0x4c, 0xd0, 0xae },
	};
	const u8 *table;
	size_t bytes = psp_certificates(p, &table);
	const u8 *row = table + CERTIFICATE_ROW_BYTES * (size_t)which;
	u32 offset = load_le32(row + 16), length = load_le32(row + 20);
	const u8 *der = table + offset;
	X509 *x509;

	assert_memory_equal(row, guids[which], sizeof(guids[which]));
	assert_true(offset >= CERTIFICATE_ROW_BYTES * (CERTIFICATE_COUNT + 1));
	assert_true(length && (size_t)offset + length <= bytes);
	x509 = d2i_X509(NULL, &der, (long)length);
	assert_non_null(x509);
	assert_ptr_equal(der, table + offset + length);
	return x509;
}
