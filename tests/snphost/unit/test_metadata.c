/* test_metadata.c - the GUIDed table and SEV metadata: vector V of the reference, then each defect. */
#include "tests/snphost/metadata.h"
#include "tests/snphost/unit/cmocka_all.h"

enum { IMAGE = 0x10000, ASEV = 0xf000, TABLE_END = IMAGE - 0x20,
       ANNOUNCEMENT_BYTES = 34, ANNOUNCEMENT = TABLE_END - 0x72 - ANNOUNCEMENT_BYTES };

static u8 image[IMAGE];
static struct metadata m;

/* hash table 10C00/400, reset FFFFF000, metadata 0x1000 from the end; ends at -0x20 */
static const u8 table[0x72] = {
	0x00, 0x10, 0x00, 0x00, 0x16, 0x00, 0x66, 0x65, 0x88, 0xdc, 0x4a, 0x98, 0x98, 0x47, 0xa7,
	0x5e, 0x55, 0x85, 0xa7, 0xbf, 0x67, 0xcc,
	0x00, 0x0c, 0x01, 0x00, 0x00, 0x04, 0x00, 0x00, 0x1a, 0x00, 0x1f, 0x37, 0x55, 0x72, 0x3b,
	0x3a, 0x04, 0x4b, 0x92, 0x7b, 0x1d, 0xa6, 0xef, 0xa8, 0xd4, 0x54,
	0x00, 0x08, 0x01, 0x00, 0x00, 0x04, 0x00, 0x00, 0x1a, 0x00, 0x61, 0xb3, 0x2e, 0x4c, 0x9b,
	0x7d, 0xc3, 0x4c, 0x80, 0x81, 0x12, 0x7c, 0x90, 0xd3, 0xd2, 0x94,
	0x00, 0xf0, 0xff, 0xff, 0x16, 0x00, 0xde, 0x71, 0xf7, 0x00, 0x7e, 0x1a, 0xcb, 0x4f, 0x89,
	0x0e, 0x68, 0xc7, 0x7e, 0x2f, 0xb4, 0x4e,
	0x72, 0x00, 0xde, 0x82, 0xb5, 0x96, 0xb2, 0x1f, 0xf7, 0x45, 0xba, 0xea, 0xa3, 0x66, 0xc5,
	0x5a, 0x08, 0x2d,
};

static void put32(u32 at, u32 value)
{
	memcpy(image + at, &value, sizeof(value));
}

static void put_section(u32 i, u32 gpa, u32 bytes, u32 type)
{
	put32(ASEV + 16 + 12 * i, gpa);
	put32(ASEV + 20 + 12 * i, bytes);
	put32(ASEV + 24 + 12 * i, type);
}

static int build(void **state)
{
	(void)state;
	memset(image, 0, sizeof(image));
	memcpy(image + TABLE_END - sizeof(table), table, sizeof(table));
	memcpy(image + ASEV, "ASEV", 4);
	put32(ASEV + 4, 16 + 4 * 12);
	put32(ASEV + 8, 1);
	put32(ASEV + 12, 4);
	put_section(0, 0x1000, 0x1000, METADATA_SECRETS);
	put_section(1, 0x2000, 0x1000, METADATA_CPUID);
	put_section(2, 0x10000, 0x1000, METADATA_KERNEL_HASHES);
	put_section(3, 0x11000, 0x4000, METADATA_SEC_MEM);
	return 0;
}

static void vector_v_is_read(void **state)
{
	(void)state;
	assert_null(metadata_parse(image, IMAGE, &m));
	assert_int_equal(m.reset_address, 0xfffff000);
	assert_int_equal(m.hash_base, 0x10c00);
	assert_int_equal(m.hash_bytes, 0x400);
	assert_int_equal(m.section_count, 4);
	assert_int_equal(m.section[3].gpa, 0x11000);
	assert_int_equal(m.section[3].bytes, 0x4000);
}

static void refused(const char *why)
{
	const char *wrong = metadata_parse(image, IMAGE, &m);

	assert_non_null(wrong);
	assert_non_null(strstr(wrong, why));
}

static void sections_must_not_overlap(void **state)
{
	(void)state;
	put_section(3, 0x10000, 0x4000, METADATA_SEC_MEM);
	refused("overlap");
}

static void sections_must_not_touch_the_image(void **state)
{
	(void)state;
	put_section(3, 0xfffef000, 0x2000, METADATA_SEC_MEM);
	refused("overlaps the image");
}

static void sections_are_page_aligned(void **state)
{
	(void)state;
	put_section(3, 0x11800, 0x1000, METADATA_SEC_MEM);
	refused("aligned");
	put_section(3, 0x11000, 0x1800, METADATA_SEC_MEM);
	refused("aligned");
	put_section(3, 0x11000, 0, METADATA_SEC_MEM);
	refused("empty");
}

