/* Page tables, walked as the CPU does it. */
#include "firmware/cpu/paging.h"
#include "firmware/mem/layout.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"

#include <string.h>

#define C_BIT (1ull << 51)
#define PRESENT 1ull
#define WRITABLE 2ull
#define WRITE_THROUGH 8ull
#define CACHE_DISABLE 0x10ull
#define LARGE 0x80ull
#define ADDRESS 0x7fffffffff000ull
#define ARENA 0x900000u
#define ARENA_PAGES 4u
#define LAPIC 0xfee00000ull

static u64 *tables; /* PML4, PDPT, directory of the ROM, directory of the first GiB */
static struct arena arena;

/* As asm/entry32.asm leaves them. */
static void build_first_tables(u64 c_bit)
{
	u64 base = layout_page_tables_gpa();

	memset(tables, 0, 4 * PAGE_SIZE);
	tables[0] = (base + PAGE_SIZE) | c_bit | 0x23;
	tables[512] = (base + 3 * PAGE_SIZE) | c_bit | 0x23;
	tables[512 + 3] = (base + 2 * PAGE_SIZE) | c_bit | 0x23;
	tables[1024 + 511] = 0xffe00000 | c_bit | 0xa1;
	for (u64 i = 0; i < 512; i++)
		tables[1536 + i] = i * PAGE_SIZE_2M | c_bit | 0xe3;
}

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	tables = (u64 *)(void *)machine_ram(layout_page_tables_gpa(), 4 * PAGE_SIZE,
					    MACHINE_PRIVATE);
	(void)machine_ram(layout_page_table_4k_gpa(), PAGE_SIZE, MACHINE_PRIVATE);
	(void)machine_ram(ARENA, ARENA_PAGES * PAGE_SIZE, MACHINE_PRIVATE);
	arena_init(&arena, (struct range){ ARENA, ARENA + ARENA_PAGES * PAGE_SIZE });
	build_first_tables(0);
	return 0;
}

static u64 entry_of(u64 table_gpa, u64 index)
{
	const u64 *table = phys_ptr(table_gpa & ADDRESS & ~C_BIT, PAGE_SIZE);

	return table[index % 512];
}

/* The entry that maps `gpa`: of 4 KiB, or of 2 MiB (LARGE), or not present. */
static u64 walk(u64 gpa)
{
	u64 entry = entry_of(layout_page_tables_gpa(), gpa >> 39);

	for (u32 shift = 30; (entry & PRESENT) && shift >= 12; shift -= 9) {
		entry = entry_of(entry, gpa >> shift);
		if (shift == 21 && (entry & LARGE))
			break;
	}
	return entry;
}

static void assert_mapped(u64 gpa, u64 c_bit)
{
	u64 entry = walk(gpa);
	u64 size = entry & LARGE ? PAGE_SIZE_2M : PAGE_SIZE;

	assert_int_equal(entry & ADDRESS & ~C_BIT, align_down(gpa, size));
	assert_int_equal(entry & (PRESENT | WRITABLE), PRESENT | WRITABLE);
	assert_int_equal(entry & C_BIT, c_bit);
	assert_int_equal(entry >> 63, 0); /* executable: the kernel may lie there */
}

static void the_first_gib_costs_nothing(void **state)
{
	(void)state;
	assert_int_equal(paging_map((struct range){ 0x1000000, GIB }, 0, &arena), OK);
	assert_true(range_is_empty(arena_low_pages(&arena)));
	assert_mapped(0x1234567, 0);
}

static void a_range_is_mapped_from_its_first_to_its_last_byte(void **state)
{
	(void)state;
	assert_int_equal(paging_map((struct range){ 5 * GIB - 1, 6 * GIB + 1 }, 0, &arena), OK);
	assert_int_equal(range_bytes(arena_low_pages(&arena)), 3 * PAGE_SIZE);
	assert_mapped(5 * GIB - 1, 0);
	assert_mapped(5 * GIB, 0);
	assert_mapped(6 * GIB - 1, 0);
	assert_mapped(6 * GIB, 0);
	assert_int_equal(walk(7 * GIB), 0);
	assert_int_equal(walk(2 * GIB), 0);
}

static void what_is_mapped_already_is_left_alone(void **state)
{
	u64 before;

	(void)state;
	assert_int_equal(paging_map((struct range){ 8 * GIB, 9 * GIB }, 0, &arena), OK);
	before = arena.bottom;
	assert_int_equal(paging_map((struct range){ 8 * GIB, 9 * GIB }, 0, &arena), OK);
	assert_int_equal(arena.bottom, before);
}

static void encryption_is_in_entries_and_tables(void **state)
{
	(void)state;
	build_first_tables(C_BIT);
	assert_int_equal(paging_map((struct range){ 64 * GIB, 64 * GIB + 1 }, C_BIT, &arena), OK);
	assert_mapped(64 * GIB, C_BIT);
	assert_int_equal(tables[512 + 64] & C_BIT, C_BIT);
	assert_mapped(MIB, C_BIT);
}

