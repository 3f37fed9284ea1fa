/*
 * What becomes of numbers and key after everything that can happen to a request. One number with two plaintexts
 * gives the key away, so after each way a message can end: the counter of the secrets page is where a kernel has
 * to go on, or the key is gone; and other questions, asked next, use no number again (psp_message.h keeps the book).
 */
#include "firmware/mem/layout.h"
#include "tests/fake/guest.h"
#include "tests/fake/psp_message.h"
#include "tests/unit/sev/request_guest.h"

#include <string.h>

enum question { REPORT = 1, EXTENDED = 2, KEY = 4, REPORTS = REPORT | EXTENDED, ALL = REPORTS | KEY };

/* PSP_BYTE's value: a byte of the answer, and what it becomes. */
#define BYTE(offset, value) ((offset) << 8 | (value))

/* One way. Zeros: an honest host, no certificates, every question. */
struct way {
	const char *name;
	enum psp_lie lie;
	u64 value;
	enum hypervisor_lie exit_lie; /* after `after` exits */
	u64 exit_value;
	u32 after;
	u32 certificate_bytes;
	u8 certificate_fill;
	enum question questions;
	enum err error;
	bool goes_on; /* the answer was authentic: two numbers are used, the key is kept */
};

static struct way ways[] = {
	{ .name = "an answer", .goes_on = true },
	{ .name = "busy, then an answer", .lie = PSP_BUSY, .value = 5, .goes_on = true },
	{ .name = "busy for ever", .lie = PSP_BUSY, .value = ~0ull, .questions = EXTENDED,
	  .error = ERR_REQUEST_BUSY },
	{ .name = "busy, then a failed exit", .lie = PSP_BUSY, .value = ~0ull, .exit_lie = HV_PAGE_MALFORMED,
	  .exit_value = 5, .after = 2, .error = ERR_GHCB_MALFORMED },
	{ .name = "the VMM's generic error", .lie = PSP_INFO_2, .value = 0xffffffffull << 32,
	  .error = ERR_REQUEST_HOST },
	{ .name = "the VMM's unknown error", .lie = PSP_INFO_2, .value = 3ull << 32, .error = ERR_REQUEST_HOST },
	{ .name = "too few pages for a plain request", .lie = PSP_PLAIN_LENGTH, .questions = REPORT | KEY,
	  .error = ERR_REQUEST_HOST },
	{ .name = "the PSP's refusal", .lie = PSP_INFO_2, .value = 0x16, .error = ERR_REQUEST_PSP },
	{ .name = "sequence overflow, says the PSP", .lie = PSP_INFO_2, .value = 0x1d, .error = ERR_REQUEST_PSP },
	{ .name = "no firmware call", .lie = PSP_INFO_2, .value = 0xffffffff, .error = ERR_REQUEST_PSP },

	{ .name = "more pages, then an answer", .certificate_bytes = 7 * PAGE_SIZE, .questions = EXTENDED,
	  .goes_on = true },
	{ .name = "more pages, then a failed exit", .certificate_bytes = 7 * PAGE_SIZE, .questions = EXTENDED,
	  .exit_lie = HV_PAGE_MALFORMED, .exit_value = 5, .after = 1, .error = ERR_GHCB_MALFORMED },
	{ .name = "more pages than there are", .lie = PSP_WANTS_PAGES, .value = 17, .questions = EXTENDED,
	  .error = ERR_REQUEST_CERTIFICATES_SIZE, .goes_on = true },
	{ .name = "more pages, without end", .lie = PSP_WANTS_PAGES, .value = 4, .questions = EXTENDED,
	  .error = ERR_REQUEST_CERTIFICATES_SIZE, .goes_on = true },
	{ .name = "more pages than there are, and for a plain request, too", .lie = PSP_PLAIN_LENGTH,
	  .certificate_bytes = 9 * PAGE_SIZE, .questions = EXTENDED, .error = ERR_REQUEST_HOST },
	{ .name = "certificates outside their table", .certificate_bytes = PAGE_SIZE, .certificate_fill = 0xff,
	  .questions = EXTENDED, .error = ERR_REQUEST_CERTIFICATES, .goes_on = true },