static void unknown_types_are_refused(void **state)
{
	(void)state;
	put_section(3, 0x11000, 0x1000, 5);
	refused("type");
}

static void secrets_and_cpuid_are_needed_once(void **state)
{
	(void)state;
	put_section(0, 0x1000, 0x1000, METADATA_SEC_MEM);
	refused("exactly one");
	put_section(0, 0x1000, 0x2000, METADATA_SECRETS);
	refused("not one page");
}

static void lengths_must_agree(void **state)
{
	(void)state;
	put32(ASEV + 12, 5);
	refused("do not agree");
	put32(ASEV + 12, 0xffffffff);
	refused("do not agree");
}

static void version_is_1(void **state)
{
	(void)state;
	put32(ASEV + 8, 2);
	refused("version");
}

static void a_table_that_runs_out_of_the_image_is_no_table(void **state)
{
	(void)state;
	image[TABLE_END - 18] = 0xff;
	image[TABLE_END - 17] = 0xff;
	refused("reset block");
}

static void a_zero_reset_address_is_refused(void **state)
{
	(void)state;
	put32(TABLE_END - 18 - 22, 0);
	refused("reset block");
}

static void an_entry_of_length_0_ends_the_walk(void **state)
{
	(void)state;
	image[TABLE_END - 18 - 18] = 0;		/* the first entry's length */
	refused("reset block");
}

/* As asm/metadata_vmsa.asm has it, behind the entries that build() makes: the lowest of the table. */
static void announce(u32 base, u32 count, u32 stride, u32 version)
{
	static const u8 guid[16] = { 0x34, 0x9b, 0x5e, 0x1c, 0x62, 0xd7, 0x0a, 0x4f,
				     0x8b, 0x1d, 0x7a, 0xc4, 0x02, 0xe9, 0x53, 0xb6 };

	memcpy(image + ANNOUNCEMENT + ANNOUNCEMENT_BYTES - sizeof(guid), guid, sizeof(guid));
	image[ANNOUNCEMENT + 16] = ANNOUNCEMENT_BYTES;
	put32(ANNOUNCEMENT, base);
	put32(ANNOUNCEMENT + 4, count);
	put32(ANNOUNCEMENT + 8, stride);
	put32(ANNOUNCEMENT + 12, version);
	image[TABLE_END - 18] = sizeof(table) + ANNOUNCEMENT_BYTES;
}

static void announced_vmsas_are_read(void **state)
{
	(void)state;
	assert_null(metadata_parse(image, IMAGE, &m));
	assert_int_equal(m.vmsas.count, 0);
	announce(0x29000, 96, 0x1000, 1);
	assert_null(metadata_parse(image, IMAGE, &m));
	assert_int_equal(m.vmsas.base, 0x29000);
	assert_int_equal(m.vmsas.count, 96);
	assert_int_equal(m.vmsas.stride, 0x1000);
}

static void a_vmsa_at_2_mib_is_refused(void **state)
{
	(void)state;
	announce(0x1ff000, 2, 0x1000, 1);
	refused("2 MiB");
}

static void an_announcement_of_nothing_is_refused(void **state)
{
	(void)state;
	announce(0x29000, 0, 0x1000, 1);
	refused("no pages");
	announce(0x29000, 1, 0x800, 1);
	refused("no pages");
}

static void an_announcement_of_another_version_is_refused(void **state)
{
	(void)state;
	announce(0x29000, 1, 0x1000, 2);
	refused("unknown version");
}

static void the_image_is_a_multiple_of_64k(void **state)
{
	(void)state;
	assert_non_null(metadata_parse(image + 0x1000, IMAGE - 0x1000, &m));
	assert_non_null(metadata_parse(image, 0, &m));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(vector_v_is_read, build),
		cmocka_unit_test_setup(sections_must_not_overlap, build),
		cmocka_unit_test_setup(sections_must_not_touch_the_image, build),
		cmocka_unit_test_setup(sections_are_page_aligned, build),
		cmocka_unit_test_setup(unknown_types_are_refused, build),
		cmocka_unit_test_setup(secrets_and_cpuid_are_needed_once, build),
		cmocka_unit_test_setup(lengths_must_agree, build),
		cmocka_unit_test_setup(version_is_1, build),
		cmocka_unit_test_setup(a_table_that_runs_out_of_the_image_is_no_table, build),
		cmocka_unit_test_setup(a_zero_reset_address_is_refused, build),
		cmocka_unit_test_setup(an_entry_of_length_0_ends_the_walk, build),
		cmocka_unit_test_setup(the_image_is_a_multiple_of_64k, build),
		cmocka_unit_test_setup(announced_vmsas_are_read, build),
		cmocka_unit_test_setup(a_vmsa_at_2_mib_is_refused, build),
		cmocka_unit_test_setup(an_announcement_of_nothing_is_refused, build),
		cmocka_unit_test_setup(an_announcement_of_another_version_is_refused, build),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
