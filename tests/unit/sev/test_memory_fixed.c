/* The firmware's own pages in the host's map: what is accepted, what never, what is wiped. */
#include "firmware/mem/layout.h"
#include "firmware/sev/memory.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"

#define LOW_RAM_END 0xa0000ull
#define RAM_END (16 * MIB)

static struct memory memory;

static void add(u64 start, u64 end, enum mem_type type)
{
	assert_int_equal(memmap_add(&memory.map, (struct range){ start, end }, type), OK);
}

/* As main.c leaves it: the host's map is read into the arena, which is accepted. */
static void start(u64 c_bit)
{
	guest_reset(RAM_END);
	assert_int_equal(memory_init(&memory, c_bit), OK);
	assert_int_equal(memory_accept(&memory, layout_arena()), OK);
	machine_forget_events();
}

static int setup(void **state)
{
	(void)state;
	start(GUEST_C_BIT);
	add(0, LOW_RAM_END, MEM_RAM);
	add(MIB, RAM_END, MEM_RAM);
	return 0;
}

static int setup_plain(void **state)
{
	(void)state;
	start(0);
	add(0, LOW_RAM_END, MEM_RAM);
	add(MIB, RAM_END, MEM_RAM);
	return 0;
}

static int setup_empty(void **state)
{
	(void)state;
	start(GUEST_C_BIT);
	return 0;
}

static bool is(u64 first, u64 end, enum mem_type type)
{
	return memmap_is(&memory.map, (struct range){ first, end }, type);
}

static void every_page_has_its_type(void **state)
{
	(void)state;
	assert_int_equal(memory_claim_fixed(&memory), OK);
	assert_true(is(0, layout_low().start, MEM_RAM));
	assert_true(is(layout_low().start, layout_low().end, MEM_RESERVED));
	assert_true(is(layout_low().end, LOW_RAM_END, MEM_RAM));
	assert_true(is(MIB, layout_arena().start, MEM_UNACCEPTED));
	assert_true(is(layout_arena().start, layout_arena().end, MEM_LOADER));
	assert_true(is(layout_arena().end, RAM_END, MEM_UNACCEPTED));
	assert_true(is(layout_rom().start, layout_rom().end, MEM_DEVICE));
	assert_int_equal(memory.map.count, 7);
}

/* Page by page: low RAM but for the shared page, nothing above but the arena. */
static bool should_be_validated(u64 gpa)
{
	if (gpa < LOW_RAM_END)
		return gpa != layout_shared_gpa();
	return gpa >= layout_arena().start && gpa < layout_arena().end;
}

static void exactly_low_ram_is_accepted(void **state)
{
	(void)state;
	assert_int_equal(memory_claim_fixed(&memory), OK);
	for (u64 gpa = 0; gpa < RAM_END; gpa += PAGE_SIZE) {
		enum rmp_state wanted = should_be_validated(gpa) ? RMP_VALIDATED : RMP_HOST;

		if (rmp_page(gpa) != NULL)
			assert_int_equal(rmp_page(gpa)->state, wanted);
	}
	assert_true(rmp_validated_once());
}

static void low_ram_is_zero_and_launch_pages_are_kept(void **state)
{
	const u8 *bytes = phys_ptr(0, LOW_RAM_END);
	u64 launch = layout_launch_pages().start;

	(void)state;
	assert_int_equal(memory_claim_fixed(&memory), OK);
	for (u64 gpa = 0; gpa < LOW_RAM_END; gpa++)
		if (gpa < launch || gpa >= layout_low().end ||
		    (gpa >= layout_runtime().start && gpa < layout_runtime().end))
			assert_int_equal(bytes[gpa], 0);
	assert_int_equal(guest_secrets_page()->version, 3);
	assert_int_equal(guest_cpuid_page()->count, 2);
	assert_int_not_equal(guest_entry_2m(PAGE_SIZE_2M), 0);
}

static void a_plain_vm_gets_the_same_types_and_no_exits(void **state)
{
	(void)state;
	assert_int_equal(memory_claim_fixed(&memory), OK);
	assert_true(is(layout_low().start, layout_low().end, MEM_RESERVED));
	assert_true(is(layout_arena().end, RAM_END, MEM_RAM));
	assert_int_equal(machine_event_count(), 0);
}

static void a_map_without_low_ram_is_refused_unasked(void **state)
{
	(void)state;
	add(MIB, RAM_END, MEM_RAM);
	assert_fault(memory_claim_fixed(&memory), ERR_OWN_RAM, layout_low().start,
		     layout_low().end);
	assert_int_equal(machine_event_count(), 0);
}

static void reserved_pages_among_the_firmware_s_are_refused(void **state)
{
	(void)state;
	add(0, layout_runtime().start, MEM_RAM);
	add(layout_runtime().start, layout_runtime().end, MEM_RESERVED);
	add(layout_runtime().end, LOW_RAM_END, MEM_RAM);
	add(MIB, RAM_END, MEM_RAM);
	assert_error(memory_claim_fixed(&memory), ERR_OWN_RAM);
	assert_int_equal(machine_event_count(), 0);
}

static void an_arena_that_is_no_ram_is_refused(void **state)
{
	(void)state;
	add(0, LOW_RAM_END, MEM_RAM);
	add(MIB, layout_arena().end - PAGE_SIZE, MEM_RAM);
	assert_fault(memory_claim_fixed(&memory), ERR_OWN_RAM, layout_arena().start,
		     layout_arena().end);
}

static void ram_over_the_rom_is_a_conflict(void **state)
{
	(void)state;
	add(0, LOW_RAM_END, MEM_RAM);
	add(MIB, 4 * GIB, MEM_RAM);
	assert_fault(memory_claim_fixed(&memory), ERR_E820_CONFLICT, layout_rom().start,
		     layout_rom().end);
}

static void a_refused_page_ends_it(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_MSR_BITS, 1ull << 32, 1);
	assert_error(memory_claim_fixed(&memory), ERR_PSC);
}

static void pages_that_were_validated_before_end_it(void **state)
{
	(void)state;
	rmp_launch((struct range){ 0, PAGE_SIZE });
	assert_fault(memory_claim_fixed(&memory), ERR_PVALIDATE_CF, 0, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_leave)
#define EMPTY(name) cmocka_unit_test_setup_teardown(name, setup_empty, guest_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_page_has_its_type),
		TEST(exactly_low_ram_is_accepted),
		TEST(low_ram_is_zero_and_launch_pages_are_kept),
		cmocka_unit_test_setup_teardown(a_plain_vm_gets_the_same_types_and_no_exits,
						setup_plain, guest_leave),
		EMPTY(a_map_without_low_ram_is_refused_unasked),
		EMPTY(reserved_pages_among_the_firmware_s_are_refused),
		EMPTY(an_arena_that_is_no_ram_is_refused),
		EMPTY(ram_over_the_rom_is_a_conflict),
		TEST(a_refused_page_ends_it),
		TEST(pages_that_were_validated_before_end_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
