/* Reading and hashing in one pass: what is hashed is the private copy, whatever the device does. */
#include "firmware/dev/fw_cfg.h"
#include "lib/sha256.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/dev/reader.h"

static void assert_hash(struct sha256 *hash, const void *bytes, size_t count)
{
	u8 wanted[SHA256_BYTES], got[SHA256_BYTES];
	struct sha256 honest;

	sha256_init(&honest, sha256_blocks_portable);
	sha256_update(&honest, bytes, count);
	sha256_final(&honest, wanted);
	sha256_final(hash, got);
	assert_memory_equal(got, wanted, sizeof(wanted));
}

/* What a host changes between the transfers is in the copy and in its hash, or in neither. */
static void the_hash_is_that_of_the_private_copy(void **state)
{
	struct sha256 hash;

	(void)state;
	reader_init_bounced();
	fw_cfg_device_lie(FW_CFG_ANSWER_CHANGES, KEY);
	sha256_init(&hash, sha256_blocks_portable);
	fw_cfg_select(KEY);
	assert_int_equal(fw_cfg_read_hashed(HEAP + 1, sizeof(reader_content), &hash), OK);
	assert_memory_not_equal(reader_heap + 1, reader_content, sizeof(reader_content));
	assert_hash(&hash, reader_heap + 1, sizeof(reader_content));
	assert_int_equal(reader_heap[0], MACHINE_GARBAGE);
	assert_int_equal(reader_heap[1 + sizeof(reader_content)], MACHINE_GARBAGE);
}

static void one_hash_goes_over_several_reads(void **state)
{
	struct sha256 hash;

	(void)state;
	reader_init_bounced();
	sha256_init(&hash, sha256_blocks_portable);
	fw_cfg_select(KEY);
	assert_int_equal(fw_cfg_read_hashed(HEAP, 100, &hash), OK);
	assert_int_equal(fw_cfg_read_hashed(HEAP + 0x1000, sizeof(reader_content) - 100, &hash), OK);
	assert_hash(&hash, reader_content, sizeof(reader_content));
}

static void a_plain_vm_can_hash_as_well(void **state)
{
	struct sha256 hash;

	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	sha256_init(&hash, sha256_blocks_portable);
	fw_cfg_select(KEY);
	assert_int_equal(fw_cfg_read_hashed(HEAP, sizeof(reader_content), &hash), OK);
	assert_hash(&hash, reader_content, sizeof(reader_content));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, reader_setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_hash_is_that_of_the_private_copy),
		TEST(one_hash_goes_over_several_reads),
		TEST(a_plain_vm_can_hash_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