static void an_empty_range_maps_nothing(void **state)
{
	(void)state;
	assert_int_equal(paging_map((struct range){ 9 * GIB, 9 * GIB }, 0, &arena), OK);
	assert_int_equal(walk(9 * GIB), 0);
}

static void the_end_of_the_top_table_is_the_limit(void **state)
{
	const u64 end = 1ull << 47;
	struct range last = { end - 1, end }, beyond = { end - 1, end + 1 };

	(void)state;
	assert_fault(paging_map(beyond, 0, &arena), ERR_E820_RANGE, beyond.start, beyond.end);
	assert_int_equal(paging_map(last, 0, &arena), OK);
	assert_mapped(last.start, 0);
}

static void a_full_arena_is_an_error(void **state)
{
	(void)state;
	assert_fault(paging_map((struct range){ 10 * GIB, 20 * GIB }, 0, &arena), ERR_NO_RAM,
		     PAGE_SIZE, 0);
	assert_mapped(13 * GIB, 0); /* what came before it ran out */
	assert_int_equal(walk(14 * GIB), 0);
}

/* The GiB below 4 GiB has a table with the ROM alone: RAM there must get its own entries. */
static void ram_below_the_rom_is_mapped_too(void **state)
{
	(void)state;
	assert_int_equal(paging_map((struct range){ 3 * GIB - 1, 3 * GIB + 5 }, 0, &arena), OK);
	assert_mapped(3 * GIB, 0);
	assert_mapped(3 * GIB - 1, 0);
	assert_int_equal(walk(3 * GIB + PAGE_SIZE_2M), 0);
	assert_int_equal(paging_map((struct range){ 3 * GIB, 4 * GIB }, 0, &arena), OK);
	assert_mapped(0xffdfffff, 0);
	assert_int_equal(walk(0xffffffff), 0xffe000a1);
}

static void a_device_is_mapped_uncached(void **state)
{
	(void)state;
	build_first_tables(C_BIT);
	paging_map_device(LAPIC + 0x300);
	assert_mapped(LAPIC, 0); /* not encrypted: the host reads it */
	assert_int_equal(walk(LAPIC) & (WRITE_THROUGH | CACHE_DISABLE),
			 WRITE_THROUGH | CACHE_DISABLE);
	assert_int_equal(walk(LAPIC + PAGE_SIZE_2M), 0);
	assert_int_equal(walk(LAPIC - 1), 0);
	assert_int_equal(walk(0xffffffff) & ~C_BIT, 0xffe000a1); /* the ROM is untouched */
}

static void one_page_is_shared_and_its_neighbours_are_not(void **state)
{
	u64 gpa = layout_shared_gpa();

	(void)state;
	build_first_tables(C_BIT);
	paging_share_page(gpa, C_BIT);
	assert_mapped(gpa, 0);
	assert_mapped(gpa - 1, C_BIT);
	assert_mapped(gpa + PAGE_SIZE, C_BIT);
	assert_mapped(0, C_BIT);
	assert_mapped(PAGE_SIZE_2M - 1, C_BIT);
	assert_int_equal(machine_event(machine_event_count() - 1)->kind, EVENT_WRITE_CR3);
	assert_int_equal(machine_event(machine_event_count() - 1)->value,
			 layout_page_tables_gpa() | C_BIT);
}

static void a_2_mib_page_is_shared_and_taken_back(void **state)
{
	u64 gpa = layout_bounce().start;

	(void)state;
	build_first_tables(C_BIT);
	paging_share_2m(gpa, C_BIT);
	assert_mapped(gpa, 0);
	assert_mapped(gpa - 1, C_BIT);
	assert_mapped(gpa + PAGE_SIZE_2M, C_BIT);
	paging_unshare_2m(gpa, C_BIT);
	assert_mapped(gpa, C_BIT);
	assert_int_equal(machine_event_count(), 2); /* a TLB flush each */
	assert_int_equal(machine_event(1)->kind, EVENT_FLUSH_PAGE);
	assert_int_equal(machine_event(1)->value, gpa);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_first_gib_costs_nothing),
		TEST(a_range_is_mapped_from_its_first_to_its_last_byte),
		TEST(what_is_mapped_already_is_left_alone),
		TEST(encryption_is_in_entries_and_tables),
		TEST(an_empty_range_maps_nothing),
		TEST(the_end_of_the_top_table_is_the_limit),
		TEST(a_full_arena_is_an_error),
		TEST(ram_below_the_rom_is_mapped_too),
		TEST(a_device_is_mapped_uncached),
		TEST(one_page_is_shared_and_its_neighbours_are_not),
		TEST(a_2_mib_page_is_shared_and_taken_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
