/* BIOS information: its bytes, and the search for one in the host's table. */
#include "firmware/boot/smbios_bios.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"

#include <stdlib.h>
#include <string.h>

/* Exactly as long as what is searched, so that ASan sees a byte read too much. */
static bool found_in(const void *bytes, u32 count)
{
	u8 *table = malloc(count != 0 ? count : 1);
	bool found;

	assert_non_null(table);
	memcpy(table, bytes, count);
	found = smbios_has_bios(table, count);
	free(table);
	return found;
}

static void the_structure_is_well_formed(void **state)
{
	u8 bytes[SMBIOS_BIOS_BYTES + 1];
	const char *strings = (const char *)bytes + 0x18;

	(void)state;
	memset(bytes, 0xee, sizeof(bytes));
	smbios_write_bios(bytes);
	assert_int_equal(bytes[SMBIOS_BIOS_BYTES], 0xee);
	assert_int_equal(bytes[0], 0);
	assert_int_equal(bytes[1], 0x18);
	assert_int_equal(le16_load(bytes + 2), 0);
	assert_int_equal(bytes[4], 1); /* vendor */
	assert_int_equal(bytes[5], 2); /* version */
	assert_int_equal(bytes[8], 0); /* no date */
	assert_int_equal(bytes[0x14], VERSION_MAJOR);
	assert_int_equal(bytes[0x15], VERSION_MINOR);
	assert_string_equal(strings, "snp-shim");
	assert_string_equal(strings + 9, VERSION_TEXT);
	assert_int_equal(bytes[SMBIOS_BIOS_BYTES - 2], 0);
	assert_int_equal(bytes[SMBIOS_BIOS_BYTES - 1], 0);
}

static void bios_information_is_found_first_and_later(void **state)
{
	static const u8 later[] = {
		1, 5, 0, 1, 9, 'Q', 0, 0,       /* type 1 with a string */
		17, 4, 0, 2, 0, 0,              /* type 17 without */
		0, 4, 0, 0, 0, 0,               /* type 0 */
		127, 4, 0, 3, 0, 0,
	};
	u8 own[SMBIOS_BIOS_BYTES];

	(void)state;
	smbios_write_bios(own);
	assert_true(found_in(own, sizeof(own)));
	assert_true(found_in(later, sizeof(later)));
	assert_true(found_in(later, 18)); /* its header is whole: that is what counts */
	assert_false(found_in(later, 17));
	assert_false(found_in(later, 14));
}

static void fields_and_strings_are_not_taken_for_structures(void **state)
{
	static const u8 table[] = {
		1, 12, 0, 1, 0, 0, 0, 4, 0, 0, 0, 4, /* double NULs inside the fields */
		'a', 0, 'b', 0, 0,
		127, 4, 0, 2, 0, 0,
	};

	(void)state;
	assert_false(found_in(table, sizeof(table)));
}

static void every_cut_of_a_table_is_survived(void **state)
{
	static const u8 table[] = {
		4, 6, 0, 1, 7, 7, 'x', 'y', 0, 'z', 0, 0, 32, 4, 0, 2, 0, 0, 127, 4, 0, 3, 0, 0,
	};

	(void)state;
	for (u32 bytes = 0; bytes <= sizeof(table); bytes++)
		assert_false(found_in(table, bytes));
}

static void a_structure_shorter_than_its_header_ends_the_search(void **state)
{
	static const u8 table[] = { 4, 3, 0, 1, 0, 0, 0, 4, 0, 0, 0, 0 };
	static const u8 length_beyond_the_end[] = { 4, 255, 0, 1, 0, 0, 0, 4, 0, 0, 0, 0 };

	(void)state;
	assert_false(found_in(table, sizeof(table)));
	assert_false(found_in(length_beyond_the_end, sizeof(length_beyond_the_end)));
}

static void random_tables_are_survived(void **state)
{
	u8 table[257];

	(void)state;
	srand(11);
	for (u32 round = 0; round < 20000; round++) {
		u32 bytes = (u32)rand() % sizeof(table);

		for (u32 i = 0; i < bytes; i++)
			table[i] = (u8)(rand() % 3 == 0 ? 0 : rand() % 16);
		(void)found_in(table, bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_structure_is_well_formed),
		cmocka_unit_test(bios_information_is_found_first_and_later),
		cmocka_unit_test(fields_and_strings_are_not_taken_for_structures),
		cmocka_unit_test(every_cut_of_a_table_is_survived),
		cmocka_unit_test(a_structure_shorter_than_its_header_ends_the_search),
		cmocka_unit_test(random_tables_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
