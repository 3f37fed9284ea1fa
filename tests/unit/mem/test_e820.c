/* The host's memory map: honest ones as QEMU writes them, then those of a liar. */
#include "firmware/mem/e820.h"
#include "lib/bytes.h"
#include "tests/fake/captured.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT (1ull << 47)
#define ENTRIES_MAX 200u

struct entry {
	u64 base, length;
	u32 type;
};

static struct memmap map;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	memmap_init(&map);
	return 0;
}

/* Packs the entries into an exact allocation, so that ASan sees a read past the end. */
static enum err normalise_limited(const struct entry *entries, u32 count, u64 limit)
{
	u8 *raw = malloc((size_t)count * E820_ENTRY_BYTES);
	enum err error;

	assert_non_null(raw);
	for (u32 i = 0; i < count; i++) {
		u8 *at = raw + (size_t)i * E820_ENTRY_BYTES;

		le64_store(at, entries[i].base);
		le64_store(at + 8, entries[i].length);
		le32_store(at + 16, entries[i].type);
	}
	error = e820_normalise(raw, (u64)count * E820_ENTRY_BYTES, limit, &map);
	free(raw);
	return error;
}

#define normalise(...)                                                              \
	normalise_limited((const struct entry[]){ __VA_ARGS__ },                    \
			  sizeof((const struct entry[]){ __VA_ARGS__ }) / sizeof(struct entry), \
			  LIMIT)

#define assert_entry(index, want_start, want_end, want_type)                        \
	do {                                                                        \
		assert_true((index) < map.count);                                   \
		assert_int_equal(map.entries[index].range.start, want_start);       \
		assert_int_equal(map.entries[index].range.end, want_end);           \
		assert_int_equal(map.entries[index].type, want_type);               \
	} while (0)

/* q35 with 4 GiB and an AMD CPU: the HyperTransport range first, no hole below 1 MiB. */
static void an_honest_q35_map_is_understood(void **state)
{
	(void)state;
	assert_int_equal(normalise({ 0xfd00000000, 0x300000000, E820_RESERVED },
				   { 0, 0x80000000, E820_RAM }, { 4 * GIB, 2 * GIB, E820_RAM },
				   { 0xfeffc000, 0x4000, E820_RESERVED }), OK);
	assert_int_equal(map.count, 5);
	assert_entry(0, 0, 0xa0000, MEM_RAM);
	assert_entry(1, MIB, 0x80000000, MEM_RAM);
	assert_entry(2, 0xfeffc000, 0xff000000, MEM_DEVICE);
	assert_entry(3, 4 * GIB, 6 * GIB, MEM_RAM);
	assert_entry(4, 0xfd00000000, 0x10000000000, MEM_DEVICE);
}

/* QEMU 7.2, q35 with 2 GiB: the HyperTransport range, then all of RAM in one entry. */
static void a_captured_map_is_understood(void **state)
{
	u32 bytes;
	u8 *raw = captured_read("tests/fuzz/corpus/e820/qemu-7.2-q35", &bytes);

	(void)state;
	assert_int_equal(e820_normalise(raw, bytes, LIMIT, &map), OK);
	assert_int_equal(map.count, 3);
	assert_entry(0, 0, 0xa0000, MEM_RAM);
	assert_entry(1, MIB, 2 * GIB, MEM_RAM);
	assert_entry(2, 0xfd00000000, 0x10000000000, MEM_DEVICE);
	free(raw);
}

static void windows_that_are_never_ram_are_cut_out(void **state)
{
	(void)state;
	assert_int_equal(normalise({ 0, 0xff000000, E820_RAM }), OK);
	assert_int_equal(map.count, 2);
	assert_entry(0, 0, 0xa0000, MEM_RAM);
	assert_entry(1, MIB, 0xfec00000, MEM_RAM);
	(void)setup(NULL);
	assert_int_equal(normalise({ 0xb0000, 0x1000, E820_RAM }), OK);
	assert_int_equal(map.count, 0);
	(void)setup(NULL);
	assert_int_equal(normalise({ 0x9f000, 0x62000, E820_RAM }), OK);
	assert_entry(0, 0x9f000, 0xa0000, MEM_RAM);
	assert_entry(1, MIB, 0x101000, MEM_RAM);
}

static void ram_shrinks_and_reserved_grows_to_pages(void **state)
{
	(void)state;
	assert_int_equal(normalise({ 0x200001, 0x3ffe, E820_RAM }, { 0x300fff, 2, E820_NVS },
				   { 0x400001, 0xffe, E820_RAM }), OK);
	assert_int_equal(map.count, 2);
	assert_entry(0, 0x201000, 0x203000, MEM_RAM);
	assert_entry(1, 0x300000, 0x302000, MEM_DEVICE);
}

