/* The host's certificates: how many pages it gets, and what its table may say. */
#include "firmware/sev/guest_request.h"

#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/certificates.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/panic.h"
#include "tests/fake/psp.h"
#include "tests/fake/psp_message.h"
#include "tests/fake/rmp.h"

#include <string.h>

#define RAM_END (32 * MIB)
#define MESSAGE 0x210000ull
#define CERTIFICATES 0x220000ull
#define ROOM_BYTES ((u32)(8 * PAGE_SIZE))
#define TABLE_END 72u /* two entries and the one that ends the table */

static struct guest_request_channel channel;
static struct attestation_report report;
static u8 report_data[REPORT_DATA_BYTES];
static u32 bytes;

static int setup(void **state)
{
	struct range bounce = layout_bounce();

	(void)state;
	guest_reset(RAM_END);
	hypervisor_give_ghcb(layout_shared_gpa());
	rmp_share(bounce);
	rmp_launch((struct range){ MESSAGE, MESSAGE + PAGE_SIZE });
	rmp_launch((struct range){ CERTIFICATES, CERTIFICATES + ROOM_BYTES });
	memset(guest_secrets_page()->vmpck[0], 0xc3, 32);
	bytes = 0xdead;
	return guest_request_start(&channel, bounce, MESSAGE) == OK ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	assert_int_equal(psp_reused_numbers(), 0);
	guest_request_stop(&channel);
	guest_free();
	return 0;
}

/* A host with two certificates that end at `end`. */
static void give(u32 end)
{
	struct certificate_entry entries[2] = { { { 1 }, TABLE_END, 0x100 }, { { 2 }, end - 0x80, 0x80 } };

	psp_reset(guest_secrets_page()->vmpck[0], end);
	memcpy(psp_certificates(), entries, sizeof(entries));
	for (u32 i = TABLE_END; i < end; i++)
		psp_certificates()[i] = (u8)(i * 7 | 1);
}

static struct certificate_entry *entry(u32 index)
{
	return (struct certificate_entry *)psp_certificates() + index;
}

static enum err ask(u32 room)
{
	return guest_request_extended_report(&channel, report_data, 0, &report, CERTIFICATES, room, &bytes);
}

static void assert_report_is_good(void)
{
	struct attestation_report wanted;

	psp_report(report_data, 0, &wanted);
	assert_memory_equal(&report, &wanted, sizeof(report));
}

/* The report is there and the next message goes through. */
static void assert_error_is_about_certificates_only(enum err error, enum err wanted, u64 a, u64 b)
{
	assert_fault(error, wanted, a, b);
	assert_int_equal(bytes, 0);
	assert_report_is_good();
	psp_lie(PSP_HONEST, 0);
	assert_int_equal(guest_request_report(&channel, report_data, 0, &report), OK);
	assert_int_equal(guest_secrets_page()->message_sequence[0], 4);
}

/* --- pages ------------------------------------------------------------------------------------------- */

static void certificates_come_with_the_report(void **state)
{
	(void)state;
	give(0x2345);
	assert_int_equal(ask(ROOM_BYTES), OK);
	assert_report_is_good();
	assert_int_equal(bytes, 0x2345);
	assert_memory_equal(phys_ptr(CERTIFICATES, bytes), psp_certificates(), bytes);
	assert_int_equal(psp_exits(), 1);
	assert_int_equal(psp_offered_pages(), 4);
	assert_int_equal(hypervisor_last_page()->exit_code, 0x80000012);
	assert_int_equal(hypervisor_last_page()->rax, layout_bounce().start + 2 * PAGE_SIZE);
}

static void the_host_gets_the_pages_that_it_names(void **state)
{
	(void)state;
	give(7 * PAGE_SIZE + 1);
	assert_int_equal(ask(ROOM_BYTES), OK);
	assert_report_is_good();
	assert_int_equal(bytes, 7 * PAGE_SIZE + 1);
	assert_memory_equal(phys_ptr(CERTIFICATES, bytes), psp_certificates(), bytes);
	assert_int_equal(psp_exits(), 2);
	assert_int_equal(psp_offered_pages(), 8);
}

static void more_certificates_than_there_is_room_for_are_left_out(void **state)
{
	(void)state;
	give(8 * PAGE_SIZE + 1);
	assert_error_is_about_certificates_only(ask(ROOM_BYTES), ERR_REQUEST_CERTIFICATES_SIZE, 9, 8);
}

static void huge_numbers_of_pages_are_no_room(void **state)
{
	(void)state;
	give(0x200);
	psp_lie(PSP_WANTS_PAGES, 0x100000008ull);
	assert_error_is_about_certificates_only(ask(ROOM_BYTES), ERR_REQUEST_CERTIFICATES_SIZE,
						0x100000008ull, 8);
}

static void a_host_that_wants_what_it_has_is_asked_once_more_without(void **state)
{
	(void)state;
	give(0x200);
	psp_lie(PSP_WANTS_PAGES, 4);
	assert_error_is_about_certificates_only(ask(ROOM_BYTES), ERR_REQUEST_CERTIFICATES_SIZE, 4, 8);
}

static void a_host_that_wants_the_same_again_is_asked_once_more_without(void **state)
{
	(void)state;
	give(0x200);
	psp_lie(PSP_WANTS_PAGES, 6);
	assert_error_is_about_certificates_only(ask(ROOM_BYTES), ERR_REQUEST_CERTIFICATES_SIZE, 6, 8);
}

