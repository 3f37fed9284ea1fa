/* What a kernel image says about itself: halves of GUIDs at every distance, and where they count. */
#include "firmware/boot/kernel_features.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#define PAYLOAD_OFFSET 0x300u
#define PAYLOAD_BYTES 0x400u
#define TAIL_OFFSET (PAYLOAD_OFFSET + PAYLOAD_BYTES)
#define TAIL_BYTES 0x200u
#define IMAGE_BYTES (TAIL_OFFSET + TAIL_BYTES)
#define NEARBY 64u /* largest distance of the halves' starts */

/* The tables' GUIDs as they lie in memory (Linux include/linux/efi.h), not as the firmware has them. */
static const u8 unaccepted[16] = { 0x3c, 0xde, 0xd1, 0xd5, 0x5c, 0x10, 0xf9, 0x44,
				   0x9e, 0xa9, 0xbc, 0xef, 0x98, 0x12, 0x00, 0x31 };
static const u8 cc_blob[16] = { 0x5f, 0x1f, 0x7b, 0x06, 0x26, 0xcf, 0xc5, 0x44,
				0x85, 0x54, 0x93, 0xd7, 0x77, 0x91, 0x2d, 0x42 };

static u8 *image; /* an allocation of its own: ASan sees its end */
static struct bzimage kernel;

static int setup(void **state)
{
	(void)state;
	image = malloc(IMAGE_BYTES);
	assert_non_null(image);
	memset(image, 0x90, IMAGE_BYTES);
	kernel = (struct bzimage){ .image_bytes = IMAGE_BYTES, .payload_offset = PAYLOAD_OFFSET,
				   .payload_bytes = PAYLOAD_BYTES };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(image);
	return 0;
}

static void clear(void)
{
	memset(image, 0x90, IMAGE_BYTES);
}

static void put_halves(const u8 guid[16], u32 first, u32 second)
{
	memcpy(image + first, guid, 8);
	memcpy(image + second, guid + 8, 8);
}

static bool is_snp_guest(void)
{
	return kernel_features_find(&kernel, image).is_snp_guest;
}

static bool accepts_lazily(void)
{
	return kernel_features_find(&kernel, image).accepts_lazily;
}

static void an_image_without_guids_has_no_features(void **state)
{
	(void)state;
	assert_false(is_snp_guest());
	assert_false(accepts_lazily());
}

static void each_guid_stands_for_one_feature(void **state)
{
	(void)state;
	put_halves(cc_blob, TAIL_OFFSET + 16, TAIL_OFFSET + 40);
	assert_true(is_snp_guest());
	assert_false(accepts_lazily());
	put_halves(unaccepted, TAIL_OFFSET + 100, TAIL_OFFSET + 120);
	assert_true(is_snp_guest());
	assert_true(accepts_lazily());
	clear();
	put_halves(unaccepted, TAIL_OFFSET + 100, TAIL_OFFSET + 120);
	assert_false(is_snp_guest());
	assert_true(accepts_lazily());
}

static void a_whole_guid_counts_too(void **state)
{
	(void)state;
	memcpy(image + TAIL_OFFSET + 33, unaccepted, 16);
	assert_true(accepts_lazily());
}

static void the_halves_come_in_either_order_up_to_64_bytes_apart(void **state)
{
	const u32 middle = TAIL_OFFSET + TAIL_BYTES / 2;

	(void)state;
	for (u32 distance = 8; distance <= 2 * NEARBY; distance++) {
		clear();
		put_halves(unaccepted, middle, middle + distance);
		assert_int_equal(accepts_lazily(), distance <= NEARBY);
		clear();
		put_halves(unaccepted, middle, middle - distance);
		assert_int_equal(accepts_lazily(), distance <= NEARBY);
	}
}

static void one_half_is_not_enough(void **state)
{
	(void)state;
	memcpy(image + TAIL_OFFSET, unaccepted, 8);
	assert_false(accepts_lazily());
	clear();
	memcpy(image + TAIL_OFFSET, unaccepted + 8, 8);
	assert_false(accepts_lazily());
	put_halves(cc_blob, TAIL_OFFSET + 16, TAIL_OFFSET + 32); /* another GUID's other half */
	assert_false(accepts_lazily());
}

static void a_far_pair_does_not_hide_a_near_one(void **state)
{
	(void)state;
	put_halves(unaccepted, TAIL_OFFSET, TAIL_OFFSET + 2 * NEARBY);
	assert_false(accepts_lazily());
	memcpy(image + TAIL_OFFSET + 3 * NEARBY, unaccepted, 8); /* close to the second half */
	assert_true(accepts_lazily());
}

static void the_compressed_payload_does_not_count(void **state)
{
	(void)state;
	for (u32 offset = 0; offset + 16 <= TAIL_OFFSET; offset++) {
		clear();
		memcpy(image + offset, unaccepted, 16);
		assert_false(accepts_lazily());
	}
}

