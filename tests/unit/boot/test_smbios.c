/* SMBIOS from fw_cfg: both entry points as QEMU leaves them, then files that do not agree. */
#include "firmware/boot/smbios.h"
#include "firmware/boot/smbios_bios.h"
#include "firmware/dev/fw_cfg.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/table_builder.h"

#include <string.h>

#define DESCRIPTOR 0x1000u
#define ARENA 0x100000u
#define ARENA_BYTES 0x4000u
#define TABLE_BYTES 312u

static u8 anchor[64], table[TABLE_BYTES];
static struct fw_cfg_dir dir;
static struct arena arena;
static struct smbios smbios;

/* One structure of `type`, its strings as long as the table, an end. */
static void build_table(u8 type)
{
	for (u32 i = 0; i < TABLE_BYTES; i++)
		table[i] = (u8)(i % 90 + 33);
	memcpy(table, (u8[]){ type, 4, 0, 1 }, 4);
	memcpy(table + TABLE_BYTES - 8, (u8[]){ 0, 0, 127, 4, 0, 2, 0, 0 }, 8);
}

static int setup(void **state)
{
	const struct fw_cfg_channel channel = { .descriptor_gpa = DESCRIPTOR };

	(void)state;
	fake_panic_reset();
	machine_reset();
	(void)machine_ram(DESCRIPTOR, 24, MACHINE_SHARED);
	(void)machine_ram(ARENA, ARENA_BYTES, MACHINE_PRIVATE);
	fw_cfg_device_install();
	assert_int_equal(fw_cfg_init(&channel), OK);
	arena_init(&arena, (struct range){ ARENA, ARENA + ARENA_BYTES });
	build_table(1);
	memset(anchor, 0, sizeof(anchor));
	return 0;
}

/* The 32-bit entry point as QEMU leaves it: address and both checksums 0. */
static void build_v2(void)
{
	memcpy(anchor, "_SM_", 4);
	anchor[5] = 31;
	anchor[6] = 2;
	anchor[7] = 8;
	memcpy(anchor + 16, "_DMI_", 5);
	le16_store(anchor + 22, TABLE_BYTES);
	le16_store(anchor + 8, 20); /* largest structure */
	le16_store(anchor + 28, 9); /* structures */
	anchor[30] = 0x28;
}

static void build_v3(void)
{
	memcpy(anchor, "_SM3_", 5);
	anchor[6] = 24;
	anchor[7] = 3;
	anchor[10] = 1;
	le32_store(anchor + 12, TABLE_BYTES);
}

static enum err load_table(u32 anchor_bytes, u8 *bytes, u32 table_bytes)
{
	fw_cfg_device_install();
	(void)fw_cfg_device_add_file("etc/smbios/smbios-anchor", anchor, anchor_bytes, false);
	(void)fw_cfg_device_add_file("etc/smbios/smbios-tables", bytes, table_bytes, false);
	dir = (struct fw_cfg_dir){ 0 };
	dir.files[FW_CFG_FILE_SMBIOS_ANCHOR] = (struct fw_cfg_item){ 0x20, anchor_bytes };
	dir.files[FW_CFG_FILE_SMBIOS_TABLES] = (struct fw_cfg_item){ 0x21, table_bytes };
	return smbios_load(&dir, &arena, &smbios);
}

static enum err load(u32 anchor_bytes, u32 table_bytes)
{
	return load_table(anchor_bytes, table, table_bytes);
}

/* At `gpa`: our BIOS information, then the host's table. */
static void assert_completed_table(u64 gpa)
{
	u8 own[SMBIOS_BIOS_BYTES];

	smbios_write_bios(own);
	assert_memory_equal(phys_ptr(gpa, sizeof(own)), own, sizeof(own));
	assert_memory_equal(phys_ptr(gpa + sizeof(own), TABLE_BYTES), table, TABLE_BYTES);
}

