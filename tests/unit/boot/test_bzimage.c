/* The setup header: a good one, each field at its edges, and every truncation of the file. */
#include "firmware/boot/bzimage.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <stdlib.h>
#include <string.h>

#define SETUP_BYTES 1024u
#define IMAGE_BYTES 0x3000u
#define INIT_BYTES 0x10000u

static u8 *setup_part; /* of exactly SETUP_BYTES, so that ASan sees a read past the end */
static struct bzimage kernel;

/* What Linux' header.S writes, with a small setup part. */
static void build_header(u8 *at)
{
	memset(at, 0, SETUP_BYTES);
	at[0x1f1] = SETUP_BYTES / 512 - 1;          /* setup_sects */
	le32_store(at + 0x1f4, IMAGE_BYTES / 16);   /* syssize */
	le16_store(at + 0x1fe, 0xaa55);             /* boot_flag */
	at[0x200] = 0xeb;                           /* jump over the header... */
	at[0x201] = 0x6a;                           /* ...which ends at 0x26c */
	memcpy(at + 0x202, "HdrS", 4);
	le16_store(at + 0x206, 0x020f);             /* protocol 2.15 */
	at[0x211] = 1;                              /* loadflags: LOADED_HIGH */
	le32_store(at + 0x22c, 0x7fffffff);         /* initrd_addr_max */
	le32_store(at + 0x230, 0x200000);           /* kernel_alignment */
	at[0x234] = 1;                              /* relocatable_kernel */
	le16_store(at + 0x236, 0x7f);               /* xloadflags as in Debian's kernels */
	le32_store(at + 0x238, 2047);               /* cmdline_size */
	le32_store(at + 0x248, 0x400);              /* payload_offset */
	le32_store(at + 0x24c, 0x2000);             /* payload_length */
	le64_store(at + 0x258, 0x1000000);          /* pref_address */
	le32_store(at + 0x260, INIT_BYTES);         /* init_size */
}

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	setup_part = malloc(SETUP_BYTES);
	if (setup_part == NULL)
		return -1;
	build_header(setup_part);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(setup_part);
	return 0;
}

static enum err parse(void)
{
	return bzimage_parse(setup_part, SETUP_BYTES, IMAGE_BYTES, &kernel);
}

static void a_good_header_is_taken_apart(void **state)
{
	(void)state;
	assert_int_equal(parse(), OK);
	assert_int_equal(kernel.setup_bytes, SETUP_BYTES);
	assert_int_equal(kernel.image_bytes, IMAGE_BYTES);
	assert_int_equal(kernel.protocol, 0x20f);
	assert_int_equal(kernel.header_end, 0x26c);
	assert_int_equal(kernel.alignment, 0x200000);
	assert_int_equal(kernel.preferred_gpa, 0x1000000);
	assert_int_equal(kernel.init_bytes, INIT_BYTES);
	assert_int_equal(kernel.cmdline_bytes, 2047);
	assert_int_equal(kernel.initrd_limit, 1ull << 46);
	assert_true(kernel.is_relocatable);
	assert_int_equal(kernel.payload_offset, 0x400);
	assert_int_equal(kernel.payload_bytes, 0x2000);
}

static void every_truncation_of_the_header_is_refused(void **state)
{
	(void)state;
	for (u64 length = 0; length < 0x264; length++) {
		u8 *copy = malloc(length + 1);

		assert_non_null(copy);
		memcpy(copy, setup_part, length);
		copy = realloc(copy, length > 0 ? length : 1);
		assert_non_null(copy);
		assert_fault(bzimage_parse(copy, length, IMAGE_BYTES, &kernel), ERR_KERNEL_HEADER,
			     length, 0);
		free(copy);
	}
	/* Long enough for the fields, not for the end that the header names. */
	assert_fault(bzimage_parse(setup_part, 0x264, IMAGE_BYTES, &kernel), ERR_KERNEL_HEADER,
		     0x264, 0x26c);
	assert_fault(bzimage_parse(setup_part, 0x26b, IMAGE_BYTES, &kernel), ERR_KERNEL_HEADER,
		     0x26b, 0x26c);
	/* From there on it is the number of sectors that disagrees. */
	assert_fault(bzimage_parse(setup_part, 0x26c, IMAGE_BYTES, &kernel), ERR_KERNEL_SIZE,
		     SETUP_BYTES, 0x26c);
}

