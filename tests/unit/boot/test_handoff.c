/* The last step: what the kernel is told of memory, and where it is entered. */
#include "firmware/boot/handoff.h"
#include "firmware/boot/efi_abi.h"
#include "firmware/mem/e820.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/layout.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/guest.h"

#include <string.h>

#define ACPI_BYTES 0x1800u

static struct handoff handoff;
static u8 *page_0;

static int setup(void **state)
{
	u64 acpi;

	(void)guest_setup(state);
	page_0 = machine_ram(0, PAGE_SIZE, MACHINE_PRIVATE);
	assert_int_equal(guest_load_kernel(), OK);
	assert_int_equal(arena_take_high(&guest.memory.arena, ACPI_BYTES, 16, &acpi), OK);
	handoff_init(&handoff);
	handoff.payload = &guest.payload;
	handoff.verdict = &guest.measured.verdict;
	handoff.is_plain = true;
	handoff.rsdp_gpa = acpi;
	return 0;
}

static const u8 *prepared(void)
{
	assert_int_equal(handoff_prepare(&guest.memory, &handoff), OK);
	return phys_ptr(handoff.boot_params_gpa, PAGE_SIZE);
}

static void every_page_has_its_final_type(void **state)
{
	const struct arena *arena = &guest.memory.arena;

	(void)state;
	(void)prepared();
	assert_int_equal(guest_type_at(layout_low().start), MEM_RESERVED);
	assert_int_equal(guest_type_at(FAKE_RT_CODE), MEM_RT_CODE);
	assert_int_equal(guest_type_at(FAKE_RT_DATA), MEM_RT_DATA);
	assert_int_equal(guest_type_at(layout_launch_ram().start), MEM_RESERVED);
	assert_int_equal(guest_type_at(layout_low().end), MEM_RAM);
	assert_int_equal(guest_type_at(FAKE_ARENA), MEM_LOADER);
	assert_int_equal(guest_type_at(arena_low_pages(arena).end), MEM_RAM);
	assert_int_equal(guest_type_at(handoff.rsdp_gpa), MEM_ACPI);
	assert_int_equal(guest_type_at(arena_high_pages(arena).start), MEM_ACPI);
	assert_int_equal(guest_type_at(layout_arena().end), MEM_RAM);
	assert_int_equal(guest_type_at(FAKE_KERNEL), MEM_LOADER);
	assert_int_equal(guest_type_at(layout_rom().start), MEM_DEVICE);
}

/* What boot_params points to: inside the arena, not in what the kernel gets as free RAM. */
static void everything_handed_over_is_kept_from_the_allocator(void **state)
{
	const u8 *params = prepared();
	u64 efi_map = le32_load(params + 0x1c0 + 16);

	(void)state;
	assert_int_equal(guest_type_at(handoff.boot_params_gpa), MEM_LOADER);
	assert_int_equal(guest_type_at(efi_map), MEM_LOADER);
	assert_int_equal(guest_type_at(efi_map + le32_load(params + 0x1c0 + 20) - 1), MEM_LOADER);
	assert_int_equal(guest_type_at(guest.payload.setup_gpa), MEM_LOADER);
	assert_int_equal(le32_load(params + 0x1c0 + 4), FAKE_RT_DATA);
	assert_int_equal(le64_load(params + 0x70), handoff.rsdp_gpa);
}

static u64 e820_ram(const u8 *params)
{
	u64 bytes = 0;

	for (u32 i = 0; i < params[0x1e8]; i++)
		if (le32_load(params + 0x2d0 + i * E820_ENTRY_BYTES + 16) == E820_RAM)
			bytes += le64_load(params + 0x2d0 + i * E820_ENTRY_BYTES + 8);
	return bytes;
}

static u64 efi_ram(const u8 *params)
{
	u32 map_bytes = le32_load(params + 0x1c0 + 20);
	const EFI_MEMORY_DESCRIPTOR *map = phys_ptr(le32_load(params + 0x1c0 + 16), map_bytes);
	u64 bytes = 0;

	for (u32 i = 0; i < map_bytes / sizeof(*map); i++)
		if (map[i].Type == EfiConventionalMemory || map[i].Type == EfiLoaderData)
			bytes += map[i].NumberOfPages * PAGE_SIZE;
	return bytes;
}

static void both_maps_were_made_from_the_final_one(void **state)
{
	const u8 *params = prepared();
	u64 ram = memmap_bytes(&guest.memory.map, MEM_RAM) +
		  memmap_bytes(&guest.memory.map, MEM_LOADER);

	(void)state;
	assert_int_equal(e820_ram(params), ram);
	assert_int_equal(efi_ram(params), ram);
}

