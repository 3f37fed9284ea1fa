/* The file directory as the device serves it: honest and full, then one lie at a time. */
#include "firmware/dev/fw_cfg.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/dev/reader.h"

static u8 file_bytes[40];

static enum err read_dir(struct fw_cfg_dir *dir)
{
	return fw_cfg_read_dir(HEAP, dir);
}

static void add_files(void)
{
	(void)fw_cfg_device_add_file("bootorder", file_bytes, 3, false);
	(void)fw_cfg_device_add_file("etc/e820", file_bytes, 40, false);
	(void)fw_cfg_device_add_file("etc/table-loader", file_bytes, 1, false);
}

static void the_directory_is_read_in_both_kinds_of_vm(void **state)
{
	struct fw_cfg_dir dir;

	(void)state;
	add_files();
	assert_int_equal(reader_init_plain(), OK);
	assert_int_equal(read_dir(&dir), OK);
	assert_int_equal(dir.files[FW_CFG_FILE_E820].key, 0x21);
	assert_int_equal(dir.files[FW_CFG_FILE_E820].size, 40);
	reader_init_bounced();
	assert_int_equal(read_dir(&dir), OK);
	assert_int_equal(dir.files[FW_CFG_FILE_LOADER].key, 0x22);
	assert_int_equal(fw_cfg_device_selects(FW_CFG_KEY_FILE_DIR), 2);
}

static void a_full_directory_fits(void **state)
{
	char name[FW_CFG_NAME_BYTES] = "opt/x00";
	struct fw_cfg_dir dir;

	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	for (u32 i = 0; i < FW_CFG_DIR_MAX; i++) {
		name[5] = (char)('a' + i / 16);
		name[6] = (char)('a' + i % 16);
		(void)fw_cfg_device_add_file(name, file_bytes, 1, false);
	}
	assert_int_equal(read_dir(&dir), OK);
	(void)fw_cfg_device_add_file("etc/e820", file_bytes, 20, false);
	assert_fault(read_dir(&dir), ERR_FW_CFG_DIR, FW_CFG_DIR_MAX + 1, 0);
}

static void directory_lies_are_found(void **state)
{
	static const struct {
		enum fw_cfg_lie lie;
		enum err error;
		u64 a, b;
	} cases[] = {
		{ FW_CFG_DIR_COUNT_HUGE, ERR_FW_CFG_DIR, 0xffffffff, 0 },
		{ FW_CFG_DIR_NAME_ENDLESS, ERR_FW_CFG_DIR, 0, 0x20 },
		{ FW_CFG_DIR_KEY_LOW, ERR_FW_CFG_DIR, 0, 0x19 },
		{ FW_CFG_DIR_NAME_TWICE, ERR_FW_CFG_DIR, 1, 0x21 },
		{ FW_CFG_DIR_SIZE_HUGE, ERR_FW_CFG_SIZE, 0x20, 0xffffffff },
		{ FW_CFG_DMA_ERROR, ERR_FW_CFG_DMA, FW_CFG_KEY_FILE_DIR, 1 },
		{ FW_CFG_DMA_NEVER_COMPLETES, ERR_FW_CFG_DMA, FW_CFG_KEY_FILE_DIR, 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fw_cfg_dir dir;

		(void)reader_setup(NULL);
		(void)fw_cfg_device_add_file("etc/e820", file_bytes, 40, false);
		(void)fw_cfg_device_add_file("etc/table-loader", file_bytes, 1, false);
		assert_int_equal(reader_init_plain(), OK);
		fw_cfg_device_lie(cases[i].lie, FW_CFG_ANY_KEY);
		assert_fault(read_dir(&dir), cases[i].error, cases[i].a, cases[i].b);
	}
}

/* The number of entries is taken once; a device that shows more of them later is not believed. */
static void entries_that_change_between_reads_are_what_was_read_last(void **state)
{
	struct fw_cfg_dir dir;

	(void)state;
	add_files();
	assert_int_equal(reader_init_plain(), OK);
	fw_cfg_device_lie(FW_CFG_ANSWER_CHANGES, FW_CFG_KEY_FILE_DIR);
	/* The second transfer is XORed with 1: names get bytes of 1 in place of their NUL. */
	assert_fault(read_dir(&dir), ERR_FW_CFG_DIR, 0, 0x20 ^ 0x101);
	assert_int_equal(reader_transfers(), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, reader_setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_directory_is_read_in_both_kinds_of_vm),
		TEST(a_full_directory_fits),
		TEST(directory_lies_are_found),
		TEST(entries_that_change_between_reads_are_what_was_read_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
