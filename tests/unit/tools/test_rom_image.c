/*
 * test_rom_image.c - what rom_image reads from image V, and every way to spoil that image.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "lib/bytes.h"
#include "tests/unit/tools/image_v.h"
#include "tools/launch/rom_image.h"

static u8 rom[IMAGE_V_BYTES];

static int fresh_image(void **state)
{
	(void)state;
	image_v_build(rom);
	return 0;
}

static void image_v_is_read_as_published(void **state)
{
	struct rom_image image;

	(void)state;
	assert_null(rom_image_parse(&image, rom, sizeof(rom)));
	assert_int_equal(image.base, 0xffff0000);
	assert_int_equal(image.size, IMAGE_V_BYTES);
	assert_int_equal(image.reset_address, 0xfffff000);
	assert_int_equal(image.hash_area_gpa, 0x10c00);
	assert_int_equal(image.section_count, 4);
	assert_int_equal(image.section[3].gpa, 0x11000);
	assert_int_equal(image.section[3].bytes, 0x4000);
	assert_int_equal(image.section[3].type, ROM_SECTION_SEC_MEM);
	assert_ptr_equal(rom_image_hash_section(&image), &image.section[2]);
}

enum { WIDTH_U16 = 2, WIDTH_U32 = 4 };

enum {
	GPA = IMAGE_V_SECTIONS,			/* of the first section; rows follow */
	BYTES = GPA + 4,
	TYPE = GPA + 8,
	ROW = IMAGE_V_SECTION_BYTES,
};

/* One field of image V changed, and what the parser must say. */
struct spoiled {
	u32 offset, width, value;
	const char *fault;
};

static const char no_table[] =
	"the image has no GUIDed table (no footer GUID 30h bytes before its end)";
static const char bad_length[] = "the GUIDed table's length does not fit the image";
static const char bad_entry[] = "an entry of the GUIDed table does not fit the table";
static const char no_reset[] = "the image has no SEV-ES reset block (GUID 00f771de...)";
static const char no_metadata[] = "the image has no SEV metadata (GUID dc886566...)";
static const char bad_metadata_offset[] = "the offset of the SEV metadata lies outside the image";
static const char bad_metadata_length[] =
	"the SEV metadata's length does not fit its section count or the image";
static const char bad_type[] = "a metadata section has a type other than 1, 2, 3, 4 and 10h";
static const char bad_alignment[] = "a metadata section is empty or not 4 KiB aligned";
static const char not_one_page[] =
	"a secrets, CPUID or kernel hashes section is not exactly one page";
static const char into_image[] = "a metadata section overlaps the image or passes 4 GiB";
static const char overlap[] = "two metadata sections overlap";
static const char bad_hash_area[] = "the hash table area lies outside the kernel hashes section";

