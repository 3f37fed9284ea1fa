/* The fw_cfg directory: honest entries, then each way in which a host can get one wrong. */
#include "firmware/dev/fw_cfg_dir.h"
#include "lib/bytes.h"
#include "tests/fake/captured.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <stdlib.h>
#include <string.h>

static u8 *entries;
static u32 entry_count;
static struct fw_cfg_dir dir;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	entries = NULL;
	entry_count = 0;
	memset(&dir, 0xee, sizeof(dir));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(entries);
	return 0;
}

/* Appends an entry to an allocation of the exact size. */
static u8 *add(const char *name, u16 key, u32 size)
{
	u8 *at;

	entries = realloc(entries, (size_t)(entry_count + 1) * FW_CFG_DIR_ENTRY_BYTES);
	assert_non_null(entries);
	at = entries + (size_t)entry_count++ * FW_CFG_DIR_ENTRY_BYTES;
	memset(at, 0, FW_CFG_DIR_ENTRY_BYTES);
	le32_store(at, __builtin_bswap32(size));
	le16_store(at + 4, __builtin_bswap16(key));
	memcpy(at + 8, name, strlen(name));
	return at;
}

static enum err parse(void)
{
	return fw_cfg_dir_parse(entries, entry_count, &dir);
}

static void allowed_files_are_found_and_others_skipped(void **state)
{
	(void)state;
	(void)add("bootorder", 0x20, 5);
	(void)add("etc/e820", 0x21, 60);
	(void)add("etc/acpi/tables", 0x22, 131072);
	(void)add("opt/anything", 0x23, 0xffffffff);
	assert_int_equal(parse(), OK);
	assert_int_equal(dir.files[FW_CFG_FILE_E820].key, 0x21);
	assert_int_equal(dir.files[FW_CFG_FILE_E820].size, 60);
	assert_int_equal(dir.files[FW_CFG_FILE_TABLES].key, 0x22);
	assert_int_equal(dir.files[FW_CFG_FILE_TABLES].size, 131072);
	assert_int_equal(dir.files[FW_CFG_FILE_RSDP].key, 0);
	assert_int_equal(dir.files[FW_CFG_FILE_RSDP].size, 0);
}

/* QEMU 7.2, q35 with four CPUs. */
static void a_captured_directory_is_understood(void **state)
{
	u32 bytes;

	(void)state;
	entries = captured_read("tests/fuzz/corpus/fw_cfg_dir/qemu-7.2-q35", &bytes);
	assert_int_equal(bytes % FW_CFG_DIR_ENTRY_BYTES, 0);
	entry_count = (u32)(bytes / FW_CFG_DIR_ENTRY_BYTES);
	assert_int_equal(parse(), OK);
	assert_int_equal(dir.files[FW_CFG_FILE_RSDP].key, 0x22);
	assert_int_equal(dir.files[FW_CFG_FILE_RSDP].size, 20);
	assert_int_equal(dir.files[FW_CFG_FILE_TABLES].size, 131072);
	assert_int_equal(dir.files[FW_CFG_FILE_E820].size, 40);
	assert_int_equal(dir.files[FW_CFG_FILE_SMBIOS_ANCHOR].size, 31);
	assert_int_equal(dir.files[FW_CFG_FILE_LOADER].size, 4096);
	assert_int_equal(dir.files[FW_CFG_FILE_KERNEL].key, 0); /* since QEMU 10 */
}

static void an_empty_directory_has_no_files(void **state)
{
	(void)state;
	assert_int_equal(parse(), OK);
	for (u32 file = 0; file < FW_CFG_FILE_COUNT; file++)
		assert_int_equal(dir.files[file].key, 0);
}

static void every_allowed_name_is_recognised(void **state)
{
#define NAME(id, name, max) { name, id, max },
	static const struct {
		char name[FW_CFG_NAME_BYTES];
		enum fw_cfg_file file;
		u64 max;
	} allowed[] = { FW_CFG_FILES(NAME) };
#undef NAME

	(void)state;
	for (size_t i = 0; i < COUNT_OF(allowed); i++)
		assert_int_equal(fw_cfg_file_by_name(allowed[i].name), allowed[i].file);
}

static void a_name_must_match_to_its_nul_and_no_further(void **state)
{
	char name[FW_CFG_NAME_BYTES];

	(void)state;
	memset(name, 'x', sizeof(name));
	memcpy(name, "etc/e820", 9); /* garbage behind the NUL */
	assert_int_equal(fw_cfg_file_by_name(name), FW_CFG_FILE_E820);
	memcpy(name, "etc/e82", 8);
	assert_int_equal(fw_cfg_file_by_name(name), FW_CFG_FILE_COUNT);
	memcpy(name, "etc/e8200", 10);
	assert_int_equal(fw_cfg_file_by_name(name), FW_CFG_FILE_COUNT);
	memcpy(name, "etc/acpi/tablet", 16);
	assert_int_equal(fw_cfg_file_by_name(name), FW_CFG_FILE_COUNT);
	memcpy(name, "etc/acpi/tables", 16);
	assert_int_equal(fw_cfg_file_by_name(name), FW_CFG_FILE_TABLES);
	memset(name, 0, sizeof(name));
	assert_int_equal(fw_cfg_file_by_name(name), FW_CFG_FILE_COUNT);
	memset(name, 'x', sizeof(name)); /* no NUL at all */
	memcpy(name, "etc/e820", 8);
	assert_int_equal(fw_cfg_file_by_name(name), FW_CFG_FILE_COUNT);
}

