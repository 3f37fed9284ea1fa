/* The EFI memory map: types, the cut of unaccepted ranges, and what happens when room runs out. */
#include "firmware/boot/efi.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <stdlib.h>
#include <string.h>

/* UEFI 2.10, 7.2.3: EFI_MEMORY_DESCRIPTOR, version 1 */
struct descriptor {
	u32 type, padding;
	u64 physical, virtual, pages, attribute;
};
ASSERT_SIZE(struct descriptor, 40);

#define WRITE_BACK 8ull
#define RUNTIME (1ull << 63)
#define UNACCEPTED 15u
#define ROOM 64u
#define UNTOUCHED 0xcc

static struct memmap map;
static struct descriptor written[ROOM];
static u32 count;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	memmap_init(&map);
	memset(written, UNTOUCHED, sizeof(written));
	count = 0;
	return 0;
}

static void add(u64 start, u64 end, enum mem_type type)
{
	assert_int_equal(memmap_add(&map, (struct range){ start, end }, type), OK);
}

/* Writes into an allocation of exactly `max` descriptors, so that ASan sees its end. */
static enum err write_map(u64 piece_bytes, u32 max)
{
	struct descriptor *room = malloc(max > 0 ? max * sizeof(*room) : 1);
	struct descriptor *to = room;
	enum err error;

	assert_non_null(room);
	error = efi_write_map(&map, piece_bytes, to, max, &count);
	if (error == OK)
		memcpy(written, room, count * sizeof(*room));
	free(room);
	return error;
}

static void assert_descriptor(u32 index, u32 type, u64 start, u64 end)
{
	assert_true(index < count);
	assert_int_equal(written[index].type, type);
	assert_int_equal(written[index].physical, start);
	assert_int_equal(written[index].virtual, 0);
	assert_int_equal(written[index].pages, (end - start) / PAGE_SIZE);
}

static void every_type_has_its_name_in_efi(void **state)
{
	static const struct {
		enum mem_type type;
		u32 efi;
		u64 attribute;
	} cases[] = {
		{ MEM_RAM, 7, WRITE_BACK },        { MEM_LOADER, 2, WRITE_BACK },
		{ MEM_UNACCEPTED, 15, WRITE_BACK }, { MEM_RESERVED, 0, WRITE_BACK },
		{ MEM_RT_CODE, 5, WRITE_BACK | RUNTIME }, { MEM_RT_DATA, 6, WRITE_BACK | RUNTIME },
		{ MEM_ACPI, 9, WRITE_BACK },       { MEM_NVS, 10, WRITE_BACK },
	};

	(void)state;
	for (u32 i = 0; i < COUNT_OF(cases); i++)
		add(i * MIB, (i + 1) * MIB, cases[i].type);
	add(COUNT_OF(cases) * MIB, (COUNT_OF(cases) + 1) * MIB, MEM_DEVICE);
	assert_int_equal(write_map(0, ROOM), OK);
	assert_int_equal(count, COUNT_OF(cases));
	for (u32 i = 0; i < COUNT_OF(cases); i++) {
		assert_descriptor(i, cases[i].efi, i * MIB, (i + 1) * MIB);
		assert_int_equal(written[i].attribute, cases[i].attribute);
	}
}

static void without_a_piece_size_nothing_is_cut(void **state)
{
	(void)state;
	add(4 * GIB, 64 * GIB, MEM_UNACCEPTED);
	assert_int_equal(write_map(0, ROOM), OK);
	assert_int_equal(count, 1);
	assert_descriptor(0, UNACCEPTED, 4 * GIB, 64 * GIB);
}

static void unaccepted_ranges_are_cut_and_others_are_not(void **state)
{
	(void)state;
	add(0, 64 * MIB, MEM_RAM);
	add(64 * MIB, 128 * MIB, MEM_UNACCEPTED);
	add(128 * MIB, 256 * MIB, MEM_RESERVED);
	assert_int_equal(write_map(24 * MIB, ROOM), OK);
	assert_int_equal(count, 5);
	assert_descriptor(0, 7, 0, 64 * MIB);
	assert_descriptor(1, UNACCEPTED, 64 * MIB, 88 * MIB);
	assert_descriptor(2, UNACCEPTED, 88 * MIB, 112 * MIB);
	assert_descriptor(3, UNACCEPTED, 112 * MIB, 128 * MIB);
	assert_descriptor(4, 0, 128 * MIB, 256 * MIB);
}

