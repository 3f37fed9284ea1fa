/* The table of unaccepted memory: every small map, then the edges, then the host's refusals. */
#include "firmware/boot/unaccepted.h"
#include "firmware/mem/layout.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"

#define UNIT UNACCEPTED_UNIT
#define BASE (16 * MIB)
#define RAM_END (64 * MIB)
#define HEADER_BYTES 24u

static struct memory memory;
static u64 table_gpa;

/* The fields at the offsets that Linux reads (include/linux/efi.h, struct efi_unaccepted_memory). */
static u64 field(u32 offset, u32 bytes)
{
	return le_load((const u8 *)phys_ptr(table_gpa, HEADER_BYTES) + offset, bytes);
}

static u64 first_gpa(void)
{
	return field(8, 8);
}

static u64 bitmap_bytes(void)
{
	return field(16, 8);
}

static bool bit_at(u64 index)
{
	const u8 *bitmap = (const u8 *)phys_ptr(table_gpa, HEADER_BYTES + bitmap_bytes()) + HEADER_BYTES;

	return bitmap[index / 8] >> index % 8 & 1;
}

static void add(u64 start, u64 end, enum mem_type type)
{
	assert_int_equal(memmap_add(&memory.map, (struct range){ start, end }, type), OK);
}

static int setup(void **state)
{
	(void)state;
	guest_reset(RAM_END);
	assert_int_equal(memory_init(&memory, GUEST_C_BIT), OK);
	rmp_launch(layout_arena());
	return 0;
}

/* Accepting moves the ledger only: for maps by the thousand. */
static int setup_ledger_only(void **state)
{
	(void)state;
	guest_reset(RAM_END);
	rmp_launch(layout_arena());
	return 0;
}

static enum err publish(void)
{
	enum err error = unaccepted_claim_partial(&memory);

	return error == OK ? unaccepted_write_table(&memory, &table_gpa) : error;
}

/* --- every map of a few half units -------------------------------------------------------------- */

#define HALVES 8u
#define HALF (UNIT / 2)

enum half { GAP, RESERVED, FREE, KINDS };

static void build(const enum half *halves)
{
	assert_int_equal(memory_init(&memory, 0), OK);
	memory.free = MEM_UNACCEPTED;
	for (u32 i = 0; i < HALVES; i++)
		if (halves[i] != GAP)
			add(BASE + i * HALF, BASE + (i + 1) * HALF,
			    halves[i] == FREE ? MEM_UNACCEPTED : MEM_RESERVED);
}

/* True if half `i` stays for the kernel: in a run of two units or more, and in a whole unit of it. */
static bool stays(const enum half *halves, u32 i)
{
	u32 first = i, end = i;

	if (halves[i] != FREE || halves[i ^ 1] != FREE)
		return false;
	while (first > 0 && halves[first - 1] == FREE)
		first--;
	while (end < HALVES && halves[end] == FREE)
		end++;
	return end - first >= 4;
}

static void assert_map_published(const enum half *halves)
{
	u64 bits = 0;

	for (u32 i = 0; i < HALVES; i++) {
		struct range range = { BASE + i * HALF, BASE + (i + 1) * HALF };
		bool is_left = stays(halves, i);

		assert_int_equal(memmap_is(&memory.map, range, MEM_UNACCEPTED), is_left);
		assert_int_equal(ledger_is(&memory.ledger, range, PAGE_PRIVATE),
				 halves[i] == FREE && !is_left);
		bits |= (u64)is_left << i / 2;
	}
	if (bits == 0) {
		assert_int_equal(table_gpa, 0);
		return;
	}
	assert_int_equal(bitmap_bytes(), 8);
	assert_int_equal(first_gpa(), BASE + (u64)__builtin_ctzll(bits) * UNIT);
	assert_int_equal(field(HEADER_BYTES, 8), bits >> __builtin_ctzll(bits));
}