static void a_pair_across_the_payload_s_end_does_not_count(void **state)
{
	(void)state;
	put_halves(unaccepted, TAIL_OFFSET - 8, TAIL_OFFSET);
	assert_false(accepts_lazily());
	clear();
	put_halves(unaccepted, TAIL_OFFSET, TAIL_OFFSET - 8);
	assert_false(accepts_lazily());
	clear();
	put_halves(unaccepted, TAIL_OFFSET - 1, TAIL_OFFSET + 8); /* first half starts a byte early */
	assert_false(accepts_lazily());
}

static void both_edges_of_the_tail_count(void **state)
{
	(void)state;
	put_halves(unaccepted, TAIL_OFFSET, TAIL_OFFSET + 8);
	assert_true(accepts_lazily());
	clear();
	put_halves(unaccepted, TAIL_OFFSET + 8, TAIL_OFFSET);
	assert_true(accepts_lazily());
	clear();
	put_halves(unaccepted, IMAGE_BYTES - 16, IMAGE_BYTES - 8);
	assert_true(accepts_lazily());
	clear();
	put_halves(unaccepted, IMAGE_BYTES - 8, IMAGE_BYTES - 16);
	assert_true(accepts_lazily());
	clear();
	put_halves(unaccepted, IMAGE_BYTES - 8, IMAGE_BYTES - 8 - NEARBY);
	assert_true(accepts_lazily());
	clear();
	put_halves(unaccepted, IMAGE_BYTES - 8 - NEARBY, IMAGE_BYTES - 8);
	assert_true(accepts_lazily());
}

static void a_half_that_is_cut_off_does_not_count(void **state)
{
	(void)state;
	memcpy(image + IMAGE_BYTES - 15, unaccepted, 15);
	assert_false(accepts_lazily());
	clear();
	memcpy(image + IMAGE_BYTES - 16, unaccepted + 8, 8);
	memcpy(image + IMAGE_BYTES - 7, unaccepted, 7);
	assert_false(accepts_lazily());
}

static void one_wrong_bit_is_another_guid(void **state)
{
	(void)state;
	for (u32 bit = 0; bit < 128; bit++) {
		clear();
		memcpy(image + TAIL_OFFSET + 40, unaccepted, 16);
		image[TAIL_OFFSET + 40 + bit / 8] ^= (u8)(1u << bit % 8);
		assert_false(accepts_lazily());
	}
}

/* Every size of tail from none to a little more than two halves: nothing is read behind it. */
static void short_tails_are_read_to_their_end_and_no_further(void **state)
{
	(void)state;
	for (u32 bytes = 0; bytes <= 24; bytes++) {
		u8 *shorter = malloc(TAIL_OFFSET + bytes);

		assert_non_null(shorter);
		memset(shorter, 0x90, TAIL_OFFSET + bytes);
		if (bytes >= 16)
			memcpy(shorter + TAIL_OFFSET + bytes - 16, unaccepted, 16);
		kernel.image_bytes = TAIL_OFFSET + bytes;
		assert_int_equal(kernel_features_find(&kernel, shorter).accepts_lazily, bytes >= 16);
		free(shorter);
	}
}

/* A kernel that does not say where its payload is: all of it is searched. */
static void an_unknown_payload_means_that_all_counts(void **state)
{
	(void)state;
	kernel.payload_offset = 0;
	kernel.payload_bytes = 0;
	memcpy(image + PAYLOAD_OFFSET, unaccepted, 16);
	assert_true(accepts_lazily());
	assert_int_equal(kernel_features_find(&kernel, image).uncompressed_bytes, 0);
}

static void the_uncompressed_size_ends_the_payload(void **state)
{
	(void)state;
	le32_store(image + TAIL_OFFSET - 4, 0x3456789a);
	assert_int_equal(kernel_features_find(&kernel, image).uncompressed_bytes, 0x3456789a);
	for (kernel.payload_bytes = 0; kernel.payload_bytes < 4; kernel.payload_bytes++)
		assert_int_equal(kernel_features_find(&kernel, image).uncompressed_bytes, 0);
	le32_store(image + PAYLOAD_OFFSET, 77);
	kernel.payload_bytes = 4;
	assert_int_equal(kernel_features_find(&kernel, image).uncompressed_bytes, 77);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_image_without_guids_has_no_features),
		TEST(each_guid_stands_for_one_feature),
		TEST(a_whole_guid_counts_too),
		TEST(the_halves_come_in_either_order_up_to_64_bytes_apart),
		TEST(one_half_is_not_enough),
		TEST(a_far_pair_does_not_hide_a_near_one),
		TEST(the_compressed_payload_does_not_count),
		TEST(a_pair_across_the_payload_s_end_does_not_count),
		TEST(both_edges_of_the_tail_count),
		TEST(a_half_that_is_cut_off_does_not_count),
		TEST(one_wrong_bit_is_another_guid),
		TEST(short_tails_are_read_to_their_end_and_no_further),
		TEST(an_unknown_payload_means_that_all_counts),
		TEST(the_uncompressed_size_ends_the_payload),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