static void a_32_bit_entry_point_is_completed(void **state)
{
	const u8 *loaded;

	(void)state;
	build_v2();
	assert_int_equal(load(31, TABLE_BYTES), OK);
	assert_false(smbios.is_v3);
	assert_int_equal(smbios.anchor_gpa % 16, 0);
	loaded = phys_ptr(smbios.anchor_gpa, 31);
	assert_int_equal(table_sum(loaded, 31), 0);
	assert_int_equal(table_sum(loaded + 16, 15), 0);
	assert_completed_table(le32_load(loaded + 24));
	assert_int_equal(le16_load(loaded + 8), SMBIOS_BIOS_BYTES);
	assert_int_equal(le16_load(loaded + 22), TABLE_BYTES + SMBIOS_BIOS_BYTES);
	assert_int_equal(le16_load(loaded + 28), 10);
}

static void a_larger_structure_stays_the_largest(void **state)
{
	(void)state;
	build_v2();
	le16_store(anchor + 8, TABLE_BYTES);
	assert_int_equal(load(31, TABLE_BYTES), OK);
	assert_int_equal(le16_load((u8 *)phys_ptr(smbios.anchor_gpa, 31) + 8), TABLE_BYTES);
}

static void a_64_bit_entry_point_is_completed(void **state)
{
	const u8 *loaded;

	(void)state;
	build_v3();
	assert_int_equal(load(24, TABLE_BYTES), OK);
	assert_true(smbios.is_v3);
	loaded = phys_ptr(smbios.anchor_gpa, 24);
	assert_int_equal(table_sum(loaded, 24), 0);
	assert_completed_table(le64_load(loaded + 16));
	assert_int_equal(le32_load(loaded + 12), TABLE_BYTES + SMBIOS_BIOS_BYTES);
}

static void the_hosts_own_bios_information_stays(void **state)
{
	const u8 *loaded;

	(void)state;
	build_table(0);
	build_v2();
	assert_int_equal(load(31, TABLE_BYTES), OK);
	loaded = phys_ptr(smbios.anchor_gpa, 31);
	assert_int_equal(table_sum(loaded, 31), 0);
	assert_int_equal(table_sum(loaded + 16, 15), 0);
	assert_memory_equal(phys_ptr(le32_load(loaded + 24), TABLE_BYTES), table, TABLE_BYTES);
	assert_int_equal(le16_load(loaded + 22), TABLE_BYTES);
	assert_int_equal(le16_load(loaded + 28), 9);
	(void)setup(NULL);
	build_table(0);
	build_v3();
	assert_int_equal(load(24, TABLE_BYTES), OK);
	loaded = phys_ptr(smbios.anchor_gpa, 24);
	assert_memory_equal(phys_ptr(le64_load(loaded + 16), TABLE_BYTES), table, TABLE_BYTES);
	assert_int_equal(le32_load(loaded + 12), TABLE_BYTES);
}

/* The 32-bit entry point counts the table's bytes in 16 bits. */
static void a_table_without_room_for_more_stays_as_it_is(void **state)
{
	static u8 large[UINT16_MAX];
	u32 fits = UINT16_MAX - SMBIOS_BIOS_BYTES;

	(void)state;
	memset(large, 'x', sizeof(large));
	memcpy(large, (u8[]){ 1, 4, 0, 1 }, 4);
	for (u32 bytes = fits; bytes <= fits + 1; bytes++) {
		bool is_added = bytes == fits;
		const u8 *loaded;

		(void)setup(NULL);
		build_v2();
		le16_store(anchor + 22, (u16)bytes);
		(void)machine_ram(0x200000, 2 * UINT16_MAX, MACHINE_PRIVATE);
		arena_init(&arena, (struct range){ 0x200000, 0x210000 + PAGE_SIZE });
		assert_int_equal(load_table(31, large, bytes), OK);
		loaded = phys_ptr(smbios.anchor_gpa, 31);
		assert_int_equal(le16_load(loaded + 22), is_added ? UINT16_MAX : bytes);
		assert_int_equal(le16_load(loaded + 28), is_added ? 10 : 9);
		assert_int_equal(table_sum(loaded, 31), 0);
	}
}

static void what_the_host_wrote_into_checksums_does_not_matter(void **state)
{
	(void)state;
	build_v3();
	anchor[5] = 0x77;
	le64_store(anchor + 16, ~0ull);
	assert_int_equal(load(24, TABLE_BYTES), OK);
	assert_int_equal(table_sum(phys_ptr(smbios.anchor_gpa, 24), 24), 0);
	(void)setup(NULL);
	build_v2();
	anchor[4] = 0x11;
	anchor[21] = 0x22;
	assert_int_equal(load(31, TABLE_BYTES), OK);
	assert_int_equal(table_sum(phys_ptr(smbios.anchor_gpa, 31), 31), 0);
}