static void every_small_map_has_bits_for_whole_units_only(void **state)
{
	enum half halves[HALVES] = { GAP };
	u32 map, i;

	(void)state;
	for (map = 0; halves[HALVES - 1] < KINDS; map++) {
		build(halves);
		assert_int_equal(publish(), OK);
		assert_map_published(halves);
		for (i = 0; i < HALVES && ++halves[i] == KINDS && i < HALVES - 1; i++)
			halves[i] = GAP;
	}
	assert_int_equal(map, 6561); /* 3^8 */
}

/* --- the table ---------------------------------------------------------------------------------- */

static void the_header_is_the_one_that_linux_reads(void **state)
{
	(void)state;
	add(BASE, BASE + 4 * UNIT, MEM_UNACCEPTED);
	assert_int_equal(publish(), OK);
	assert_int_equal(field(0, 4), 1);
	assert_int_equal(field(4, 4), 2 * MIB);
	assert_int_equal(first_gpa(), BASE);
	assert_int_equal(bitmap_bytes(), 8);
	assert_int_equal(field(24, 8), 0xf);
	assert_true(table_gpa % 8 == 0);
	assert_int_equal(memory.arena.top, table_gpa); /* in memory that the kernel keeps */
}

static void trailing_bits_are_zero_at_every_length(void **state)
{
	(void)state;
	for (u64 units = 2; units <= 130; units++) {
		assert_int_equal(memory_init(&memory, 0), OK);
		memory.free = MEM_UNACCEPTED;
		add(4 * GIB, 4 * GIB + units * UNIT, MEM_UNACCEPTED);
		assert_int_equal(publish(), OK);
		assert_int_equal(bitmap_bytes(), (units + 63) / 64 * 8);
		for (u64 bit = 0; bit < bitmap_bytes() * 8; bit++)
			assert_int_equal(bit_at(bit), bit < units);
	}
}

static void holes_between_ranges_have_no_bits(void **state)
{
	(void)state;
	assert_int_equal(memory_init(&memory, 0), OK);
	memory.free = MEM_UNACCEPTED;
	add(GIB, 3 * GIB, MEM_UNACCEPTED);
	add(3 * GIB, 3 * GIB + MIB, MEM_RESERVED);
	add(4 * GIB, 64 * GIB, MEM_UNACCEPTED);
	assert_int_equal(publish(), OK);
	assert_int_equal(first_gpa(), GIB);
	assert_int_equal(bitmap_bytes(), 63 * 512 / 8);
	for (u64 unit = 0; unit < 63 * 512; unit++)
		assert_int_equal(bit_at(unit), unit < 2 * 512 || unit >= 3 * 512);
}

static void without_free_memory_there_is_no_table(void **state)
{
	(void)state;
	add(BASE, RAM_END, MEM_RAM);
	table_gpa = 1;
	assert_int_equal(publish(), OK);
	assert_int_equal(table_gpa, 0);
	assert_int_equal(memory.arena.top, memory.arena.whole.end);
}

static void a_table_without_room_is_an_error(void **state)
{
	u64 gpa;

	(void)state;
	assert_int_equal(arena_take_low(&memory.arena, range_bytes(layout_arena()) - PAGE_SIZE, 1,
					&gpa), OK);
	add(4 * GIB, 4 * GIB + 128 * GIB, MEM_UNACCEPTED); /* 8 KiB of bits */
	assert_fault(publish(), ERR_NO_RAM, HEADER_BYTES + 8 * KIB, 0);
	assert_int_equal(table_gpa, 0);
}

/* --- claims ------------------------------------------------------------------------------------- */

static void one_page_too_many_is_claimed_at_either_end(void **state)
{
	struct range whole = { BASE + UNIT, BASE + 3 * UNIT };

	(void)state;
	add(whole.start - PAGE_SIZE, whole.end + PAGE_SIZE, MEM_UNACCEPTED);
	assert_int_equal(publish(), OK);
	assert_true(memmap_is(&memory.map, whole, MEM_UNACCEPTED));
	assert_true(rmp_is(whole, RMP_HOST));
	assert_true(rmp_page(whole.start - PAGE_SIZE)->state == RMP_VALIDATED);
	assert_true(rmp_page(whole.end)->state == RMP_VALIDATED);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 2);
	assert_int_equal(first_gpa(), whole.start);
	assert_int_equal(field(24, 8), 3);
}

