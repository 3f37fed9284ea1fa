/* The envelope of a message: what goes out, and each field of an answer that is not as it should be. */
#include "firmware/sev/guest_message.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <string.h>

#define SEQUENCE 0x1122334455667788ull
#define PAYLOAD_BYTES 64u

static u8 key[32];
static struct guest_message message;

static struct guest_envelope envelope(void)
{
	return (struct guest_envelope){ key, SEQUENCE, 6, PAYLOAD_BYTES };
}

static int setup(void **state)
{
	struct guest_envelope sealed = envelope();

	(void)state;
	fake_panic_reset();
	memset(key, 0x5a, sizeof(key));
	memset(&message, 0, sizeof(message));
	memset(message.payload, 0x77, PAYLOAD_BYTES);
	guest_message_seal(&message, &sealed);
	return 0;
}

static void the_header_is_as_the_abi_lays_it_out(void **state)
{
	static const u8 wanted[] = {
		0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, /* 20: number */
		0, 0, 0, 0, 0, 0, 0, 0,
		1, 1, 0x60, 0,                                  /* 30: algorithm, version, size */
		6, 1, 0x40, 0,                                  /* 34: type, version, payload */
		0, 0, 0, 0, 0, 0, 0, 0,                         /* 3c: VMPCK0 */
	};

	(void)state;
	assert_memory_equal((const u8 *)&message + 0x20, wanted, sizeof(wanted));
}

static void the_payload_does_not_go_out_in_the_clear(void **state)
{
	u8 plain[8];

	(void)state;
	memset(plain, 0x77, sizeof(plain));
	for (u32 i = 0; i + sizeof(plain) <= PAYLOAD_BYTES; i++)
		assert_memory_not_equal(message.payload + i, plain, sizeof(plain));
}

static void a_sealed_message_opens(void **state)
{
	struct guest_envelope expected = envelope();
	u8 plain[PAYLOAD_BYTES];

	(void)state;
	memset(plain, 0x77, sizeof(plain));
	assert_int_equal(guest_message_open(&message, &expected), OK);
	assert_memory_equal(message.payload, plain, sizeof(plain));
}

static enum err open_with(u32 offset, u8 value)
{
	struct guest_envelope expected = envelope();

	((u8 *)&message)[offset] = value;
	return guest_message_open(&message, &expected);
}

static void constants_of_the_header_are_checked(void **state)
{
	static const struct { u32 offset; u8 value; u32 read; } lies[] = {
		{ 0x30, 0, 0 }, { 0x30, 2, 2 }, { 0x31, 2, 2 }, { 0x32, 0x61, 0x61 }, { 0x33, 1, 0x160 },
		{ 0x35, 2, 2 }, { 0x3c, 1, 1 },
	};

	for (u32 i = 0; i < COUNT_OF(lies); i++) {
		(void)setup(state);
		assert_fault(open_with(lies[i].offset, lies[i].value), ERR_REQUEST_HEADER,
			     lies[i].offset == 0x33 ? 0x32 : lies[i].offset, lies[i].read);
	}
}

static void another_type_is_named(void **state)
{
	(void)state;
	assert_fault(open_with(0x34, 5), ERR_REQUEST_TYPE, 5, 6);
}

static void another_number_is_named(void **state)
{
	(void)state;
	assert_fault(open_with(0x20, 0x86), ERR_REQUEST_SEQUENCE, SEQUENCE - 2, SEQUENCE);
}

static void a_payload_longer_than_expected_is_named(void **state)
{
	(void)state;
	assert_fault(open_with(0x36, 65), ERR_REQUEST_SIZE, 65, PAYLOAD_BYTES);
	assert_fault(open_with(0x37, 0xff), ERR_REQUEST_SIZE, 0xff41, PAYLOAD_BYTES);
}

static void a_payload_without_room_for_a_status_is_named(void **state)
{
	(void)state;
	assert_fault(open_with(0x36, 31), ERR_REQUEST_SIZE, 31, PAYLOAD_BYTES);
	assert_fault(open_with(0x36, 0), ERR_REQUEST_SIZE, 0, PAYLOAD_BYTES);
}

/* Lengths in between are decided by the tag. */
static void a_payload_cut_by_the_host_does_not_authenticate(void **state)
{
	(void)state;
	assert_fault(open_with(0x36, 32), ERR_REQUEST_TAG, 6, SEQUENCE);
}

static void reserved_fields_are_covered_by_the_tag(void **state)
{
	(void)state;
	assert_error(open_with(0x3d, 1), ERR_REQUEST_TAG);
}

static void a_changed_byte_does_not_authenticate_and_is_not_decrypted(void **state)
{
	static const u32 offsets[] = { 0x00, 0x0f, 0x60, 0x60 + PAYLOAD_BYTES - 1 };

	for (u32 i = 0; i < COUNT_OF(offsets); i++) {
		struct guest_message before;
		u8 *byte = (u8 *)&message + offsets[i];

		(void)setup(state);
		*byte ^= 0x80;
		before = message;
		assert_error(open_with(offsets[i], *byte), ERR_REQUEST_TAG);
		assert_memory_equal(&message, &before, sizeof(message));
	}
}

static void another_key_does_not_open_it(void **state)
{
	struct guest_envelope expected = envelope();

	(void)state;
	key[31] ^= 1;
	assert_error(guest_message_open(&message, &expected), ERR_REQUEST_TAG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_header_is_as_the_abi_lays_it_out, setup),
		cmocka_unit_test_setup(the_payload_does_not_go_out_in_the_clear, setup),
		cmocka_unit_test_setup(a_sealed_message_opens, setup),
		cmocka_unit_test_setup(constants_of_the_header_are_checked, setup),
		cmocka_unit_test_setup(another_type_is_named, setup),
		cmocka_unit_test_setup(another_number_is_named, setup),
		cmocka_unit_test_setup(a_payload_longer_than_expected_is_named, setup),
		cmocka_unit_test_setup(a_payload_without_room_for_a_status_is_named, setup),
		cmocka_unit_test_setup(a_payload_cut_by_the_host_does_not_authenticate, setup),
		cmocka_unit_test_setup(reserved_fields_are_covered_by_the_tag, setup),
		cmocka_unit_test_setup(a_changed_byte_does_not_authenticate_and_is_not_decrypted, setup),
		cmocka_unit_test_setup(another_key_does_not_open_it, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