/* Bytes that a word-wise search could take for a NUL: 1 and 0x80, beside each other and alone. */
static void only_a_nul_ends_a_name(void **state)
{
	static const u8 lookalikes[] = { 0x01, 0x80, 0x81, 0xff, 0x7f };
	u8 *at = add("", 0x20, 1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lookalikes); i++)
		for (u32 place = 0; place < FW_CFG_NAME_BYTES; place++) {
			memset(at + 8, 0x01, FW_CFG_NAME_BYTES);
			at[8 + place] = lookalikes[i];
			assert_fault(parse(), ERR_FW_CFG_DIR, 0, 0x20);
			memset(at + 8, lookalikes[i], FW_CFG_NAME_BYTES);
			assert_fault(parse(), ERR_FW_CFG_DIR, 0, 0x20);
			at[8 + place] = 0;
			assert_int_equal(parse(), OK);
		}
}

static void a_name_without_nul_is_malformed(void **state)
{
	u8 *at;

	(void)state;
	(void)add("etc/e820", 0x20, 20);
	at = add("", 0x21, 20);
	memset(at + 8, 'x', FW_CFG_NAME_BYTES);
	assert_fault(parse(), ERR_FW_CFG_DIR, 1, 0x21);
	at[8 + FW_CFG_NAME_BYTES - 1] = '\0';
	assert_int_equal(parse(), OK);
}

static void a_key_below_the_first_file_is_malformed(void **state)
{
	(void)state;
	(void)add("etc/e820", 0x1f, 20);
	assert_fault(parse(), ERR_FW_CFG_DIR, 0, 0x1f);
	/* Also for a name that nobody asks for. */
	(void)teardown(NULL);
	(void)setup(NULL);
	(void)add("bootorder", 0, 20);
	assert_fault(parse(), ERR_FW_CFG_DIR, 0, 0);
}

static void an_allowed_name_twice_is_malformed(void **state)
{
	(void)state;
	(void)add("etc/e820", 0x20, 20);
	(void)add("bootorder", 0x21, 1);
	(void)add("bootorder", 0x22, 1);
	(void)add("etc/e820", 0x23, 20);
	assert_fault(parse(), ERR_FW_CFG_DIR, 3, 0x23);
}

static void a_size_above_the_allowed_one_is_refused(void **state)
{
	u8 *at;

	(void)state;
	at = add("etc/e820", 0x20, 128 * 20);
	assert_int_equal(parse(), OK);
	le32_store(at, __builtin_bswap32(128 * 20 + 1));
	assert_fault(parse(), ERR_FW_CFG_SIZE, 0x20, 128 * 20 + 1);
	le32_store(at, 0xffffffff);
	assert_fault(parse(), ERR_FW_CFG_SIZE, 0x20, 0xffffffff);
}

static void the_count_is_capped(void **state)
{
	u8 raw[4];
	u32 count = 42;

	(void)state;
	le32_store(raw, __builtin_bswap32(FW_CFG_DIR_MAX));
	assert_int_equal(fw_cfg_dir_count(raw, &count), OK);
	assert_int_equal(count, FW_CFG_DIR_MAX);
	le32_store(raw, __builtin_bswap32(FW_CFG_DIR_MAX + 1));
	assert_fault(fw_cfg_dir_count(raw, &count), ERR_FW_CFG_DIR, FW_CFG_DIR_MAX + 1, 0);
	le32_store(raw, 0xffffffff);
	assert_fault(fw_cfg_dir_count(raw, &count), ERR_FW_CFG_DIR, 0xffffffff, 0);
	le32_store(raw, 0);
	assert_int_equal(fw_cfg_dir_count(raw, &count), OK);
	assert_int_equal(count, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(allowed_files_are_found_and_others_skipped),
		TEST(a_captured_directory_is_understood),
		TEST(an_empty_directory_has_no_files),
		TEST(every_allowed_name_is_recognised),
		TEST(a_name_must_match_to_its_nul_and_no_further),
		TEST(only_a_nul_ends_a_name),
		TEST(a_name_without_nul_is_malformed),
		TEST(a_key_below_the_first_file_is_malformed),
		TEST(an_allowed_name_twice_is_malformed),
		TEST(a_size_above_the_allowed_one_is_refused),
		TEST(the_count_is_capped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