static void a_range_short_of_two_units_by_a_page_is_claimed_whole(void **state)
{
	(void)state;
	add(BASE, BASE + 2 * UNIT - PAGE_SIZE, MEM_UNACCEPTED);
	assert_int_equal(publish(), OK);
	assert_int_equal(table_gpa, 0);
	assert_true(rmp_is((struct range){ BASE, BASE + 2 * UNIT - PAGE_SIZE }, RMP_VALIDATED));
	assert_true(rmp_page(BASE + 2 * UNIT - PAGE_SIZE)->state == RMP_HOST);
	assert_true(memmap_is(&memory.map, (struct range){ BASE, BASE + 2 * UNIT - PAGE_SIZE },
			      MEM_RAM));
}

static void two_units_that_hold_one_aligned_unit_leave_that_one(void **state)
{
	(void)state;
	add(BASE + PAGE_SIZE, BASE + 2 * UNIT + PAGE_SIZE, MEM_UNACCEPTED);
	assert_int_equal(publish(), OK);
	assert_int_equal(first_gpa(), BASE + UNIT);
	assert_int_equal(field(24, 8), 1);
	assert_true(rmp_is((struct range){ BASE + UNIT, BASE + 2 * UNIT }, RMP_HOST));
}

static void claiming_all_leaves_nothing_and_takes_nothing_else(void **state)
{
	(void)state;
	add(BASE, BASE + 3 * UNIT + PAGE_SIZE, MEM_UNACCEPTED);
	add(BASE + 3 * UNIT + PAGE_SIZE, BASE + 4 * UNIT, MEM_RESERVED);
	add(BASE + 5 * UNIT, BASE + 5 * UNIT + PAGE_SIZE, MEM_UNACCEPTED);
	assert_int_equal(unaccepted_claim_all(&memory), OK);
	assert_int_equal(memmap_bytes(&memory.map, MEM_UNACCEPTED), 0);
	assert_int_equal(memmap_bytes(&memory.map, MEM_RAM), 3 * UNIT + 2 * PAGE_SIZE);
	assert_true(rmp_is((struct range){ BASE, BASE + 3 * UNIT + PAGE_SIZE }, RMP_VALIDATED));
	assert_true(rmp_page(BASE + 3 * UNIT + PAGE_SIZE)->state == RMP_HOST);
	assert_true(rmp_page(BASE + 5 * UNIT)->state == RMP_VALIDATED);
	assert_true(rmp_validated_once());
	machine_forget_events();
	assert_int_equal(unaccepted_claim_all(&memory), OK);
	assert_int_equal(machine_event_count(), 0);
}

static void refused_claims_end_it(void **state)
{
	(void)state;
	add(BASE, BASE + UNIT, MEM_UNACCEPTED);
	hypervisor_lie(HV_MSR_BITS, 1ull << 32);
	assert_error(unaccepted_claim_all(&memory), ERR_PSC);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 0);
	hypervisor_lie(HV_HONEST, 0);
	add(BASE + 4 * UNIT, BASE + 5 * UNIT, MEM_UNACCEPTED);
	hypervisor_lie(HV_PVALIDATE, HV_PVALIDATE_ANSWER(0, 1));
	assert_error(unaccepted_claim_partial(&memory), ERR_PVALIDATE_CF);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_leave)
#define LEDGER_ONLY(name) cmocka_unit_test_setup_teardown(name, setup_ledger_only, guest_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LEDGER_ONLY(every_small_map_has_bits_for_whole_units_only),
		TEST(the_header_is_the_one_that_linux_reads),
		LEDGER_ONLY(trailing_bits_are_zero_at_every_length),
		LEDGER_ONLY(holes_between_ranges_have_no_bits),
		TEST(without_free_memory_there_is_no_table),
		TEST(a_table_without_room_is_an_error),
		TEST(one_page_too_many_is_claimed_at_either_end),
		TEST(a_range_short_of_two_units_by_a_page_is_claimed_whole),
		TEST(two_units_that_hold_one_aligned_unit_leave_that_one),
		TEST(claiming_all_leaves_nothing_and_takes_nothing_else),
		TEST(refused_claims_end_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
