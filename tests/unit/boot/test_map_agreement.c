/* EFI map and e820 table say the same as the one typed map that they are made of. */
#include "firmware/boot/efi.h"
#include "firmware/boot/efi_abi.h"
#include "firmware/mem/e820.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <stdlib.h>
#include <string.h>

static struct memmap map;
static EFI_MEMORY_DESCRIPTOR efi[MEMMAP_MAX];
static u32 efi_count;
static u8 e820[MEMMAP_MAX * E820_ENTRY_BYTES];
static u32 e820_count;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	memmap_init(&map);
	return 0;
}

static void add(u64 start, u64 end, enum mem_type type)
{
	assert_int_equal(memmap_add(&map, (struct range){ start, end }, type), OK);
}

static enum err write_efi(u32 max)
{
	return efi_write_map(&map, 0, efi, max, &efi_count);
}

/* What a type has to become: written down here a second time, from the comments of memmap.h. */
static const struct {
	int efi; /* -1: not listed */
	u64 attribute;
	u32 e820;
} want[] = {
	[MEM_RAM] = { 7, EFI_MEMORY_WB, 1 },
	[MEM_LOADER] = { 2, EFI_MEMORY_WB, 1 },
	[MEM_UNACCEPTED] = { 15, EFI_MEMORY_WB, 1 },
	[MEM_RESERVED] = { 0, EFI_MEMORY_WB, 2 },
	[MEM_RT_CODE] = { 5, EFI_MEMORY_WB | EFI_MEMORY_RUNTIME, 2 },
	[MEM_RT_DATA] = { 6, EFI_MEMORY_WB | EFI_MEMORY_RUNTIME, 2 },
	[MEM_ACPI] = { 9, EFI_MEMORY_WB, 3 },
	[MEM_NVS] = { 10, EFI_MEMORY_WB, 4 },
	[MEM_DEVICE] = { -1, 0, 2 },
};

static int type_in_map(u64 gpa)
{
	for (u32 i = 0; i < map.count; i++)
		if (gpa >= map.entries[i].range.start && gpa < map.entries[i].range.end)
			return (int)map.entries[i].type;
	return -1;
}

static const EFI_MEMORY_DESCRIPTOR *efi_at(u64 gpa)
{
	for (u32 i = 0; i < efi_count; i++)
		if (gpa >= efi[i].PhysicalStart &&
		    gpa < efi[i].PhysicalStart + efi[i].NumberOfPages * PAGE_SIZE)
			return &efi[i];
	return NULL;
}

static u32 e820_at(u64 gpa)
{
	for (u32 i = 0; i < e820_count; i++) {
		const u8 *entry = e820 + (size_t)i * E820_ENTRY_BYTES;

		if (gpa >= le64_load(entry) && gpa < le64_load(entry) + le64_load(entry + 8))
			return le32_load(entry + 16);
	}
	return 0;
}

static void assert_agreement_at(u64 gpa)
{
	int type = type_in_map(gpa);
	const EFI_MEMORY_DESCRIPTOR *descriptor = efi_at(gpa);

	assert_int_equal(e820_at(gpa), type < 0 ? 0 : want[type].e820);
	if (type < 0 || want[type].efi < 0) {
		assert_null(descriptor);
		return;
	}
	assert_non_null(descriptor);
	assert_int_equal(descriptor->Type, want[type].efi);
	assert_int_equal(descriptor->Attribute, want[type].attribute);
	assert_int_equal(descriptor->VirtualStart, 0);
}

static void assert_agreement(void)
{
	assert_int_equal(write_efi(MEMMAP_MAX), OK);
	assert_int_equal(e820_write(&map, e820, MEMMAP_MAX, &e820_count), OK);
	for (u32 i = 0; i < map.count; i++) {
		struct range range = map.entries[i].range;

		assert_agreement_at(range.start);
		assert_agreement_at(range.end - 1);
		assert_agreement_at(range.end);
		if (range.start > 0)
			assert_agreement_at(range.start - 1);
	}
}