static const struct spoiled spoiled[] = {
	{ IMAGE_V_FOOTER_GUID, WIDTH_U32, 0, no_table },
	{ IMAGE_V_FOOTER_GUID + 12, WIDTH_U32, 0, no_table },
	{ IMAGE_V_TABLE_LENGTH, WIDTH_U16, 17, bad_length },
	{ IMAGE_V_TABLE_LENGTH, WIDTH_U16, 0xffe1, bad_length },
	{ IMAGE_V_TABLE_LENGTH, WIDTH_U16, 18, no_reset },
	{ IMAGE_V_TABLE_LENGTH, WIDTH_U16, 0x71, bad_entry },
	{ IMAGE_V_RESET_LENGTH, WIDTH_U16, 0, bad_entry },
	{ IMAGE_V_RESET_LENGTH, WIDTH_U16, 17, bad_entry },
	{ IMAGE_V_RESET_LENGTH, WIDTH_U16, 0xffff, bad_entry },
	{ IMAGE_V_RESET_LENGTH, WIDTH_U16, 21, no_reset },
	{ IMAGE_V_RESET_GUID, WIDTH_U32, 0, no_reset },
	{ IMAGE_V_RESET, WIDTH_U32, 0, "the address in the SEV-ES reset block is zero" },
	{ IMAGE_V_METADATA_GUID, WIDTH_U32, 0, no_metadata },
	{ IMAGE_V_METADATA_LENGTH, WIDTH_U16, 0x17, bad_entry },
	{ IMAGE_V_METADATA_OFFSET, WIDTH_U32, 0, bad_metadata_offset },
	{ IMAGE_V_METADATA_OFFSET, WIDTH_U32, 15, bad_metadata_offset },
	{ IMAGE_V_METADATA_OFFSET, WIDTH_U32, IMAGE_V_BYTES + 1, bad_metadata_offset },
	{ IMAGE_V_METADATA_OFFSET, WIDTH_U32, UINT32_MAX, bad_metadata_offset },
	{ IMAGE_V_METADATA_OFFSET, WIDTH_U32, 0x1004,
	  "the SEV metadata does not start with 'ASEV'" },
	{ IMAGE_V_ASEV, WIDTH_U32, 0, "the SEV metadata does not start with 'ASEV'" },
	{ IMAGE_V_ASEV_VERSION, WIDTH_U32, 0, "the SEV metadata has a version other than 1" },
	{ IMAGE_V_ASEV_VERSION, WIDTH_U32, 2, "the SEV metadata has a version other than 1" },
	{ IMAGE_V_ASEV_COUNT, WIDTH_U32, 3, bad_metadata_length },
	{ IMAGE_V_ASEV_COUNT, WIDTH_U32, 5, bad_metadata_length },
	{ IMAGE_V_ASEV_COUNT, WIDTH_U32, 65, "the SEV metadata has more than 64 sections" },
	{ IMAGE_V_ASEV_COUNT, WIDTH_U32, UINT32_MAX, "the SEV metadata has more than 64 sections" },
	{ IMAGE_V_ASEV_LENGTH, WIDTH_U32, 63, bad_metadata_length },
	{ IMAGE_V_ASEV_LENGTH, WIDTH_U32, 0x1001, bad_metadata_length },
	{ IMAGE_V_ASEV_LENGTH, WIDTH_U32, 0xf001,
	  "the SEV metadata is nearer to the image's start than it is long" },
	{ TYPE, WIDTH_U32, 0, bad_type },
	{ TYPE, WIDTH_U32, 5, bad_type },
	{ TYPE, WIDTH_U32, 0x11, bad_type },
	{ GPA, WIDTH_U32, 0x1001, bad_alignment },
	{ BYTES, WIDTH_U32, 0, bad_alignment },
	{ BYTES, WIDTH_U32, 0x1800, bad_alignment },
	{ BYTES, WIDTH_U32, 0x2000, not_one_page },
	{ BYTES + ROW, WIDTH_U32, 0x2000, not_one_page },
	{ BYTES + 2 * ROW, WIDTH_U32, 0x2000, not_one_page },
	{ GPA, WIDTH_U32, 0xfffff000, into_image },
	{ GPA + 3 * ROW, WIDTH_U32, 0xfffed000, into_image },
	{ BYTES + 3 * ROW, WIDTH_U32, 0xfffff000, into_image },
	{ GPA + ROW, WIDTH_U32, 0x1000, overlap },
	{ GPA + 3 * ROW, WIDTH_U32, 0x10000, overlap },
	{ GPA + 3 * ROW, WIDTH_U32, 0xd000, overlap },
	{ TYPE + ROW, WIDTH_U32, 2, "the metadata has two sections of a type that must be unique" },
	{ IMAGE_V_HASH_AREA_LENGTH, WIDTH_U16, 0x19,
	  "the hash table area (GUID 7255371f...) is shorter than 8 bytes" },
	{ IMAGE_V_HASH_AREA, WIDTH_U32, 0xffff, bad_hash_area },
	{ IMAGE_V_HASH_AREA, WIDTH_U32, 0x11000 - 175, bad_hash_area },
	{ IMAGE_V_HASH_AREA, WIDTH_U32, UINT32_MAX, bad_hash_area },
	{ IMAGE_V_HASH_AREA + 4, WIDTH_U32, 175,
	  "the hash table area (GUID 7255371f...) is smaller than 176 bytes" },
};

static void put(u8 *at, u32 width, u32 value)
{
	if (width == WIDTH_U16)
		le16_store(at, (u16)value);
	else
		le32_store(at, value);
}

static void every_spoiled_image_is_refused_with_its_reason(void **state)
{
	struct rom_image image;

	for (size_t i = 0; i < COUNT_OF(spoiled); i++) {
		const char *fault;

		fresh_image(state);
		put(rom + spoiled[i].offset, spoiled[i].width, spoiled[i].value);
		fault = rom_image_parse(&image, rom, sizeof(rom));
		if (!fault || strcmp(fault, spoiled[i].fault) != 0)
			fail_msg("case %zu: '%s' instead of '%s'", i, fault ? fault : "accepted",
				 spoiled[i].fault);
	}
}