static void other_files_are_no_bzimage(void **state)
{
	(void)state;
	memcpy(setup_part, "\x7f" "ELF", 4);
	le16_store(setup_part + 0x1fe, 0);
	assert_fault(parse(), ERR_KERNEL_HEADER, SETUP_BYTES, 0);
	build_header(setup_part);
	setup_part[0x202] = 'h';
	assert_fault(parse(), ERR_KERNEL_HEADER, SETUP_BYTES, 0);
	memset(setup_part, 0, SETUP_BYTES);
	assert_fault(parse(), ERR_KERNEL_HEADER, SETUP_BYTES, 0);
}

static void protocol_2_12_is_the_oldest(void **state)
{
	(void)state;
	le16_store(setup_part + 0x206, 0x20c);
	assert_int_equal(parse(), OK);
	assert_int_equal(kernel.protocol, 0x20c);
	le16_store(setup_part + 0x206, 0x20b);
	assert_fault(parse(), ERR_KERNEL_PROTOCOL, 0x20b, 0);
	le16_store(setup_part + 0x206, 0);
	assert_fault(parse(), ERR_KERNEL_PROTOCOL, 0, 0);
}

static void the_header_must_hold_its_fields_and_fit_boot_params(void **state)
{
	(void)state;
	setup_part[0x201] = 0x62; /* ends at 0x264, with init_size */
	assert_int_equal(parse(), OK);
	assert_int_equal(kernel.header_end, 0x264);
	setup_part[0x201] = 0x61;
	assert_fault(parse(), ERR_KERNEL_HEADER, SETUP_BYTES, 0x263);
	setup_part[0x201] = 0x8e; /* ends at 0x290, where boot_params goes on */
	assert_int_equal(parse(), OK);
	setup_part[0x201] = 0x8f;
	assert_fault(parse(), ERR_KERNEL_HEADER, SETUP_BYTES, 0x291);
	setup_part[0x201] = 0xff;
	assert_fault(parse(), ERR_KERNEL_HEADER, SETUP_BYTES, 0x301);
}

static void a_kernel_without_64_bit_entry_is_refused(void **state)
{
	(void)state;
	le16_store(setup_part + 0x236, 0x7e);
	assert_fault(parse(), ERR_KERNEL_NOT_64, 0x7e, 0);
	le16_store(setup_part + 0x236, 0x7f);
	setup_part[0x211] = 0x80;
	assert_fault(parse(), ERR_KERNEL_HEADER, 0x80, 0);
}

static void the_split_of_the_file_must_be_the_headers(void **state)
{
	(void)state;
	setup_part[0x1f1] = 2;
	assert_fault(parse(), ERR_KERNEL_SIZE, 1536, SETUP_BYTES);
	setup_part[0x1f1] = 0; /* means 4 */
	assert_fault(parse(), ERR_KERNEL_SIZE, 2560, SETUP_BYTES);
	setup_part[0x1f1] = 255;
	assert_fault(parse(), ERR_KERNEL_SIZE, 131072, SETUP_BYTES);
}

static void setup_sects_0_means_4(void **state)
{
	u8 *big = calloc(1, 2560);

	(void)state;
	assert_non_null(big);
	memcpy(big, setup_part, SETUP_BYTES);
	big[0x1f1] = 0;
	assert_int_equal(bzimage_parse(big, 2560, IMAGE_BYTES, &kernel), OK);
	assert_int_equal(kernel.setup_bytes, 2560);
	free(big);
}

static void a_truncated_image_is_refused(void **state)
{
	(void)state;
	assert_fault(bzimage_parse(setup_part, SETUP_BYTES, IMAGE_BYTES - 1, &kernel),
		     ERR_KERNEL_SIZE, IMAGE_BYTES, IMAGE_BYTES - 1);
	assert_fault(bzimage_parse(setup_part, SETUP_BYTES, 0, &kernel), ERR_KERNEL_SIZE,
		     IMAGE_BYTES, 0);
	/* A signature may follow. */
	assert_int_equal(bzimage_parse(setup_part, SETUP_BYTES, IMAGE_BYTES + 1500, &kernel), OK);
	le32_store(setup_part + 0x1f4, 0xffffffff);
	assert_fault(parse(), ERR_KERNEL_SIZE, 0xffffffffull * 16, IMAGE_BYTES);
}

static void the_entry_must_be_inside_the_image(void **state)
{
	(void)state;
	le32_store(setup_part + 0x1f4, 0);
	le32_store(setup_part + 0x248, 0);
	le32_store(setup_part + 0x24c, 0);
	assert_fault(bzimage_parse(setup_part, SETUP_BYTES, 0x200, &kernel), ERR_KERNEL_SIZE, 0x200,
		     0x200);
	assert_int_equal(bzimage_parse(setup_part, SETUP_BYTES, 0x201, &kernel), OK);
}

