/* The GHCB page: what goes out by each kind of exit, and what an honest host answers. */
#include "firmware/sev/ghcb.h"
#include "firmware/sev/snp_abi.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/sev/ghcb_guest.h"

#include <string.h>

static u64 info_2;

/* The page as it left the guest must equal `wanted`, and nothing else may be in it. */
static void assert_page_was(struct ghcb_page wanted)
{
	wanted.protocol_version = 2;
	assert_memory_equal(hypervisor_last_page(), &wanted, sizeof(wanted));
}

/* --- start and stop --------------------------------------------------------------------------- */

static void the_page_is_wiped_before_its_first_use(void **state)
{
	struct ghcb_page *page = phys_ptr(GHCB, sizeof(*page));
	struct ghcb_page wanted = { .protocol_version = 2, .usage = 0 };

	(void)state;
	assert_false(ghcb_is_ready());
	hypervisor_give_ghcb(GHCB); /* the host fills shared pages with MACHINE_GARBAGE */
	assert_true(ghcb_is_ready());
	assert_memory_equal(page, &wanted, sizeof(*page));
	assert_int_equal(machine_msr(MSR_GHCB), GHCB);
}

static void the_page_is_wiped_at_the_end(void **state)
{
	static const struct ghcb_page zero;

	(void)state;
	ghcb_port_out(PORT, 4, 0xdeadbeef);
	ghcb_stop();
	assert_false(ghcb_is_ready());
	assert_memory_equal(phys_ptr(GHCB, PAGE_SIZE), &zero, sizeof(zero));
}

static void the_shared_buffer_is_the_specification_s(void **state)
{
	(void)state;
	assert_ptr_equal(ghcb_shared_buffer(), (u8 *)phys_ptr(GHCB, PAGE_SIZE) + 0x800);
}

/* --- honest exits ------------------------------------------------------------------------------ */

static void in_reads_a_port_of_each_width(void **state)
{
	(void)state;
	assert_int_equal(ghcb_port_in(PORT, 1), 0x21);
	assert_page_was((struct ghcb_page){ .exit_code = 0x7b, .exit_info_1 = 0x03f80211,
					    .valid_bitmap = { 0, VALID_EXIT } });
	assert_int_equal(ghcb_port_in(PORT, 2), 0x4321);
	assert_int_equal(hypervisor_last_page()->exit_info_1, 0x03f80221);
	assert_int_equal(ghcb_port_in(PORT, 4), 0x87654321);
	assert_int_equal(hypervisor_last_page()->exit_info_1, 0x03f80241);
}

static void out_writes_a_port_of_each_width(void **state)
{
	static const u32 widths[] = { 1, 2, 4 };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(widths); i++) {
		u32 bytes = widths[i], value = 0x12345678u & (0xffffffffu >> (32 - bytes * 8));
		const struct machine_event *event;

		ghcb_port_out(PORT, bytes, value);
		event = machine_event(machine_event_count() - 1);
		assert_int_equal(event->kind, EVENT_OUT);
		assert_int_equal(event->number, PORT);
		assert_int_equal(event->bytes, bytes);
		assert_int_equal(event->value, value);
	}
	assert_int_equal(hypervisor_last_page()->exit_info_1, 0x03f80240);
	assert_int_equal(hypervisor_last_page()->valid_bitmap[0], VALID_RAX);
}

static void the_highest_port_keeps_its_number(void **state)
{
	(void)state;
	ghcb_port_out(0xffff, 1, 0);
	assert_int_equal(hypervisor_last_page()->exit_info_1, 0xffff0210);
}

static void an_exit_leaves_nothing_of_the_one_before_in_its_request(void **state)
{
	struct ghcb_page wanted = { .exit_code = GHCB_EXIT_MMIO_WRITE, .exit_info_1 = 0xfee00300,
				    .exit_info_2 = 4, .scratch = GHCB + 0x800,
				    .valid_bitmap = { 0, VALID_EXIT | HIGH_BIT(scratch) } };

	(void)state;
	assert_int_equal(ghcb_mmio_write32(0xfee00300, 0x11223344), OK);
	memcpy(wanted.shared_buffer, "\x44\x33\x22\x11", 4);
	assert_page_was(wanted);
	assert_int_equal(ghcb_port_in(PORT, 1), 0x21);
	assert_int_equal(hypervisor_last_page()->valid_bitmap[0], 0);
	assert_int_equal(hypervisor_last_page()->valid_bitmap[1], VALID_EXIT);
}