/* The kernel reads words of the BIOS data area: garbage there would be an EBDA. */
static void the_bios_data_area_is_zero_and_no_more(void **state)
{
	(void)state;
	(void)prepared();
	for (u32 i = 0x400; i < 0x500; i++)
		assert_int_equal(page_0[i], 0);
	assert_int_equal(page_0[0x3ff], MACHINE_GARBAGE);
	assert_int_equal(page_0[0x500], MACHINE_GARBAGE);
}

static void a_full_arena_is_an_error(void **state)
{
	struct arena *arena = &guest.memory.arena;

	(void)state;
	arena->bottom = arena_high_pages(arena).start;
	assert_fault(handoff_prepare(&guest.memory, &handoff), ERR_NO_RAM, PAGE_SIZE, 0);
	arena->bottom -= PAGE_SIZE; /* boot_params fit, the EFI map does not */
	assert_fault(handoff_prepare(&guest.memory, &handoff), ERR_NO_RAM,
		     (u64)MEMMAP_MAX * EFI_DESCRIPTOR_BYTES, 0);
}

static void pages_that_lost_their_type_are_an_error(void **state)
{
	struct range pages[] = { { FAKE_RT_CODE, FAKE_RT_DATA },
				 { FAKE_RT_DATA, FAKE_RT_DATA + PAGE_SIZE } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		assert_int_equal(memmap_retype(&guest.memory.map, pages[i], MEM_RESERVED, MEM_NVS),
				 OK);
		assert_fault(handoff_prepare(&guest.memory, &handoff), ERR_HANDOFF_MAP,
			     pages[i].start, pages[i].end);
		(void)guest_teardown(NULL);
		(void)setup(NULL);
	}
}

/* Pages of ACPI memory, each between RAM: fewer than a map holds, more than boot_params have room for. */
static void a_map_too_long_for_the_kernel_is_an_error(void **state)
{
	u64 at = 0x4000000;

	(void)state;
	for (u32 i = 0; i < 65; i++, at += 2 * PAGE_SIZE) {
		struct range page = { at, at + PAGE_SIZE };

		assert_int_equal(memmap_retype(&guest.memory.map, page, MEM_RAM, MEM_ACPI), OK);
	}
	assert_int_equal(handoff_prepare(&guest.memory, &handoff), ERR_HANDOFF_MAP);
}

static void the_kernel_is_entered_at_its_64_bit_entry(void **state)
{
	const struct machine_event *last;

	(void)state;
	(void)prepared();
	expect_assert_failure(handoff_jump(&handoff));
	last = machine_event(machine_event_count() - 1);
	assert_int_equal(last->kind, EVENT_ENTER_KERNEL);
	assert_int_equal(last->value, FAKE_KERNEL + 0x200);
	assert_int_equal(last->bytes, handoff.boot_params_gpa);
}

static void no_verdict_is_no_entry(void **state)
{
	const u64 bits_47_to_63 = ~0ull << 47;

	(void)state;
	(void)prepared();
	handoff_require_verdict(&handoff);
	for (u32 bit = 0; bit < 64; bit++) {
		u64 entry;

		guest.measured.verdict.words[bit % MEASURED_COUNT] ^= 1ull << bit;
		assert_panic(handoff_require_verdict(&handoff), ERR_HASH_VERDICT);
		expect_assert_failure(handoff_jump(&handoff));
		entry = machine_event(machine_event_count() - 1)->value;
		assert_true((entry & bits_47_to_63) != 0 && entry >> 63 == 0); /* not canonical */
		guest.measured.verdict.words[bit % MEASURED_COUNT] ^= 1ull << bit;
	}
}

static void a_plain_vms_verdict_is_none_under_snp(void **state)
{
	(void)state;
	(void)prepared();
	handoff.is_plain = false;
	assert_panic(handoff_require_verdict(&handoff), ERR_HASH_VERDICT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_teardown)
	const struct CMUnitTest tests[] = {
		TEST(every_page_has_its_final_type),
		TEST(everything_handed_over_is_kept_from_the_allocator),
		TEST(both_maps_were_made_from_the_final_one),
		TEST(the_bios_data_area_is_zero_and_no_more),
		TEST(a_full_arena_is_an_error),
		TEST(pages_that_lost_their_type_are_an_error),
		TEST(a_map_too_long_for_the_kernel_is_an_error),
		TEST(the_kernel_is_entered_at_its_64_bit_entry),
		TEST(no_verdict_is_no_entry),
		TEST(a_plain_vms_verdict_is_none_under_snp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
