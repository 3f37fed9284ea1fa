/* What an SNP guest is told about its memory, by kind of kernel; then hosts that refuse. */
#include "firmware/boot/lazy.h"
#include "firmware/boot/efi_abi.h"
#include "firmware/mem/layout.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/log.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"
#include "tests/fake/snp_guest.h"

#include <stdlib.h>
#include <string.h>

#define RAM_END (640 * MIB)
#define POOL_BYTES (128 * MIB)
#define KERNEL 0x2000000ull /* tests/fake/layout.c */
#define IMAGE_BYTES 0x2000u
#define PAYLOAD_OFFSET 0x300u
#define PAYLOAD_BYTES 0x1000u
#define TAIL_OFFSET (PAYLOAD_OFFSET + PAYLOAD_BYTES)
#define WINDOW_END (KERNEL + 32 * MIB)
#define CMDLINE_BYTES 2048u

static const struct guid unaccepted_guid = EFI_GUID_UNACCEPTED_MEMORY;
static const struct guid cc_blob_guid = EFI_GUID_CC_BLOB;

static struct memory memory;
static struct payload payload;
static struct handoff handoff;

static u8 *image(void)
{
	return phys_ptr(KERNEL, IMAGE_BYTES);
}

static void set_cmdline(const char *text)
{
	memset(phys_ptr(payload.cmdline_gpa, CMDLINE_BYTES), 0, CMDLINE_BYTES);
	memcpy(phys_ptr(payload.cmdline_gpa, CMDLINE_BYTES), text, strlen(text));
}

static void load_kernel(void)
{
	payload = (struct payload){
		.kernel_gpa = KERNEL, .window = { KERNEL, WINDOW_END },
		.kernel = { .image_bytes = IMAGE_BYTES, .payload_offset = PAYLOAD_OFFSET,
			    .payload_bytes = PAYLOAD_BYTES },
	};
	assert_int_equal(memory_claim(&memory, payload.window, MEM_LOADER), OK);
	memset(image(), 0x90, IMAGE_BYTES);
	le32_store(image() + TAIL_OFFSET - 4, 27 * MIB + 5); /* the kernel proper */
	assert_int_equal(arena_take_low(&memory.arena, CMDLINE_BYTES, 16, &payload.cmdline_gpa), OK);
	set_cmdline("console=ttyS0");
}

static void give_guid(const struct guid *guid, u32 offset)
{
	memcpy(image() + TAIL_OFFSET + offset, guid, 16);
}

static void start(u64 ram_end)
{
	fake_log_reset();
	(void)snp_guest_start(&memory, ram_end);
	snp_guest_add_ram(&memory, ram_end);
	load_kernel();
	handoff = (struct handoff){ .payload = &payload };
	machine_forget_events();
}

static int setup(void **state)
{
	(void)state;
	start(RAM_END);
	return 0;
}

static int setup_lazy(void **state)
{
	(void)setup(state);
	give_guid(&cc_blob_guid, 16);
	give_guid(&unaccepted_guid, 64);
	return 0;
}

static int setup_eager(void **state)
{
	(void)setup(state);
	give_guid(&cc_blob_guid, 16);
	return 0;
}

/* The address published under `guid`; 0 if there is none. */
static u64 published(const struct guid *guid)
{
	for (u32 i = 0; i < handoff.config.count; i++)
		if (memcmp(&handoff.config.tables[i].guid, guid, sizeof(*guid)) == 0)
			return handoff.config.tables[i].gpa;
	return 0;
}

static struct range pool(void)
{
	return (struct range){ WINDOW_END, WINDOW_END + POOL_BYTES };
}

/* --- lazy kernels ------------------------------------------------------------------------------- */

static void a_lazy_kernel_gets_both_tables(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&memory, &handoff), OK);
	assert_int_equal(handoff.config.count, 2);
	assert_int_not_equal(published(&unaccepted_guid), 0);
	assert_memory_equal(phys_ptr(published(&cc_blob_guid), 4), "AMDE", 4);
	assert_int_equal(le32_load(phys_ptr(published(&unaccepted_guid), 4)), 1);
	assert_int_equal(fake_log_lines, 0);
}

static void the_rest_stays_unvalidated_and_is_all_in_the_table(void **state)
{
	const u8 *table;
	u64 first;

	(void)state;
	assert_int_equal(lazy_prepare(&memory, &handoff), OK);
	table = phys_ptr(published(&unaccepted_guid), 24 + 64);
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
	assert_int_equal(lazy_prepare(&memory, &handoff), OK);
	assert_true(ledger_bytes(&memory.ledger, PAGE_SHARED) == PAGE_SIZE); /* the GHCB */
	assert_false(rmp_is(layout_bounce(), RMP_SHARED));
	assert_int_equal(machine_event(machine_find_event(EVENT_ZERO, 0))->value,
			 layout_bounce().start);
}

static void the_pool_lies_behind_the_kernel(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&memory, &handoff), OK);
	assert_true(memmap_is(&memory.map, pool(), MEM_RAM));
	assert_true(rmp_is(pool(), RMP_VALIDATED));
	assert_true(rmp_page(pool().end)->state == RMP_HOST);
}

static void the_map_is_cut_below_the_kernel_s_size(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&memory, &handoff), OK);
	assert_int_equal(handoff.piece_bytes, 26 * MIB);
	assert_int_equal(handoff.efi_map_max, 256 * KIB / 40);
}

