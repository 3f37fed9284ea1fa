/* What an SNP guest with a kernel that accepts lazily is told about its memory; hosts that refuse. */
#include "firmware/boot/lazy.h"
#include "firmware/mem/layout.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/log.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"
#include "tests/unit/boot/lazy_guest.h"

static int setup(void **state)
{
	(void)state;
	lazy_guest_start(RAM_END, KNOWS_ALL);
	return 0;
}

static void a_lazy_kernel_gets_both_tables(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), OK);
	assert_int_equal(lazy_guest.handoff.config.count, 2);
	assert_int_not_equal(lazy_guest_published(&lazy_guest_unaccepted), 0);
	assert_memory_equal(phys_ptr(lazy_guest_published(&lazy_guest_cc_blob), 4), "AMDE", 4);
	assert_int_equal(le32_load(phys_ptr(lazy_guest_published(&lazy_guest_unaccepted), 4)), 1);
	assert_int_equal(fake_log_lines, 0);
}

static void the_rest_stays_unvalidated_and_is_all_in_the_table(void **state)
{
	const u8 *table;
	u64 first;

	(void)state;
	assert_int_equal(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), OK);
	table = phys_ptr(lazy_guest_published(&lazy_guest_unaccepted), 24 + 64);
	first = le64_load(table + 8);
	for (u64 gpa = MIB; gpa < RAM_END; gpa += PAGE_SIZE_2M) {
		u64 unit = align_down(gpa, PAGE_SIZE_2M), bit = (unit - first) / PAGE_SIZE_2M;
		bool is_set = unit >= first && (table[24 + bit / 8] >> bit % 8 & 1);
		struct range pages = { unit, unit + PAGE_SIZE_2M };

		if (is_set)
			assert_false(rmp_is(pages, RMP_VALIDATED));
		for (u64 page = pages.start; page < pages.end && page >= MIB; page += PAGE_SIZE)
			assert_int_equal(rmp_page(page)->state != RMP_VALIDATED, is_set);
	}
	assert_true(rmp_validated_once());
}

static void the_bounce_buffer_is_given_back_wiped(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), OK);
	assert_true(ledger_bytes(&lazy_guest.memory.ledger, PAGE_SHARED) == PAGE_SIZE); /* the GHCB */
	assert_false(rmp_is(layout_bounce(), RMP_SHARED));
	assert_int_equal(machine_event(machine_find_event(EVENT_ZERO, 0))->value,
			 layout_bounce().start);
}

static void the_pool_lies_behind_the_kernel(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), OK);
	assert_true(memmap_is(&lazy_guest.memory.map, lazy_guest_pool(), MEM_RAM));
	assert_true(rmp_is(lazy_guest_pool(), RMP_VALIDATED));
	assert_true(rmp_page(lazy_guest_pool().end)->state == RMP_HOST);
}

static void the_map_is_cut_below_the_kernel_s_size(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), OK);
	assert_int_equal(lazy_guest.handoff.piece_bytes, 26 * MIB);
	assert_int_equal(lazy_guest.handoff.efi_map_max, 256 * KIB / 40);
}

static u64 piece_of_kernel(u64 bytes)
{
	guest_free();
	lazy_guest_start(RAM_END, KNOWS_ALL);
	lazy_guest_set_kernel_bytes((u32)bytes);
	assert_int_equal(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), OK);
	return lazy_guest.handoff.piece_bytes;
}

static void pieces_are_whole_units_smaller_than_the_kernel(void **state)
{
	(void)state;
	assert_int_equal(piece_of_kernel(28 * MIB), 26 * MIB);
	assert_int_equal(piece_of_kernel(28 * MIB + 1), 28 * MIB);
	assert_int_equal(piece_of_kernel(4 * MIB), 2 * MIB);
	assert_int_equal(piece_of_kernel(2 * MIB), 2 * MIB); /* no kernel is as small */
	assert_int_equal(piece_of_kernel(0), 2 * MIB);       /* unknown */
	assert_int_equal(piece_of_kernel(0xffffffff), 4 * GIB - 2 * MIB);
}

static bool has_pool_with(const char *cmdline)
{
	guest_free();
	lazy_guest_start(RAM_END, KNOWS_ALL);
	lazy_guest_set_cmdline(cmdline);
	assert_int_equal(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), OK);
	return rmp_is(lazy_guest_pool(), RMP_VALIDATED);
}

static void nokaslr_is_a_word_of_its_own(void **state)
{
	(void)state;
	assert_true(has_pool_with(""));
	assert_false(has_pool_with("nokaslr"));
	assert_false(has_pool_with("quiet nokaslr"));
	assert_false(has_pool_with("nokaslr quiet"));
	assert_false(has_pool_with("a nokaslr b"));
	assert_true(has_pool_with("nokaslrx"));
	assert_true(has_pool_with("xnokaslr"));
	assert_true(has_pool_with("x=nokaslr nokasl"));
	assert_true(has_pool_with("nokaslr=0"));
}

static void a_small_guest_has_no_pool(void **state)
{
	(void)state;
	guest_free();
	lazy_guest_start(256 * MIB, KNOWS_ALL);
	assert_int_equal(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), OK);
	assert_true(rmp_page(WINDOW_END)->state == RMP_HOST);
	assert_int_not_equal(lazy_guest_published(&lazy_guest_unaccepted), 0);
}

static void a_pool_that_is_refused_ends_it(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_PAGE_INFO_2, 1, 1);
	assert_error(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), ERR_PSC);
	assert_int_equal(lazy_guest_published(&lazy_guest_unaccepted), 0);
}

static void a_pool_that_was_validated_before_ends_it(void **state)
{
	(void)state;
	hypervisor_lie(HV_PVALIDATE, HV_PVALIDATE_ANSWER(0, 1));
	assert_fault(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), ERR_PVALIDATE_CF, WINDOW_END, 1);
}

static void a_full_arena_ends_it(void **state)
{
	u64 gpa, room = lazy_guest.memory.arena.top - align_up(lazy_guest.memory.arena.bottom, PAGE_SIZE);

	(void)state;
	assert_int_equal(arena_take_high(&lazy_guest.memory.arena, room, 1, &gpa), OK);
	assert_error(lazy_prepare(&lazy_guest.memory, &lazy_guest.handoff), ERR_NO_RAM);
	assert_int_equal(lazy_guest.handoff.config.count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_lazy_kernel_gets_both_tables),
		TEST(the_rest_stays_unvalidated_and_is_all_in_the_table),
		TEST(the_bounce_buffer_is_given_back_wiped),
		TEST(the_pool_lies_behind_the_kernel),
		TEST(the_map_is_cut_below_the_kernel_s_size),
		TEST(pieces_are_whole_units_smaller_than_the_kernel),
		TEST(nokaslr_is_a_word_of_its_own),
		TEST(a_small_guest_has_no_pool),
		TEST(a_pool_that_is_refused_ends_it),
		TEST(a_pool_that_was_validated_before_ends_it),
		TEST(a_full_arena_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
