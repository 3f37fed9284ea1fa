/*
 * image_v.h - image V of the public launch digest vectors: a 64 KiB ROM, empty but for four
 * metadata sections and a GUIDed table. Tests spoil its fields at the offsets named here.
 */
#ifndef IMAGE_V_H
#define IMAGE_V_H

#include "lib/types.h"

enum {
	IMAGE_V_BYTES = 65536,
	IMAGE_V_ASEV = 0xf000,
	IMAGE_V_ASEV_LENGTH = IMAGE_V_ASEV + 4,
	IMAGE_V_ASEV_VERSION = IMAGE_V_ASEV + 8,
	IMAGE_V_ASEV_COUNT = IMAGE_V_ASEV + 12,
	IMAGE_V_SECTIONS = IMAGE_V_ASEV + 16,	/* {u32 gpa, bytes, type}: types 2, 3, 10h, 1 */
	IMAGE_V_SECTION_BYTES = 12,

	IMAGE_V_TABLE = IMAGE_V_BYTES - 0x20 - 0x72,
	IMAGE_V_METADATA_OFFSET = IMAGE_V_TABLE,
	IMAGE_V_METADATA_LENGTH = IMAGE_V_TABLE + 4,
	IMAGE_V_METADATA_GUID = IMAGE_V_TABLE + 6,
	IMAGE_V_HASH_AREA = IMAGE_V_TABLE + 22,		/* u32 base, u32 size */
	IMAGE_V_HASH_AREA_LENGTH = IMAGE_V_TABLE + 30,
	IMAGE_V_HASH_AREA_GUID = IMAGE_V_TABLE + 32,
	IMAGE_V_RESET = IMAGE_V_TABLE + 74,		/* u32 address */
	IMAGE_V_RESET_LENGTH = IMAGE_V_TABLE + 78,
	IMAGE_V_RESET_GUID = IMAGE_V_TABLE + 80,
	IMAGE_V_TABLE_LENGTH = IMAGE_V_BYTES - 0x32,
	IMAGE_V_FOOTER_GUID = IMAGE_V_BYTES - 0x30,
};

/* Builds it and asserts its published SHA-256. */
void image_v_build(u8 rom[IMAGE_V_BYTES]);

/* Writes the bytes that hex spells. */
void image_v_put_hex(u8 *at, const char *hex);

#endif
