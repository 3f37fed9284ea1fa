/* The command line: where it comes to lie, and what the host cannot get through. */
#include "firmware/dev/fw_cfg.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/layout.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/guest.h"

#include <string.h>

static u8 text[CMDLINE_BYTES_MAX + 1];

static int setup(void **state)
{
	memset(text, 0, sizeof(text));
	return guest_setup_with_kernel(state);
}

static enum err load_cmdline(u32 size)
{
	guest.cmdline_size = size;
	fw_cfg_device_set(FW_CFG_KEY_CMDLINE_DATA, text, size < sizeof(text) ? size : sizeof(text));
	return payload_load_cmdline(&guest.memory, &guest.measured, &guest.payload);
}

/* From `gpa` to what was taken from the arena next. */
static u64 payload_bytes_behind(u64 gpa)
{
	u64 next;

	assert_int_equal(arena_take_low(&guest.memory.arena, 1, 1, &next), OK);
	return next - gpa;
}

/* The kernel copies that many bytes, whatever the text's length: they must be ours to give. */
static void a_command_line_has_room_for_what_the_kernel_copies(void **state)
{
	const char *loaded;

	(void)state;
	memcpy(text, "console=ttyS0", 13);
	assert_int_equal(load_cmdline(14), OK);
	loaded = phys_ptr(guest.payload.cmdline_gpa, CMDLINE_BYTES_MIN);
	assert_string_equal(loaded, "console=ttyS0");
	assert_int_equal(guest.payload.cmdline_bytes, 14);
	assert_in_range(payload_bytes_behind(guest.payload.cmdline_gpa), CMDLINE_BYTES_MIN,
			FAKE_ARENA_BYTES);
}

static void no_command_line_is_an_empty_one(void **state)
{
	(void)state;
	assert_int_equal(load_cmdline(0), OK);
	assert_string_equal(phys_ptr(guest.payload.cmdline_gpa, CMDLINE_BYTES_MIN), "");
	assert_int_equal(load_cmdline(1), OK);
	assert_string_equal(phys_ptr(guest.payload.cmdline_gpa, CMDLINE_BYTES_MIN), "");
}

static void the_kernels_limit_is_exact(void **state)
{
	(void)state;
	memset(text, 'x', GUEST_CMDLINE_LIMIT);
	assert_int_equal(load_cmdline(GUEST_CMDLINE_LIMIT + 1), OK);
	text[GUEST_CMDLINE_LIMIT] = 'x';
	assert_fault(load_cmdline(GUEST_CMDLINE_LIMIT + 2), ERR_CMDLINE, GUEST_CMDLINE_LIMIT + 2,
		     GUEST_CMDLINE_LIMIT);
	/* bytes within the limit, but none of them NUL */
	assert_fault(load_cmdline(GUEST_CMDLINE_LIMIT + 1), ERR_CMDLINE, GUEST_CMDLINE_LIMIT + 1,
		     GUEST_CMDLINE_LIMIT);
}

static void what_is_no_string_is_refused(void **state)
{
	(void)state;
	memcpy(text, "quiet\0init=/evil", 17);
	assert_fault(load_cmdline(17), ERR_CMDLINE, 17, GUEST_CMDLINE_LIMIT);
	memcpy(text, "quiet", 5);
	assert_fault(load_cmdline(5), ERR_CMDLINE, 5, GUEST_CMDLINE_LIMIT); /* no NUL */
}

static void a_kernel_that_takes_any_length_is_given_64_kib(void **state)
{
	(void)state;
	guest.payload.kernel.cmdline_bytes = 0xffffffff;
	memset(text, 'y', CMDLINE_BYTES_MAX - 1);
	assert_int_equal(load_cmdline(CMDLINE_BYTES_MAX), OK);
	assert_int_equal(strlen(phys_ptr(guest.payload.cmdline_gpa, CMDLINE_BYTES_MAX)),
			 CMDLINE_BYTES_MAX - 1);
	assert_fault(load_cmdline(CMDLINE_BYTES_MAX + 1), ERR_CMDLINE, CMDLINE_BYTES_MAX + 1,
		     0xffffffff);
	assert_fault(load_cmdline(0xffffffff), ERR_CMDLINE, 0xffffffff, 0xffffffff);
}

static void a_failed_command_line_transfer_is_reported(void **state)
{
	(void)state;
	fw_cfg_device_lie(FW_CFG_DMA_ERROR, FW_CFG_KEY_CMDLINE_SIZE);
	assert_fault(load_cmdline(3), ERR_FW_CFG_DMA, FW_CFG_KEY_CMDLINE_SIZE, 1);
	fw_cfg_device_lie(FW_CFG_DMA_ERROR, FW_CFG_KEY_CMDLINE_DATA);
	assert_fault(load_cmdline(3), ERR_FW_CFG_DMA, FW_CFG_KEY_CMDLINE_DATA, 1);
	guest.memory.arena.bottom = guest.memory.arena.top;
	assert_fault(load_cmdline(3), ERR_NO_RAM, CMDLINE_BYTES_MIN, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_command_line_has_room_for_what_the_kernel_copies),
		TEST(no_command_line_is_an_empty_one),
		TEST(the_kernels_limit_is_exact),
		TEST(what_is_no_string_is_refused),
		TEST(a_kernel_that_takes_any_length_is_given_64_kib),
		TEST(a_failed_command_line_transfer_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