static void a_page_of_ram_and_reserved_bytes_is_reserved(void **state)
{
	(void)state;
	assert_int_equal(normalise({ 0, 0x9fc00, E820_RAM }, { 0x9fc00, 0x400, E820_RESERVED }),
			 OK);
	assert_int_equal(map.count, 2);
	assert_entry(0, 0, 0x9f000, MEM_RAM);
	assert_entry(1, 0x9f000, 0xa0000, MEM_DEVICE);
}

/*   2222222        2222        22222222222222222
 *      33333333333        ->   one device range */
static void reserved_ranges_may_overlap(void **state)
{
	(void)state;
	assert_int_equal(normalise({ 0x100000, 0x4000, E820_RESERVED },
				   { 0x108000, 0x4000, E820_RESERVED },
				   { 0x102000, 0x8000, E820_ACPI },
				   { 0x100000, 0xc000, 0x12345678 }), OK);
	assert_int_equal(map.count, 1);
	assert_entry(0, 0x100000, 0x10c000, MEM_DEVICE);
}

static void empty_entries_are_dropped(void **state)
{
	(void)state;
	assert_int_equal(normalise({ 0xffff0000, 0, E820_RAM }, { 0x200000, 0x1000, E820_RAM },
				   { 0x200800, 0, E820_RESERVED }, { ~0ull, 0, E820_RAM }), OK);
	assert_int_equal(map.count, 1);
	assert_entry(0, 0x200000, 0x201000, MEM_RAM);
}

static void the_size_must_be_whole_entries(void **state)
{
	u8 raw[2 * E820_ENTRY_BYTES] = { 0 };

	(void)state;
	assert_fault(e820_normalise(raw, 0, LIMIT, &map), ERR_E820_MALFORMED, 0, 0);
	assert_fault(e820_normalise(raw, 19, LIMIT, &map), ERR_E820_MALFORMED, 0, 0);
	assert_fault(e820_normalise(raw, 21, LIMIT, &map), ERR_E820_MALFORMED, 1, 0);
	assert_fault(e820_normalise(raw, 39, LIMIT, &map), ERR_E820_MALFORMED, 1, 0);
	assert_int_equal(e820_normalise(raw, 40, LIMIT, &map), OK);
}

static void the_number_of_entries_is_capped(void **state)
{
	struct entry entries[ENTRIES_MAX];

	(void)state;
	for (u32 i = 0; i < ENTRIES_MAX; i++)
		entries[i] = (struct entry){ MIB + i * 0x2000ull, 0x1000, E820_RAM };
	assert_int_equal(normalise_limited(entries, E820_HOST_MAX, LIMIT), OK);
	assert_int_equal(map.count, E820_HOST_MAX);
	(void)setup(NULL);
	assert_fault(normalise_limited(entries, E820_HOST_MAX + 1, LIMIT), ERR_E820_MALFORMED,
		     E820_HOST_MAX + 1, 0);
	assert_int_equal(map.count, 0);
}

static void an_entry_that_wraps_is_malformed(void **state)
{
	(void)state;
	assert_fault(normalise({ 0, MIB, E820_RAM }, { ~0ull, 2, E820_RAM }), ERR_E820_MALFORMED,
		     1, 0);
	(void)setup(NULL);
	assert_fault(normalise({ 0x1000, ~0ull, E820_RESERVED }), ERR_E820_MALFORMED, 0, 0);
	/* Ends at 2^64 only after rounding to pages. */
	assert_fault(normalise({ ~0ull - 10, 5, E820_RESERVED }), ERR_E820_MALFORMED, 0, 0);
}

static void ram_over_the_firmware_is_refused(void **state)
{
	(void)state;
	assert_fault(normalise({ 0xff000000, 0x1000, E820_RAM }), ERR_E820_PROTECTED, 0xff000000,
		     0xff001000);
	assert_fault(normalise({ 0, 4 * GIB, E820_RAM }), ERR_E820_PROTECTED, 0, 4 * GIB);
	assert_fault(normalise({ 4 * GIB - 1, 1, E820_RAM }), ERR_E820_PROTECTED, 4 * GIB - 1,
		     4 * GIB);
	(void)setup(NULL);
	assert_int_equal(normalise({ 4 * GIB, GIB, E820_RAM },
				   { 0xffc00000, 0x400000, E820_RESERVED }), OK);
}

static void ram_over_the_launch_vmsas_is_refused(void **state)
{
	const struct entry entry = { 0xffffffffe000, 0x2000, E820_RAM };
	const struct entry below = { 0xffffffffe000, 0x1000, E820_RAM };

	(void)state;
	assert_fault(normalise_limited(&entry, 1, 1ull << 51), ERR_E820_PROTECTED, entry.base,
		     entry.base + entry.length);
	assert_int_equal(normalise_limited(&below, 1, 1ull << 51), OK);
}

