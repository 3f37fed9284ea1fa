/* The container of an event log: header, order, room. */
#include "firmware/boot/event_log.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <string.h>

static u8 buffer[EVENT_LOG_BYTES_MAX + 16];
static struct event_log events;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	memset(buffer, 0xa5, sizeof(buffer));
	event_log_start(&events, buffer);
	return 0;
}

static void an_empty_log_is_its_header(void **state)
{
	static const u8 wanted[24] = {
		'S', 'N', 'P', 'S', 'H', 'I', 'M', 'L',
		1, 0,        /* version */
		24, 0,       /* header */
		24, 0, 0, 0, /* log */
	};

	(void)state;
	assert_int_equal(event_log_finish(&events), sizeof(wanted));
	assert_memory_equal(buffer, wanted, sizeof(wanted));
}

static void events_follow_each_other_without_gaps(void **state)
{
	static const u8 wanted[] = { 1, 0, 3, 0, 'a', 'b', 'c', 8, 0, 0, 0, 0 };

	(void)state;
	memcpy(event_log_add(&events, EVENT_FIRMWARE, 3), "abc", 3);
	(void)event_log_add(&events, EVENT_CPUS, 0);
	assert_int_equal(event_log_finish(&events), 24 + 11);
	assert_memory_equal(buffer + 24, wanted, sizeof(wanted));
	assert_int_equal(le32_load(buffer + 12), 35);
	assert_int_equal(le32_load(buffer + 16), 2);
}

static void a_payload_is_zero_until_it_is_written(void **state)
{
	static const u8 zero[64];

	(void)state;
	assert_memory_equal(event_log_add(&events, EVENT_GUEST, sizeof(zero)), zero, sizeof(zero));
}

static void types_rise(void **state)
{
	(void)state;
	(void)event_log_add(&events, EVENT_MEMORY, 0);
	assert_panic((void)event_log_add(&events, EVENT_MEMORY, 0), ERR_INTERNAL);
	assert_panic((void)event_log_add(&events, EVENT_GUEST, 0), ERR_INTERNAL);
	assert_panic((void)event_log_add(&events, EVENT_TYPE_END, 0), ERR_INTERNAL);
}

static void nothing_is_added_to_a_finished_log(void **state)
{
	(void)state;
	(void)event_log_finish(&events);
	assert_panic((void)event_log_add(&events, EVENT_CPUS, 0), ERR_INTERNAL);
}

static void the_last_byte_can_be_used_and_no_more(void **state)
{
	u32 room = EVENT_LOG_BYTES_MAX - 24 - 4;

	(void)state;
	assert_panic((void)event_log_add(&events, EVENT_FIRMWARE, room + 1), ERR_INTERNAL);
	assert_panic((void)event_log_add(&events, EVENT_FIRMWARE, UINT32_MAX), ERR_INTERNAL);
	memset(event_log_add(&events, EVENT_FIRMWARE, room), 1, room);
	assert_panic((void)event_log_add(&events, EVENT_GUEST, 0), ERR_INTERNAL);
	assert_int_equal(event_log_finish(&events), EVENT_LOG_BYTES_MAX);
	assert_int_equal(buffer[EVENT_LOG_BYTES_MAX], 0xa5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_empty_log_is_its_header, setup),
		cmocka_unit_test_setup(events_follow_each_other_without_gaps, setup),
		cmocka_unit_test_setup(a_payload_is_zero_until_it_is_written, setup),
		cmocka_unit_test_setup(types_rise, setup),
		cmocka_unit_test_setup(nothing_is_added_to_a_finished_log, setup),
		cmocka_unit_test_setup(the_last_byte_can_be_used_and_no_more, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