	{ .name = "an exit with malformed input", .exit_lie = HV_PAGE_MALFORMED, .exit_value = 5,
	  .error = ERR_GHCB_MALFORMED },
	{ .name = "an exit with an exception", .exit_lie = HV_PAGE_EXCEPTION, .exit_value = 0x8000030d,
	  .error = ERR_GHCB_EXCEPTION },
	{ .name = "an exit with another result", .exit_lie = HV_PAGE_RESULT, .exit_value = 3,
	  .error = ERR_GHCB_RESULT },
	{ .name = "an exit without valid fields", .exit_lie = HV_PAGE_INVALID, .exit_value = ~0ull,
	  .error = ERR_GHCB_VALID },

	{ .name = "an answer that was not written", .lie = PSP_SILENT, .error = ERR_REQUEST_SEQUENCE,
	  .questions = REPORTS },
	{ .name = "the answer before", .lie = PSP_REPLAYED, .error = ERR_REQUEST_SEQUENCE, .questions = REPORTS },
	{ .name = "the answer before, of another type", .lie = PSP_REPLAYED, .error = ERR_REQUEST_TYPE,
	  .questions = KEY },
	{ .name = "a wrong tag", .lie = PSP_BYTE, .value = BYTE(0x00, 0), .error = ERR_REQUEST_TAG },
	{ .name = "another ciphertext", .lie = PSP_BYTE, .value = BYTE(0x60, 0), .error = ERR_REQUEST_TAG },
	{ .name = "a reserved field", .lie = PSP_BYTE, .value = BYTE(0x3d, 1), .error = ERR_REQUEST_TAG },
	{ .name = "another number", .lie = PSP_BYTE, .value = BYTE(0x20, 6), .error = ERR_REQUEST_SEQUENCE },
	{ .name = "another algorithm", .lie = PSP_BYTE, .value = BYTE(0x30, 2), .error = ERR_REQUEST_HEADER },
	{ .name = "another version", .lie = PSP_BYTE, .value = BYTE(0x35, 2), .error = ERR_REQUEST_HEADER },
	{ .name = "another key's number", .lie = PSP_BYTE, .value = BYTE(0x3c, 1), .error = ERR_REQUEST_HEADER },
	{ .name = "another type", .lie = PSP_BYTE, .value = BYTE(0x34, 8), .error = ERR_REQUEST_TYPE },
	{ .name = "the request itself", .lie = PSP_BYTE, .value = BYTE(0x34, 5), .error = ERR_REQUEST_TYPE },
	{ .name = "a length beyond", .lie = PSP_BYTE, .value = BYTE(0x37, 0xff), .error = ERR_REQUEST_SIZE },
	{ .name = "a length without a status", .lie = PSP_PAYLOAD, .value = 31, .error = ERR_REQUEST_SIZE },

	{ .name = "an authentic status", .lie = PSP_STATUS, .value = 0x27, .error = ERR_REQUEST_STATUS,
	  .goes_on = true },
	{ .name = "an authentic answer cut short", .lie = PSP_PAYLOAD, .value = 32, .error = ERR_REQUEST_SIZE,
	  .goes_on = true },
	{ .name = "an authentic report of another size", .lie = PSP_REPORT_BYTES, .value = 0x4a1,
	  .error = ERR_REQUEST_SIZE, .questions = REPORTS, .goes_on = true },
};

static enum err ask(enum question question)
{
	request_guest.report_data[0]++; /* another plaintext each time */
	switch (question) {
	case REPORT: return ask_report();
	case EXTENDED: return ask_extended();
	default: return ask_key();
	}
}

static void lie_as(const struct way *way)
{
	psp_lie(way->lie, way->value);
	hypervisor_lie_after(way->exit_lie, way->exit_value, way->after);
}

/* A channel that goes on does so, each question with the next two numbers; one that ended is not heard of again. */
static void assert_others_follow(bool goes_on)
{
	u32 number = number_in_page(), exits = psp_exits();

	for (u32 i = 0; i < 6; i++) {
		assert_int_equal(ask((enum question)(1 << i % 3)), goes_on ? OK : ERR_REQUEST_KEY);
		number += goes_on ? 2 : 0;
		assert_int_equal(number_in_page(), number);
	}
	if (!goes_on)
		assert_int_equal(psp_exits(), exits);
}