static void ram_beyond_the_address_space_is_refused(void **state)
{
	(void)state;
	assert_fault(normalise({ LIMIT - 0x1000, 0x1001, E820_RAM }), ERR_E820_RANGE,
		     LIMIT - 0x1000, LIMIT + 1);
	assert_fault(normalise({ LIMIT | 0x1000, 0x1000, E820_RAM }), ERR_E820_RANGE,
		     LIMIT | 0x1000, LIMIT | 0x2000);
	(void)setup(NULL);
	assert_int_equal(normalise({ LIMIT - 0x1000, 0x1000, E820_RAM },
				   { LIMIT, 0x1000, E820_RESERVED }), OK);
}

static void ram_over_ram_or_reserved_is_a_conflict(void **state)
{
	(void)state;
	assert_fault(normalise({ 0x200000, 0x2000, E820_RAM }, { 0x201000, 0x2000, E820_RAM }),
		     ERR_E820_CONFLICT, 0x201000, 0x202000);
	(void)setup(NULL);
	assert_fault(normalise({ 0x201000, 0x10, E820_RESERVED }, { 0x200000, 0x2000, E820_RAM }),
		     ERR_E820_CONFLICT, 0x201000, 0x202000);
	/* Behind a reserved range that is known already. */
	(void)setup(NULL);
	assert_fault(normalise({ 0x202000, 0x1000, E820_RAM }, { 0x200000, 0x1000, E820_RESERVED },
			       { 0x200000, 0x2800, E820_RESERVED }),
		     ERR_E820_CONFLICT, 0x202000, 0x203000);
}

static void a_map_is_written_with_one_entry_per_e820_type(void **state)
{
	u8 raw[4 * E820_ENTRY_BYTES];
	u32 count = 0;

	(void)state;
	assert_int_equal(memmap_add(&map, (struct range){ 0, 0x10000 }, MEM_RAM), OK);
	assert_int_equal(memmap_add(&map, (struct range){ 0x10000, 0x20000 }, MEM_LOADER), OK);
	assert_int_equal(memmap_add(&map, (struct range){ 0x20000, 0x30000 }, MEM_UNACCEPTED), OK);
	assert_int_equal(memmap_add(&map, (struct range){ 0x30000, 0x40000 }, MEM_ACPI), OK);
	assert_int_equal(memmap_add(&map, (struct range){ 0x40000, 0x50000 }, MEM_RESERVED), OK);
	assert_int_equal(memmap_add(&map, (struct range){ 0x50000, 0x60000 }, MEM_RT_CODE), OK);
	assert_int_equal(memmap_add(&map, (struct range){ 0x70000, 0x80000 }, MEM_DEVICE), OK);
	assert_int_equal(e820_write(&map, raw, 4, &count), OK);
	assert_int_equal(count, 4);
	assert_int_equal(le64_load(raw), 0);
	assert_int_equal(le64_load(raw + 8), 0x30000);
	assert_int_equal(le32_load(raw + 16), E820_RAM);
	assert_int_equal(le32_load(raw + 36), E820_ACPI);
	assert_int_equal(le64_load(raw + 40), 0x40000);
	assert_int_equal(le64_load(raw + 48), 0x20000);
	assert_int_equal(le32_load(raw + 56), E820_RESERVED);
	/* The same type, but not adjacent. */
	assert_int_equal(le64_load(raw + 60), 0x70000);
	assert_fault(e820_write(&map, raw, 3, &count), ERR_HANDOFF_MAP, 0x70000, 0x80000);
	assert_fault(e820_write(&map, raw, 0, &count), ERR_HANDOFF_MAP, 0, 0x10000);
}

static void an_empty_map_is_written_as_nothing(void **state)
{
	u32 count = 42;

	(void)state;
	assert_int_equal(e820_write(&map, NULL, 0, &count), OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_honest_q35_map_is_understood, setup),
		cmocka_unit_test_setup(a_captured_map_is_understood, setup),
		cmocka_unit_test_setup(windows_that_are_never_ram_are_cut_out, setup),
		cmocka_unit_test_setup(ram_shrinks_and_reserved_grows_to_pages, setup),
		cmocka_unit_test_setup(a_page_of_ram_and_reserved_bytes_is_reserved, setup),
		cmocka_unit_test_setup(reserved_ranges_may_overlap, setup),
		cmocka_unit_test_setup(empty_entries_are_dropped, setup),
		cmocka_unit_test_setup(the_size_must_be_whole_entries, setup),
		cmocka_unit_test_setup(the_number_of_entries_is_capped, setup),
		cmocka_unit_test_setup(an_entry_that_wraps_is_malformed, setup),
		cmocka_unit_test_setup(ram_over_the_firmware_is_refused, setup),
		cmocka_unit_test_setup(ram_over_the_launch_vmsas_is_refused, setup),
		cmocka_unit_test_setup(ram_beyond_the_address_space_is_refused, setup),
		cmocka_unit_test_setup(ram_over_ram_or_reserved_is_a_conflict, setup),
		cmocka_unit_test_setup(a_map_is_written_with_one_entry_per_e820_type, setup),
		cmocka_unit_test_setup(an_empty_map_is_written_as_nothing, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
