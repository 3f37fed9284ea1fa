/* The measured table: QEMU's, in every order, and each way in which it can be wrong. */
#include "firmware/boot/hashes.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/hash_table.h"

#include <stdlib.h>
#include <string.h>

static u8 *table; /* of exactly HASHES_BYTES, so that ASan sees a read past the end */
static struct hashes hashes;

static int setup(void **state)
{
	static const struct table_items items = {
		.data = { [MEASURED_KERNEL] = "kernel", [MEASURED_INITRD] = "initrd",
			  [MEASURED_CMDLINE] = "cmdline" },
		.bytes = { 6, 6, 8 },
	};

	(void)state;
	fake_panic_reset();
	table = malloc(HASHES_BYTES);
	if (table == NULL)
		return -1;
	hash_table_build(table, &items);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(table);
	return 0;
}

static enum err parse(void)
{
	memset(&hashes, 0xee, sizeof(hashes));
	return hashes_parse(table, &hashes);
}

/* For: the kernel 5000 times 'K', the initrd 777 times 'I', command line "console=ttyS0". */
static const u8 published[HASHES_BYTES] = {
	/* table GUID 9438d606-4f22-4cc9-b479-a793d411fd21, length 168 */
	0x06, 0xd6, 0x38, 0x94, 0x22, 0x4f, 0xc9, 0x4c, 0xb4, 0x79, 0xa7, 0x93, 0xd4, 0x11, 0xfd, 0x21,
	0xa8, 0x00,
	/* command line 97d02dd8-bd20-4c94-aa78-e7714d36ab2a, length 50, SHA-256 with the NUL */
	0xd8, 0x2d, 0xd0, 0x97, 0x20, 0xbd, 0x94, 0x4c, 0xaa, 0x78, 0xe7, 0x71, 0x4d, 0x36, 0xab, 0x2a,
	0x32, 0x00, 0xf1, 0x8a, 0xae, 0x9b, 0x3c, 0x09, 0xe5, 0x5b, 0xc3, 0x04, 0x7a, 0xd3, 0x61, 0xe2,
	0x44, 0x2d, 0x7c, 0x53, 0x37, 0x24, 0x70, 0xb2, 0x95, 0x8f, 0xb8, 0x32, 0x93, 0x20, 0x9a, 0x78,
	0x4f, 0x71,
	/* initrd 44baf731-3a2f-4bd7-9af1-41e29169781d */
	0x31, 0xf7, 0xba, 0x44, 0x2f, 0x3a, 0xd7, 0x4b, 0x9a, 0xf1, 0x41, 0xe2, 0x91, 0x69, 0x78, 0x1d,
	0x32, 0x00, 0xea, 0xae, 0x12, 0x03, 0x21, 0x05, 0x14, 0xc9, 0xc8, 0x85, 0x94, 0x73, 0xf6, 0x80,
	0xa4, 0x9a, 0xdf, 0x08, 0x94, 0x07, 0xb3, 0x6b, 0xb2, 0x92, 0x31, 0x01, 0xc3, 0x71, 0x7e, 0xe7,
	0x4c, 0x09,
	/* kernel 4de79437-abd2-427f-b835-d5b172d2045b */
	0x37, 0x94, 0xe7, 0x4d, 0xd2, 0xab, 0x7f, 0x42, 0xb8, 0x35, 0xd5, 0xb1, 0x72, 0xd2, 0x04, 0x5b,
	0x32, 0x00, 0x9e, 0x6c, 0x77, 0x55, 0x9b, 0xa0, 0xae, 0xd1, 0x1e, 0x03, 0x31, 0x08, 0x13, 0x83,
	0xcc, 0x73, 0xb9, 0xe8, 0x36, 0x22, 0xfd, 0x5c, 0x03, 0xe6, 0xc7, 0xdc, 0x43, 0x46, 0xe2, 0x35,
	0x28, 0xe0,
};

static void the_published_table_is_read(void **state)
{
	(void)state;
	memcpy(table, published, HASHES_BYTES);
	assert_int_equal(parse(), OK);
	assert_memory_equal(hashes.digest[MEASURED_CMDLINE], published + 36, SHA256_BYTES);
	assert_memory_equal(hashes.digest[MEASURED_INITRD], published + 86, SHA256_BYTES);
	assert_memory_equal(hashes.digest[MEASURED_KERNEL], published + 136, SHA256_BYTES);
}

static void the_published_table_is_what_qemu_builds(void **state)
{
	static char kernel[5000], initrd[777];
	const struct table_items items = {
		.data = { [MEASURED_KERNEL] = kernel, [MEASURED_INITRD] = initrd,
			  [MEASURED_CMDLINE] = "console=ttyS0" },
		.bytes = { [MEASURED_KERNEL] = sizeof(kernel), [MEASURED_INITRD] = sizeof(initrd),
			   [MEASURED_CMDLINE] = 14 },
	};

	(void)state;
	memset(kernel, 'K', sizeof(kernel));
	memset(initrd, 'I', sizeof(initrd));
	hash_table_build(table, &items);
	assert_memory_equal(table, published, HASHES_BYTES);
}