static void an_mmio_write_arrives(void **state)
{
	const struct machine_event *event;

	(void)state;
	assert_int_equal(ghcb_mmio_write32(0xfee00300, 0xc4500), OK);
	event = machine_event(machine_find_event(EVENT_MMIO_WRITE, 0));
	assert_int_equal(event->number, 0xfee00300);
	assert_int_equal(event->value, 0xc4500);
}

static void an_msr_write_arrives(void **state)
{
	const struct machine_event *event;

	(void)state;
	assert_int_equal(ghcb_write_msr(0x2ff, 0x1234567890abcdef), OK);
	assert_page_was((struct ghcb_page){
		.exit_code = 0x7c, .exit_info_1 = 1, .rax = 0x90abcdef, .rcx = 0x2ff,
		.rdx = 0x12345678,
		.valid_bitmap = { VALID_RAX, VALID_EXIT | HIGH_BIT(rcx) | HIGH_BIT(rdx) } });
	event = machine_event(machine_find_event(EVENT_HOST_WRMSR, 0));
	assert_int_equal(event->number, 0x2ff);
	assert_int_equal(event->value, 0x1234567890abcdef);
}

/* --- guest requests: what the PSP and the VMM say is in SW_EXITINFO2 ---------------------------- */

static u64 psp_answers(struct ghcb_page *page)
{
	page->rbx += 3;
	return 0x100000002ull;
}

static void a_guest_request_names_two_pages(void **state)
{
	(void)state;
	hypervisor_set_psp(psp_answers);
	assert_int_equal(ghcb_guest_request(OTHER_PAGE, OTHER_PAGE + PAGE_SIZE, &info_2), OK);
	assert_page_was((struct ghcb_page){ .exit_code = 0x80000011, .exit_info_1 = OTHER_PAGE,
					    .exit_info_2 = OTHER_PAGE + PAGE_SIZE,
					    .valid_bitmap = { 0, VALID_EXIT } });
	assert_int_equal(info_2, 0x100000002ull);
}

static void an_extended_guest_request_names_pages_for_certificates(void **state)
{
	u64 pages = 4;

	(void)state;
	hypervisor_set_psp(psp_answers);
	assert_int_equal(ghcb_extended_guest_request(OTHER_PAGE, OTHER_PAGE + PAGE_SIZE, 2 * OTHER_PAGE,
						     &pages, &info_2), OK);
	assert_page_was((struct ghcb_page){ .exit_code = 0x80000012, .exit_info_1 = OTHER_PAGE,
					    .exit_info_2 = OTHER_PAGE + PAGE_SIZE, .rax = 2 * OTHER_PAGE,
					    .rbx = 4, .valid_bitmap = { VALID_RAX, VALID_EXIT | HIGH_BIT(rbx) } });
	assert_int_equal(pages, 7);
	assert_int_equal(info_2, 0x100000002ull);
}

static void pages_that_are_not_marked_valid_are_none(void **state)
{
	u64 pages = 4;

	(void)state;
	hypervisor_set_psp(psp_answers);
	hypervisor_lie(HV_PAGE_INVALID, HIGH_BIT(rbx));
	assert_int_equal(ghcb_extended_guest_request(OTHER_PAGE, OTHER_PAGE + PAGE_SIZE, 2 * OTHER_PAGE,
						     &pages, &info_2), OK);
	assert_int_equal(pages, 0);
}

static void a_guest_request_that_nobody_serves_fails(void **state)
{
	(void)state;
	hypervisor_set_psp(psp_answers);
	hypervisor_lie(HV_PAGE_SILENT, 0);
	assert_fault(ghcb_guest_request(OTHER_PAGE, OTHER_PAGE + PAGE_SIZE, &info_2), ERR_GHCB_RESULT,
		     0x80000011, OTHER_PAGE);
}

#define READY(name) cmocka_unit_test_setup_teardown(name, ghcb_guest_setup_ready, hypervisor_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_page_is_wiped_before_its_first_use, ghcb_guest_setup,
						hypervisor_teardown),
		READY(the_page_is_wiped_at_the_end),
		READY(the_shared_buffer_is_the_specification_s),
		READY(in_reads_a_port_of_each_width),
		READY(out_writes_a_port_of_each_width),
		READY(the_highest_port_keeps_its_number),
		READY(an_exit_leaves_nothing_of_the_one_before_in_its_request),
		READY(an_mmio_write_arrives),
		READY(an_msr_write_arrives),
		READY(a_guest_request_names_two_pages),
		READY(an_extended_guest_request_names_pages_for_certificates),
		READY(pages_that_are_not_marked_valid_are_none),
		READY(a_guest_request_that_nobody_serves_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