static u64 piece_of_kernel(u64 bytes)
{
	guest_free();
	start(RAM_END);
	give_guid(&cc_blob_guid, 16);
	give_guid(&unaccepted_guid, 64);
	le32_store(image() + TAIL_OFFSET - 4, (u32)bytes);
	assert_int_equal(lazy_prepare(&memory, &handoff), OK);
	return handoff.piece_bytes;
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
	start(RAM_END);
	give_guid(&cc_blob_guid, 16);
	give_guid(&unaccepted_guid, 64);
	set_cmdline(cmdline);
	assert_int_equal(lazy_prepare(&memory, &handoff), OK);
	return rmp_is(pool(), RMP_VALIDATED);
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
	start(256 * MIB);
	give_guid(&cc_blob_guid, 16);
	give_guid(&unaccepted_guid, 64);
	assert_int_equal(lazy_prepare(&memory, &handoff), OK);
	assert_true(rmp_page(WINDOW_END)->state == RMP_HOST);
	assert_int_not_equal(published(&unaccepted_guid), 0);
}

/* --- other kernels ------------------------------------------------------------------------------ */

static void a_kernel_that_is_no_snp_guest_is_refused_before_anything(void **state)
{
	(void)state;
	give_guid(&unaccepted_guid, 64); /* even though it could accept memory */
	assert_error(lazy_prepare(&memory, &handoff), ERR_KERNEL_NOT_SNP);
	assert_int_equal(handoff.config.count, 0);
	assert_int_equal(machine_event_count(), 0);
}

static void an_older_snp_kernel_finds_all_memory_accepted(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&memory, &handoff), OK);
	assert_int_equal(memmap_bytes(&memory.map, MEM_UNACCEPTED), 0);
	assert_true(rmp_is((struct range){ MIB, RAM_END }, RMP_VALIDATED));
	assert_true(rmp_validated_once());
	assert_int_equal(published(&unaccepted_guid), 0);
	assert_int_not_equal(published(&cc_blob_guid), 0);
	assert_int_equal(handoff.piece_bytes, 0);
	assert_int_equal(machine_count_events(EVENT_HOST_WRMSR), 1); /* MTRRs, for its PAT */
}

static void accepting_all_is_said_in_one_line(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&memory, &handoff), OK);
	assert_int_equal(fake_log_lines, 1);
	assert_non_null(strstr(fake_log_line, "cannot accept memory lazily"));
	assert_non_null(strstr(fake_log_line, "606 MiB")); /* 640 - 1 - 1 (arena) - 32 (kernel) */
}

static void accepting_all_goes_by_2m(void **state)
{
	(void)state;
	assert_int_equal(lazy_prepare(&memory, &handoff), OK);
	assert_true(machine_count_events(EVENT_PVALIDATE) < 2 * 512 + RAM_END / PAGE_SIZE_2M);
	assert_true(machine_count_events(EVENT_VMGEXIT) < 16);
}

/* --- refusals ----------------------------------------------------------------------------------- */

static void a_host_that_keeps_the_bounce_buffer_ends_it(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_INFO_2, 1);
	assert_error(lazy_prepare(&memory, &handoff), ERR_PSC);
	assert_int_equal(handoff.config.count, 0);
}

static void an_older_kernel_without_mtrrs_ends_it(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_PAGE_EXCEPTION, 0x8000030d, 1);
	assert_error(lazy_prepare(&memory, &handoff), ERR_GHCB_EXCEPTION);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 0);
}

static void a_pool_that_is_refused_ends_it(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_PAGE_INFO_2, 1, 1);
	assert_error(lazy_prepare(&memory, &handoff), ERR_PSC);
	assert_int_equal(published(&unaccepted_guid), 0);
}

static void a_pool_that_was_validated_before_ends_it(void **state)
{
	(void)state;
	hypervisor_lie(HV_PVALIDATE, HV_PVALIDATE_ANSWER(0, 1));
	assert_fault(lazy_prepare(&memory, &handoff), ERR_PVALIDATE_CF, WINDOW_END, 1);
}

static void a_full_arena_ends_it(void **state)
{
	u64 gpa, room = memory.arena.top - align_up(memory.arena.bottom, PAGE_SIZE);

	(void)state;
	assert_int_equal(arena_take_high(&memory.arena, room, 1, &gpa), OK);
	assert_error(lazy_prepare(&memory, &handoff), ERR_NO_RAM);
	assert_int_equal(handoff.config.count, 0);
}

#define LAZY(name) cmocka_unit_test_setup_teardown(name, setup_lazy, guest_leave)
#define EAGER(name) cmocka_unit_test_setup_teardown(name, setup_eager, guest_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAZY(a_lazy_kernel_gets_both_tables),
		LAZY(the_rest_stays_unvalidated_and_is_all_in_the_table),
		LAZY(the_bounce_buffer_is_given_back_wiped),
		LAZY(the_pool_lies_behind_the_kernel),
		LAZY(the_map_is_cut_below_the_kernel_s_size),
		LAZY(pieces_are_whole_units_smaller_than_the_kernel),
		LAZY(nokaslr_is_a_word_of_its_own),
		LAZY(a_small_guest_has_no_pool),
		cmocka_unit_test_setup_teardown(
			a_kernel_that_is_no_snp_guest_is_refused_before_anything, setup, guest_leave),
		EAGER(an_older_snp_kernel_finds_all_memory_accepted),
		EAGER(accepting_all_is_said_in_one_line),
		EAGER(accepting_all_goes_by_2m),
		EAGER(a_host_that_keeps_the_bounce_buffer_ends_it),
		EAGER(an_older_kernel_without_mtrrs_ends_it),
		LAZY(a_pool_that_is_refused_ends_it),
		LAZY(a_pool_that_was_validated_before_ends_it),
		LAZY(a_full_arena_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