static void init_size_covers_the_image(void **state)
{
	(void)state;
	le32_store(setup_part + 0x260, IMAGE_BYTES);
	assert_int_equal(parse(), OK);
	le32_store(setup_part + 0x260, IMAGE_BYTES - 1);
	assert_fault(parse(), ERR_KERNEL_SIZE, IMAGE_BYTES - 1, IMAGE_BYTES);
	le32_store(setup_part + 0x260, 0);
	assert_fault(parse(), ERR_KERNEL_SIZE, 0, IMAGE_BYTES);
	/* An image of 4 GiB and more never fits a 32-bit init_size. */
	le32_store(setup_part + 0x260, 0xffffffff);
	assert_fault(bzimage_parse(setup_part, SETUP_BYTES, 4 * GIB, &kernel), ERR_KERNEL_SIZE,
		     0xffffffff, 4 * GIB);
}

static void the_payload_is_inside_the_image(void **state)
{
	(void)state;
	le32_store(setup_part + 0x248, IMAGE_BYTES - 0x2000);
	assert_int_equal(parse(), OK);
	le32_store(setup_part + 0x248, IMAGE_BYTES - 0x2000 + 1);
	assert_fault(parse(), ERR_KERNEL_SIZE, IMAGE_BYTES - 0x2000 + 1, 0x2000);
	le32_store(setup_part + 0x248, 0xffffffff);
	le32_store(setup_part + 0x24c, 0xffffffff);
	assert_fault(parse(), ERR_KERNEL_SIZE, 0xffffffff, 0xffffffff);
	le32_store(setup_part + 0x248, 0);
	le32_store(setup_part + 0x24c, 0);
	assert_int_equal(parse(), OK);
}

static void alignment_is_a_power_of_two_of_at_least_a_page(void **state)
{
	static const u32 bad[] = { 0, 1, 0x800, 0x1001, 0x3000, 0x600000, 0xffffffff };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		le32_store(setup_part + 0x230, bad[i]);
		assert_fault(parse(), ERR_KERNEL_SIZE, bad[i], 0);
	}
	le32_store(setup_part + 0x230, 0x1000);
	assert_int_equal(parse(), OK);
}

static void the_preferred_address_is_aligned_and_reachable(void **state)
{
	(void)state;
	le64_store(setup_part + 0x258, 0x1000800);
	assert_fault(parse(), ERR_KERNEL_SIZE, 0x1000800, 0x200000);
	le64_store(setup_part + 0x258, 1ull << 46);
	assert_fault(parse(), ERR_KERNEL_SIZE, 1ull << 46, 0x200000);
	le64_store(setup_part + 0x258, ~0ull << 21);
	assert_fault(parse(), ERR_KERNEL_SIZE, ~0ull << 21, 0x200000);
	le64_store(setup_part + 0x258, (1ull << 46) - 0x200000);
	assert_int_equal(parse(), OK);
}

static void without_the_flag_the_initrd_stays_below_the_headers_limit(void **state)
{
	(void)state;
	le16_store(setup_part + 0x236, 0x7d);
	assert_int_equal(parse(), OK);
	assert_int_equal(kernel.initrd_limit, 0x80000000);
	le32_store(setup_part + 0x22c, 0xffffffff);
	assert_int_equal(parse(), OK);
	assert_int_equal(kernel.initrd_limit, 4 * GIB);
	setup_part[0x234] = 0;
	assert_int_equal(parse(), OK);
	assert_false(kernel.is_relocatable);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_good_header_is_taken_apart),
		TEST(every_truncation_of_the_header_is_refused),
		TEST(other_files_are_no_bzimage),
		TEST(protocol_2_12_is_the_oldest),
		TEST(the_header_must_hold_its_fields_and_fit_boot_params),
		TEST(a_kernel_without_64_bit_entry_is_refused),
		TEST(the_split_of_the_file_must_be_the_headers),
		TEST(setup_sects_0_means_4),
		TEST(a_truncated_image_is_refused),
		TEST(the_entry_must_be_inside_the_image),
		TEST(init_size_covers_the_image),
		TEST(the_payload_is_inside_the_image),
		TEST(alignment_is_a_power_of_two_of_at_least_a_page),
		TEST(the_preferred_address_is_aligned_and_reachable),
		TEST(without_the_flag_the_initrd_stays_below_the_headers_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