static void a_size_that_qemu_refuses_is_refused(void **state)
{
	static const size_t sizes[] = { 0, 1, 4096, IMAGE_V_BYTES - 1, IMAGE_V_BYTES + 4096,
					ROM_BYTES_MAX + IMAGE_V_BYTES };
	struct rom_image image;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++)
		assert_string_equal(rom_image_parse(&image, rom, sizes[i]),
				    "the image's size is not a multiple of 64 KiB up to 16 MiB");
}

/*
 * Down to the image's first byte, with a rest that is too short for an entry. On the heap, so that
 * a read in front of the image trips the sanitizer.
 */
static void a_table_as_long_as_the_image_is_walked_to_its_end(void **state)
{
	u8 *copy = malloc(sizeof(rom));
	struct rom_image image;

	(void)state;
	assert_non_null(copy);
	memcpy(copy, rom, sizeof(rom));
	le16_store(copy + IMAGE_V_TABLE_LENGTH, IMAGE_V_BYTES - 0x20);
	le32_store(copy + IMAGE_V_METADATA_GUID, 0);
	le16_store(copy + IMAGE_V_TABLE - 18, IMAGE_V_TABLE - 10);
	assert_string_equal(rom_image_parse(&image, copy, sizeof(rom)), bad_entry);
	le16_store(copy + IMAGE_V_TABLE - 18, IMAGE_V_TABLE);
	assert_string_equal(rom_image_parse(&image, copy, sizeof(rom)), no_metadata);
	free(copy);
}

static void metadata_that_passes_the_end_of_the_image_is_refused(void **state)
{
	static const u32 header[] = { 0x56455341, 64, 1, 4 };
	struct rom_image image;

	(void)state;
	memcpy(rom + IMAGE_V_BYTES - sizeof(header), header, sizeof(header));
	le32_store(rom + IMAGE_V_METADATA_OFFSET, sizeof(header));
	assert_string_equal(rom_image_parse(&image, rom, sizeof(rom)), bad_metadata_length);
}

static void sections_may_touch_and_reach_the_image(void **state)
{
	struct rom_image image;

	(void)state;
	le32_store(rom + GPA + ROW, 0x3000);
	le32_store(rom + GPA, 0x2000);
	le32_store(rom + GPA + 3 * ROW, 0xfffec000);
	assert_null(rom_image_parse(&image, rom, sizeof(rom)));
}

static void without_area_or_section_there_is_no_place_for_hashes(void **state)
{
	struct rom_image image;

	le32_store(rom + IMAGE_V_HASH_AREA, 0);
	assert_null(rom_image_parse(&image, rom, sizeof(rom)));
	assert_null(rom_image_hash_section(&image));
	fresh_image(state);
	le32_store(rom + TYPE + 2 * ROW, ROM_SECTION_SVSM_CAA);
	assert_null(rom_image_parse(&image, rom, sizeof(rom)));
	assert_null(rom_image_hash_section(&image));
}

/* The image lies at the end of its allocation: a read outside it trips the sanitizer. */
static void random_damage_never_leads_outside_the_image(void **state)
{
	u8 *copy = malloc(sizeof(rom));
	struct rom_image image;
	u32 random = 1, accepted = 0;

	(void)state;
	assert_non_null(copy);
	for (int round = 0; round < 20000; round++) {
		memcpy(copy, rom, sizeof(rom));
		for (int i = 0; i < 3; i++) {
			u32 in_table;

			random = random * 1664525 + 1013904223;
			in_table = random >> 31;
			copy[in_table ? IMAGE_V_TABLE + (random >> 8) % 0x72
				      : IMAGE_V_ASEV + (random >> 8) % 64] = (u8)(random >> 20);
		}
		if (!rom_image_parse(&image, copy, sizeof(rom))) {
			accepted++;
			assert_true(image.section_count <= ROM_SECTIONS_MAX);
		}
	}
	assert_in_range(accepted, 1, 19999);
	free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(image_v_is_read_as_published, fresh_image),
		cmocka_unit_test_setup(every_spoiled_image_is_refused_with_its_reason, fresh_image),
		cmocka_unit_test_setup(a_size_that_qemu_refuses_is_refused, fresh_image),
		cmocka_unit_test_setup(a_table_as_long_as_the_image_is_walked_to_its_end,
				       fresh_image),
		cmocka_unit_test_setup(metadata_that_passes_the_end_of_the_image_is_refused,
				       fresh_image),
		cmocka_unit_test_setup(sections_may_touch_and_reach_the_image, fresh_image),
		cmocka_unit_test_setup(without_area_or_section_there_is_no_place_for_hashes,
				       fresh_image),
		cmocka_unit_test_setup(random_damage_never_leads_outside_the_image, fresh_image),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
