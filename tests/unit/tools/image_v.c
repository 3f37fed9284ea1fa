/*
 * image_v.c - see image_v.h.
 */
#include "tests/unit/tools/image_v.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <openssl/evp.h>

void image_v_put_hex(u8 *at, const char *hex)
{
	for (; *hex; hex += 2, at++) {
		unsigned int byte;

		assert_int_equal(sscanf(hex, "%2x", &byte), 1);
		*at = (u8)byte;
	}
}

static void assert_published_sha256(const u8 *rom)
{
	u8 digest[32], expected[32];

	assert_int_equal(EVP_Digest(rom, IMAGE_V_BYTES, digest, NULL, EVP_sha256(), NULL), 1);
	image_v_put_hex(expected,
			"e25ed3dc13d532b8519cd4d94dde9f5bf0ea4162a61be2698d3b2894fff97d49");
	assert_memory_equal(digest, expected, sizeof(digest));
}

void image_v_build(u8 rom[IMAGE_V_BYTES])
{
	static const u32 metadata[] = {
		0x56455341, 16 + 4 * 12, 1, 4,		/* ASEV, length, version, count */
		0x1000, 0x1000, 2,			/* secrets */
		0x2000, 0x1000, 3,			/* CPUID */
		0x10000, 0x1000, 0x10,			/* kernel hashes */
		0x11000, 0x4000, 1,			/* zero RAM */
	};

	memset(rom, 0, IMAGE_V_BYTES);
	memcpy(rom + IMAGE_V_ASEV, metadata, sizeof(metadata));
	memset(rom + IMAGE_V_BYTES - 16, 0xf4, 16);
	image_v_put_hex(rom + IMAGE_V_TABLE,
			"001000001600666588dc4a989847a75e5585a7bf67cc"		/* ASEV at -1000h */
			"000c0100000400001a001f3755723b3a044b927b1da6efa8d454"	/* hashes */
			"00080100000400001a0061b32e4c9b7dc34c8081127c90d3d294"	/* SEV secret */
			"00f0ffff1600de71f7007e1acb4f890e68c77e2fb44e"		/* reset */
			"7200de82b596b21ff745baeaa366c55a082d");		/* footer */
	assert_published_sha256(rom);
}