static void no_pages_wanted_is_no_answer(void **state)
{
	(void)state;
	give(0x200);
	psp_lie(PSP_WANTS_PAGES, 0);
	assert_error_is_about_certificates_only(ask(ROOM_BYTES), ERR_REQUEST_CERTIFICATES_SIZE, 0, 8);
}

static void a_plain_request_follows_with_the_same_bytes(void **state)
{
	(void)state;
	give(9 * PAGE_SIZE);
	assert_int_equal(ask(ROOM_BYTES), ERR_REQUEST_CERTIFICATES_SIZE);
	assert_int_equal(psp_exits(), 2); /* tests/fake/psp.c compares the bytes */
	assert_int_equal(hypervisor_last_page()->exit_code, 0x80000011);
}

static void room_is_counted_in_whole_pages(void **state)
{
	(void)state;
	give(0x1001);
	assert_error_is_about_certificates_only(ask(2 * PAGE_SIZE - 1), ERR_REQUEST_CERTIFICATES_SIZE, 2, 1);
}

static void the_room_ends_with_the_shared_memory(void **state)
{
	struct certificate_room room = certificate_room(channel.certificates, 0xffffffff);

	(void)state;
	psp_reset(guest_secrets_page()->vmpck[0], 0);
	assert_int_equal(range_bytes(room.shared), GUEST_REQUEST_CERTIFICATES_MAX);
}

/* --- the table --------------------------------------------------------------------------------------- */

static void a_host_without_certificates_gives_none(void **state)
{
	(void)state;
	psp_reset(guest_secrets_page()->vmpck[0], 0);
	assert_int_equal(ask(ROOM_BYTES), OK);
	assert_int_equal(bytes, 0);
	assert_report_is_good();
}

static void a_host_without_certificates_needs_no_room(void **state)
{
	(void)state;
	psp_reset(guest_secrets_page()->vmpck[0], 0);
	assert_int_equal(ask(0), OK);
	assert_int_equal(bytes, 0);
	assert_report_is_good();
}

static void what_an_earlier_answer_left_is_not_taken_for_a_table(void **state)
{
	(void)state;
	give(0x200);
	assert_int_equal(ask(ROOM_BYTES), OK);
	guest_secrets_page()->message_sequence[0] = 0;
	psp_reset(guest_secrets_page()->vmpck[0], 0);
	assert_int_equal(ask(ROOM_BYTES), OK);
	assert_int_equal(bytes, 0);
}

static void a_certificate_may_end_where_the_room_does(void **state)
{
	(void)state;
	give(4 * PAGE_SIZE);
	assert_int_equal(ask(ROOM_BYTES), OK);
	assert_int_equal(bytes, 4 * PAGE_SIZE);
}

static void a_certificate_that_ends_behind_the_room_is_malformed(void **state)
{
	(void)state;
	give(4 * PAGE_SIZE);
	entry(1)->bytes++;
	assert_error_is_about_certificates_only(ask(ROOM_BYTES), ERR_REQUEST_CERTIFICATES, 1,
						4 * PAGE_SIZE - 0x80);
}

static void a_certificate_that_wraps_is_malformed(void **state)
{
	(void)state;
	give(0x400);
	entry(0)->offset = 0xfffffff0;
	entry(0)->bytes = 0x20;
	assert_error_is_about_certificates_only(ask(ROOM_BYTES), ERR_REQUEST_CERTIFICATES, 0, 0xfffffff0);
}

static void a_table_without_an_end_is_malformed(void **state)
{
	(void)state;
	give(0x400);
	for (u32 i = 0; i < ROOM_BYTES / sizeof(struct certificate_entry); i++)
		*entry(i) = (struct certificate_entry){ { 1 }, 0, 1 };
	assert_error_is_about_certificates_only(ask(PAGE_SIZE), ERR_REQUEST_CERTIFICATES, 170, 0x1000);
}

static void empty_certificates_leave_the_table_itself(void **state)
{
	(void)state;
	give(0x400);
	*entry(0) = (struct certificate_entry){ { 1 }, 0, 0 };
	*entry(1) = (struct certificate_entry){ { 2 }, 5, 0 };
	*entry(2) = (struct certificate_entry){ { 0 }, 0, 0 };
	assert_int_equal(ask(ROOM_BYTES), OK);
	assert_int_equal(bytes, TABLE_END);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(certificates_come_with_the_report),
		CASE(the_host_gets_the_pages_that_it_names),
		CASE(more_certificates_than_there_is_room_for_are_left_out),
		CASE(huge_numbers_of_pages_are_no_room),
		CASE(a_host_that_wants_what_it_has_is_asked_once_more_without),
		CASE(a_host_that_wants_the_same_again_is_asked_once_more_without),
		CASE(no_pages_wanted_is_no_answer),
		CASE(a_plain_request_follows_with_the_same_bytes),
		CASE(room_is_counted_in_whole_pages),
		CASE(the_room_ends_with_the_shared_memory),
		CASE(a_host_without_certificates_gives_none),
		CASE(a_host_without_certificates_needs_no_room),
		CASE(what_an_earlier_answer_left_is_not_taken_for_a_table),
		CASE(a_certificate_may_end_where_the_room_does),
		CASE(a_certificate_that_ends_behind_the_room_is_malformed),
		CASE(a_certificate_that_wraps_is_malformed),
		CASE(a_table_without_an_end_is_malformed),
		CASE(empty_certificates_leave_the_table_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
