/* See request_guest.h. */
#include "tests/unit/sev/request_guest.h"

#include "firmware/mem/layout.h"
#include "tests/fake/guest.h"
#include "tests/fake/psp_message.h"
#include "tests/fake/rmp.h"

#include <string.h>

#define RAM_END (32 * MIB)

struct request_guest request_guest;

u8 *key_in_page(void)
{
	return guest_secrets_page()->vmpck[0];
}

u32 number_in_page(void)
{
	return guest_secrets_page()->message_sequence[0];
}

static void fill(void)
{
	for (u32 i = 0; i < sizeof(request_guest.report_data); i++)
		request_guest.report_data[i] = (u8)(i + 1);
	memset(request_guest.vmpck0, 0xc3, sizeof(request_guest.vmpck0));
	memset(&request_guest.report, 0, sizeof(request_guest.report));
	request_guest.certificates_bytes = 0xdead;
}

void request_guest_restart(void)
{
	memcpy(key_in_page(), request_guest.vmpck0, sizeof(request_guest.vmpck0));
	guest_secrets_page()->message_sequence[0] = 0;
	psp_reset(request_guest.vmpck0, 0);
}

int request_guest_setup(void **state)
{
	struct range bounce = layout_bounce();

	(void)state;
	guest_reset(RAM_END);
	hypervisor_give_ghcb(layout_shared_gpa());
	rmp_share(bounce);
	rmp_launch((struct range){ REQUEST_MESSAGE, REQUEST_MESSAGE + PAGE_SIZE });
	rmp_launch((struct range){ REQUEST_CERTIFICATES, REQUEST_CERTIFICATES + REQUEST_ROOM_BYTES });
	fill();
	request_guest_restart();
	return guest_request_start(&request_guest.channel, bounce, REQUEST_MESSAGE) == OK ? 0 : -1;
}

int request_guest_teardown(void **state)
{
	(void)state;
	assert_int_equal(psp_reused_numbers(), 0);
	guest_request_stop(&request_guest.channel);
	guest_free();
	return 0;
}

enum err ask_report(void)
{
	return guest_request_report(&request_guest.channel, request_guest.report_data, 1,
				    &request_guest.report);
}

enum err ask_extended(void)
{
	return guest_request_extended_report(&request_guest.channel, request_guest.report_data, 1,
					     &request_guest.report, REQUEST_CERTIFICATES, REQUEST_ROOM_BYTES,
					     &request_guest.certificates_bytes);
}

enum err ask_key(void)
{
	struct key_request request = { .field_select = KEY_FIELD_MEASUREMENT };
	u8 key[DERIVED_KEY_BYTES];

	return guest_request_key(&request_guest.channel, &request, key);
}

void assert_report_is_good(void)
{
	struct attestation_report wanted;

	psp_report(request_guest.report_data, 1, &wanted);
	assert_memory_equal(&request_guest.report, &wanted, sizeof(wanted));
}

void assert_key_is_kept(void)
{
	assert_memory_equal(key_in_page(), request_guest.vmpck0, sizeof(request_guest.vmpck0));
}

void assert_key_is_erased(void)
{
	static const u8 zeros[32];
	u32 exits = psp_exits();

	assert_memory_equal(key_in_page(), zeros, sizeof(zeros));
	assert_error(ask_report(), ERR_REQUEST_KEY);
	assert_int_equal(psp_exits(), exits);
}