static void a_host_without_smbios_is_fine(void **state)
{
	(void)state;
	dir = (struct fw_cfg_dir){ 0 };
	assert_int_equal(smbios_load(&dir, &arena, &smbios), OK);
	assert_int_equal(smbios.anchor_gpa, 0);
	assert_true(range_is_empty(arena_high_pages(&arena)));
}

static void one_file_without_the_other_is_refused(void **state)
{
	(void)state;
	build_v2();
	assert_fault(load(0, TABLE_BYTES), ERR_SMBIOS, 0, TABLE_BYTES);
	assert_fault(load(31, 0), ERR_SMBIOS, 31, 0);
	assert_int_equal(smbios.anchor_gpa, 0);
}

static void an_unknown_anchor_is_refused(void **state)
{
	(void)state;
	assert_fault(load(31, TABLE_BYTES), ERR_SMBIOS, 31, TABLE_BYTES);
	build_v2();
	anchor[3] = '-';
	assert_fault(load(31, TABLE_BYTES), ERR_SMBIOS, 31, TABLE_BYTES);
	(void)setup(NULL);
	build_v2();
	anchor[17] = 'd';
	assert_fault(load(31, TABLE_BYTES), ERR_SMBIOS, 31, TABLE_BYTES);
}

static void lengths_must_agree_with_the_files(void **state)
{
	static const u32 wrong_anchors[] = { 1, 23, 25, 30, 32, 64 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong_anchors); i++) {
		(void)setup(NULL);
		build_v2();
		assert_fault(load(wrong_anchors[i], TABLE_BYTES), ERR_SMBIOS, wrong_anchors[i],
			     TABLE_BYTES);
		(void)setup(NULL);
		build_v3();
		assert_fault(load(wrong_anchors[i], TABLE_BYTES), ERR_SMBIOS, wrong_anchors[i],
			     TABLE_BYTES);
	}
	(void)setup(NULL);
	build_v2();
	assert_fault(load(31, TABLE_BYTES - 1), ERR_SMBIOS, 31, TABLE_BYTES - 1);
	anchor[5] = 30;
	assert_fault(load(31, TABLE_BYTES), ERR_SMBIOS, 31, TABLE_BYTES);
	(void)setup(NULL);
	build_v3();
	anchor[6] = 23;
	assert_fault(load(24, TABLE_BYTES), ERR_SMBIOS, 24, TABLE_BYTES);
	anchor[6] = 24;
	le32_store(anchor + 12, TABLE_BYTES + 1);
	assert_fault(load(24, TABLE_BYTES), ERR_SMBIOS, 24, TABLE_BYTES);
}

static void no_room_and_no_transfer_are_errors_of_their_own(void **state)
{
	(void)state;
	build_v2();
	arena_init(&arena, (struct range){ ARENA, ARENA });
	assert_fault(load(31, TABLE_BYTES), ERR_NO_RAM,
		     TABLE_BYTES + SMBIOS_BIOS_BYTES, 0);
	(void)setup(NULL);
	build_v2();
	assert_int_equal(load(31, TABLE_BYTES), OK);
	fw_cfg_device_lie(FW_CFG_DMA_ERROR, FW_CFG_ANY_KEY);
	assert_fault(smbios_load(&dir, &arena, &smbios), ERR_FW_CFG_DMA, 0x21, 1);
	assert_int_equal(smbios.anchor_gpa, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_32_bit_entry_point_is_completed),
		TEST(a_64_bit_entry_point_is_completed),
		TEST(a_larger_structure_stays_the_largest),
		TEST(the_hosts_own_bios_information_stays),
		TEST(a_table_without_room_for_more_stays_as_it_is),
		TEST(what_the_host_wrote_into_checksums_does_not_matter),
		TEST(a_host_without_smbios_is_fine),
		TEST(one_file_without_the_other_is_refused),
		TEST(an_unknown_anchor_is_refused),
		TEST(lengths_must_agree_with_the_files),
		TEST(no_room_and_no_transfer_are_errors_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