static void a_range_of_one_piece_stays_whole(void **state)
{
	(void)state;
	add(64 * MIB, 88 * MIB, MEM_UNACCEPTED);
	assert_int_equal(write_map(24 * MIB, ROOM), OK);
	assert_int_equal(count, 1);
	add(88 * MIB, 88 * MIB + PAGE_SIZE, MEM_UNACCEPTED);
	assert_int_equal(write_map(24 * MIB, ROOM), OK);
	assert_int_equal(count, 2);
	assert_descriptor(1, UNACCEPTED, 88 * MIB, 88 * MIB + PAGE_SIZE);
}

/* Sum and neighbourhood: the pieces are the range, each page once. */
static void assert_unaccepted_whole(u64 start, u64 end)
{
	for (u32 i = 0; i < count; i++)
		if (written[i].type == UNACCEPTED) {
			assert_int_equal(written[i].physical, start);
			start += written[i].pages * PAGE_SIZE;
		}
	assert_int_equal(start, end);
}

static void when_room_runs_out_the_rest_is_one_piece(void **state)
{
	(void)state;
	add(4 * GIB, 4 * GIB + 100 * MIB, MEM_UNACCEPTED);
	add(5 * GIB, 5 * GIB + MIB, MEM_RESERVED);
	for (u32 max = 2; max < 60; max++) {
		assert_int_equal(write_map(2 * MIB, max), OK);
		assert_int_equal(count, max < 51 ? max : 51);
		assert_int_equal(written[count - 1].type, 0);
		assert_int_equal(written[0].pages, max == 2 ? 100 * MIB / PAGE_SIZE : 512);
		assert_unaccepted_whole(4 * GIB, 4 * GIB + 100 * MIB);
	}
}

static void later_entries_always_find_their_room(void **state)
{
	(void)state;
	add(0, MIB, MEM_RAM);
	for (u64 i = 1; i <= 5; i++) {
		add(i * GIB, i * GIB + 64 * MIB, MEM_UNACCEPTED);
		add(i * GIB + 64 * MIB, i * GIB + 65 * MIB, MEM_ACPI);
	}
	for (u32 max = 11; max <= ROOM; max++) {
		u64 bytes = 0;

		assert_int_equal(write_map(4 * MIB, max), OK);
		assert_int_equal(count, max);
		for (u32 i = 0; i < count; i++)
			bytes += written[i].pages * PAGE_SIZE;
		assert_int_equal(bytes, MIB + 5 * 65 * MIB);
	}
}

static void a_map_that_does_not_fit_uncut_is_an_error(void **state)
{
	(void)state;
	add(0, MIB, MEM_RAM);
	add(MIB, 2 * MIB, MEM_ACPI);
	add(2 * MIB, 3 * MIB, MEM_RAM);
	assert_fault(write_map(2 * MIB, 2), ERR_HANDOFF_MAP, 3, 2);
	assert_int_equal(write_map(2 * MIB, 3), OK);
}

static void an_empty_map_has_no_descriptor(void **state)
{
	(void)state;
	assert_int_equal(write_map(2 * MIB, 0), OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(every_type_has_its_name_in_efi, setup),
		cmocka_unit_test_setup(without_a_piece_size_nothing_is_cut, setup),
		cmocka_unit_test_setup(unaccepted_ranges_are_cut_and_others_are_not, setup),
		cmocka_unit_test_setup(a_range_of_one_piece_stays_whole, setup),
		cmocka_unit_test_setup(when_room_runs_out_the_rest_is_one_piece, setup),
		cmocka_unit_test_setup(later_entries_always_find_their_room, setup),
		cmocka_unit_test_setup(a_map_that_does_not_fit_uncut_is_an_error, setup),
		cmocka_unit_test_setup(an_empty_map_has_no_descriptor, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