/* As whoever comes after the firmware: a new channel, by what the secrets page says. */
static void assert_next_stage_follows(bool goes_on)
{
	guest_request_stop(&request_guest.channel);
	assert_int_equal(guest_request_start(&request_guest.channel, layout_bounce(), REQUEST_MESSAGE),
			 goes_on ? OK : ERR_REQUEST_KEY);
	if (goes_on)
		assert_others_follow(goes_on);
}

static void try_way(const struct way *way, enum question question)
{
	request_guest_restart();
	psp_reset(request_guest.vmpck0, way->certificate_bytes);
	memset(psp_certificates(), way->certificate_fill, way->certificate_bytes);
	psp_lie(PSP_HONEST, 0);
	assert_int_equal(ask(REPORT), OK);
	lie_as(way);
	assert_int_equal(ask(question), way->error);
	assert_int_equal(number_in_page(), way->goes_on ? 4 : 2);
	if (way->goes_on)
		assert_key_is_kept();
	else
		assert_key_is_erased();
	lie_as(&ways[0]);
	memset(psp_certificates(), 0, way->certificate_bytes);
	assert_others_follow(way->goes_on);
	assert_next_stage_follows(way->goes_on);
	assert_int_equal(psp_reused_numbers(), 0);
}

static void numbers_after(void **state)
{
	const struct way *way = *state;
	enum question questions = way->questions ? way->questions : ALL;

	for (u32 i = 0; i < 3; i++) {
		if (!(questions & 1 << i))
			continue;
		assert_int_equal(request_guest_setup(state), 0);
		try_way(way, (enum question)(1 << i));
		(void)request_guest_teardown(state);
	}
}

/* --- the ends of the counter, and the book itself ------------------------------------------------------ */

static void a_counter_at_its_end_is_not_used(void **state)
{
	(void)state;
	guest_secrets_page()->message_sequence[0] = 0xfffffffe;
	psp_count_from(0xfffffffe);
	assert_fault(ask_report(), ERR_REQUEST_KEY, 0xfffffffe, 0);
	assert_int_equal(psp_exits(), 0);
	assert_int_equal(number_in_page(), 0xfffffffe);
	assert_key_is_kept();
}

static void the_last_two_numbers_are_used_once(void **state)
{
	(void)state;
	guest_secrets_page()->message_sequence[0] = 0xfffffffd;
	psp_count_from(0xfffffffd);
	assert_int_equal(ask_report(), OK);
	assert_int_equal(number_in_page(), 0xffffffff);
	assert_error(ask(KEY), ERR_REQUEST_KEY);
	assert_int_equal(psp_exits(), 1);
}

/* What the other tests rely on: a guest that got its key back after "busy" uses the number again. */
static void the_book_shows_a_number_with_two_plaintexts(void **state)
{
	(void)state;
	psp_lie(PSP_INFO_2, 0x16);
	assert_error(ask(REPORT), ERR_REQUEST_PSP);
	memcpy(key_in_page(), request_guest.vmpck0, sizeof(request_guest.vmpck0));
	psp_lie(PSP_HONEST, 0);
	assert_int_equal(ask(REPORT), OK);
	assert_int_equal(psp_reused_numbers(), 1);
	psp_book_reset();
}

static void the_same_bytes_again_are_no_second_plaintext(void **state)
{
	(void)state;
	psp_lie(PSP_INFO_2, 0x16);
	assert_error(ask_report(), ERR_REQUEST_PSP);
	memcpy(key_in_page(), request_guest.vmpck0, sizeof(request_guest.vmpck0));
	psp_lie(PSP_HONEST, 0);
	assert_int_equal(ask_report(), OK);
	assert_int_equal(psp_reused_numbers(), 0);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		REQUEST_CASE(a_counter_at_its_end_is_not_used),
		REQUEST_CASE(the_last_two_numbers_are_used_once),
		REQUEST_CASE(the_book_shows_a_number_with_two_plaintexts),
		REQUEST_CASE(the_same_bytes_again_are_no_second_plaintext),
	};
	struct CMUnitTest tests[COUNT_OF(ways) + COUNT_OF(others)];

	for (u32 i = 0; i < COUNT_OF(ways); i++)
		tests[i] = (struct CMUnitTest){ ways[i].name, numbers_after, NULL, NULL, &ways[i] };
	memcpy(&tests[COUNT_OF(ways)], others, sizeof(others));
	return cmocka_run_group_tests_name("numbers after", tests, NULL, NULL);
}