static void every_type_has_its_label(void **state)
{
	(void)state;
	for (u32 type = MEM_RAM; type <= MEM_DEVICE; type++)
		add((u64)type * PAGE_SIZE, (u64)(type + 1) * PAGE_SIZE, type);
	assert_agreement();
	assert_int_equal(efi_count, MEM_DEVICE); /* all but the last */
}

static void the_descriptor_is_the_one_of_uefi(void **state)
{
	const u8 *raw = (const u8 *)efi;

	(void)state;
	add(0x100000, 0x140000000, MEM_RAM);
	assert_int_equal(write_efi(1), OK);
	assert_int_equal(efi_count, 1);
	assert_int_equal(sizeof(efi[0]), EFI_DESCRIPTOR_BYTES);
	assert_int_equal(le32_load(raw), 7);
	assert_int_equal(le64_load(raw + 8), 0x100000);
	assert_int_equal(le64_load(raw + 24), 0x13ff00);
	assert_int_equal(le64_load(raw + 32), 8);
}

static void an_empty_map_is_written_as_one(void **state)
{
	(void)state;
	assert_int_equal(write_efi(0), OK);
	assert_int_equal(efi_count, 0);
}

static void no_room_is_an_error_and_nothing_is_written_past_it(void **state)
{
	(void)state;
	add(0, PAGE_SIZE, MEM_RAM);
	add(PAGE_SIZE, 2 * PAGE_SIZE, MEM_ACPI);
	memset(efi, 0x33, sizeof(efi));
	assert_int_equal(write_efi(1), ERR_HANDOFF_MAP);
	assert_int_equal(((u8 *)&efi[1])[0], 0x33);
}

static u64 some(u64 from, u32 count)
{
	return from + (u32)rand() % count;
}

static void random_maps_agree(void **state)
{
	(void)state;
	srand(20);
	for (u32 round = 0; round < 500; round++) {
		u64 at = some(0, 3) * PAGE_SIZE;

		memmap_init(&map);
		for (u64 i = some(0, 60); i > 0; i--) {
			u64 end = at + some(1, 0x80000) * PAGE_SIZE;

			add(at, end, (enum mem_type)some(0, MEM_DEVICE + 1));
			at = end + (rand() % 2 ? some(0, 50) * PAGE_SIZE : 0);
		}
		assert_agreement();
	}
}

/* Linux merges nothing: what e820 and the EFI map give it as RAM must be the same bytes. */
static void both_have_the_same_amount_of_ram(void **state)
{
	u64 in_efi = 0, in_e820 = 0;

	(void)state;
	add(0, 0xa0000, MEM_RAM);
	add(0x100000, 0x200000, MEM_LOADER);
	add(0x200000, 0x300000, MEM_UNACCEPTED);
	add(0x300000, 0x340000, MEM_ACPI);
	add(4 * GIB, 6 * GIB, MEM_RAM);
	assert_agreement();
	for (u32 i = 0; i < efi_count; i++)
		if (efi[i].Type == 2 || efi[i].Type == 7 || efi[i].Type == 15)
			in_efi += efi[i].NumberOfPages * PAGE_SIZE;
	for (u32 i = 0; i < e820_count; i++)
		if (le32_load(e820 + i * E820_ENTRY_BYTES + 16) == 1)
			in_e820 += le64_load(e820 + i * E820_ENTRY_BYTES + 8);
	assert_int_equal(in_efi, in_e820);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
	const struct CMUnitTest tests[] = {
		TEST(every_type_has_its_label),
		TEST(the_descriptor_is_the_one_of_uefi),
		TEST(an_empty_map_is_written_as_one),
		TEST(no_room_is_an_error_and_nothing_is_written_past_it),
		TEST(random_maps_agree),
		TEST(both_have_the_same_amount_of_ram),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