static void entries_may_come_in_any_order(void **state)
{
	static const u8 orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 },
					 { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
	struct hashes wanted;

	(void)state;
	assert_int_equal(parse(), OK);
	wanted = hashes;
	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		u8 entries[3 * TABLE_ENTRY_BYTES];

		for (size_t place = 0; place < 3; place++)
			memcpy(entries + place * TABLE_ENTRY_BYTES,
			       hash_table_entry(table, orders[i][place]), TABLE_ENTRY_BYTES);
		memcpy(table + TABLE_FIRST_ENTRY, entries, sizeof(entries));
		assert_int_equal(parse(), OK);
		assert_memory_equal(&hashes, &wanted, sizeof(wanted));
		(void)teardown(state);
		(void)setup(state);
	}
}

static void a_page_of_zeros_is_no_table(void **state)
{
	(void)state;
	memset(table, 0, HASHES_BYTES);
	assert_fault(parse(), ERR_HASH_TABLE_ABSENT, 0, 0);
	table[HASHES_BYTES - 1] = 1;
	assert_fault(parse(), ERR_HASH_TABLE, 0, 0);
	memset(table, 0, HASHES_BYTES);
	table[0] = 1;
	assert_fault(parse(), ERR_HASH_TABLE, 0, 1);
}

/* Each bit outside the hashes is part of a GUID or a length. */
static void every_bit_outside_the_hashes_counts(void **state)
{
	(void)state;
	for (u32 at = 0; at < HASHES_BYTES; at++) {
		u32 in_entry = (at - TABLE_FIRST_ENTRY) % TABLE_ENTRY_BYTES;

		if (at >= TABLE_FIRST_ENTRY && in_entry >= ENTRY_HASH)
			continue;
		for (u32 bit = 0; bit < 8; bit++) {
			table[at] ^= (u8)(1u << bit);
			assert_error(parse(), ERR_HASH_TABLE);
			table[at] ^= (u8)(1u << bit);
		}
	}
	assert_int_equal(parse(), OK);
}

static void the_tables_length_is_exact(void **state)
{
	static const u16 wrong[] = { 0, 1, 17, 18, 118, 167, 169, 176, 0x400, 0xffff };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		le16_store(table + TABLE_LENGTH, wrong[i]);
		assert_fault(parse(), ERR_HASH_TABLE, TABLE_LENGTH, wrong[i]);
	}
}

static void an_entrys_length_is_exact(void **state)
{
	static const u16 wrong[] = { 0, 1, 17, 18, 49, 51, 100, 0xffff };

	(void)state;
	for (enum measured_item item = 0; item < MEASURED_COUNT; item++) {
		u8 *entry = hash_table_entry(table, item);

		for (size_t i = 0; i < COUNT_OF(wrong); i++) {
			le16_store(entry + ENTRY_LENGTH, wrong[i]);
			assert_fault(parse(), ERR_HASH_TABLE, entry - table + ENTRY_LENGTH,
				     wrong[i]);
		}
		le16_store(entry + ENTRY_LENGTH, TABLE_ENTRY_BYTES);
	}
}

/* Nine pairs: an item in place of each other one is there twice, and the other is missing. */
static void an_item_twice_is_refused(void **state)
{
	(void)state;
	for (enum measured_item lost = 0; lost < MEASURED_COUNT; lost++) {
		for (enum measured_item twice = 0; twice < MEASURED_COUNT; twice++) {
			u8 saved[TABLE_ENTRY_BYTES];

			if (lost == twice)
				continue;
			memcpy(saved, hash_table_entry(table, lost), sizeof(saved));
			memcpy(hash_table_entry(table, lost), hash_table_entry(table, twice),
			       sizeof(saved));
			assert_error(parse(), ERR_HASH_TABLE);
			assert_int_equal(fake_fault.b, twice);
			memcpy(hash_table_entry(table, lost), saved, sizeof(saved));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_published_table_is_read, setup, teardown),
		cmocka_unit_test_setup_teardown(the_published_table_is_what_qemu_builds, setup,
						teardown),
		cmocka_unit_test_setup_teardown(entries_may_come_in_any_order, setup, teardown),
		cmocka_unit_test_setup_teardown(a_page_of_zeros_is_no_table, setup, teardown),
		cmocka_unit_test_setup_teardown(every_bit_outside_the_hashes_counts, setup, teardown),
		cmocka_unit_test_setup_teardown(the_tables_length_is_exact, setup, teardown),
		cmocka_unit_test_setup_teardown(an_entrys_length_is_exact, setup, teardown),
		cmocka_unit_test_setup_teardown(an_item_twice_is_refused, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
