/* The kernel: from both sources to its window, then hosts and files that do not fit. */
#include "firmware/dev/fw_cfg.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/layout.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/guest.h"

#include <string.h>

#define UNIT PAGE_SIZE_2M

static void assert_loaded(void)
{
	const struct payload *payload = &guest.payload;

	assert_memory_equal(phys_ptr(payload->setup_gpa, GUEST_SETUP_BYTES), guest.setup,
			    GUEST_SETUP_BYTES);
	assert_int_equal(payload->kernel_gpa, FAKE_KERNEL);
	assert_memory_equal(phys_ptr(FAKE_KERNEL, GUEST_IMAGE_BYTES), guest.image,
			    GUEST_IMAGE_BYTES);
	assert_int_equal(payload->kernel.init_bytes, GUEST_INIT_BYTES);
}

static void assert_window(u64 start, u64 end)
{
	assert_int_equal(guest.payload.window.start, start);
	assert_int_equal(guest.payload.window.end, end);
	assert_true(memmap_is(&guest.memory.map, guest.payload.window, MEM_LOADER));
	assert_true(ledger_is(&guest.memory.ledger, guest.payload.window, PAGE_PRIVATE));
	assert_int_equal(guest_type_at(start - 1), MEM_RAM);
	assert_int_equal(guest_type_at(end), MEM_RAM);
}

static void setup_and_image_are_loaded(void **state)
{
	(void)state;
	assert_int_equal(guest_load_kernel(), OK);
	assert_loaded();
	assert_window(FAKE_KERNEL, FAKE_KERNEL + 3 * UNIT);
}

/* Setup part and image in one file, as QEMU 10 offers them. */
static u8 file[GUEST_SETUP_BYTES + GUEST_IMAGE_BYTES];

static void offer_file(u32 size)
{
	memcpy(file, guest.setup, GUEST_SETUP_BYTES);
	memcpy(file + GUEST_SETUP_BYTES, guest.image, GUEST_IMAGE_BYTES);
	guest.dir.files[FW_CFG_FILE_KERNEL].key =
		fw_cfg_device_add_file("etc/boot/kernel", file, sizeof(file), false);
	guest.dir.files[FW_CFG_FILE_KERNEL].size = size;
}

static void the_whole_file_is_preferred(void **state)
{
	(void)state;
	offer_file(sizeof(file));
	assert_int_equal(guest_load_kernel(), OK);
	assert_loaded();
	assert_int_equal(fw_cfg_device_selects(FW_CFG_KEY_SETUP_DATA), 0);
	assert_int_equal(fw_cfg_device_selects(FW_CFG_KEY_KERNEL_DATA), 0);
}

static void a_file_shorter_than_the_items_is_refused(void **state)
{
	(void)state;
	offer_file(sizeof(file) - 1);
	assert_fault(guest_load_kernel(), ERR_FW_CFG_SIZE,
		     guest.dir.files[FW_CFG_FILE_KERNEL].key, sizeof(file) - 1);
	assert_int_equal(fw_cfg_device_selects(FW_CFG_KEY_SETUP_DATA), 0);
}

static void no_kernel_is_said_so(void **state)
{
	(void)state;
	guest.setup_size = 0;
	fault_detail(1, 2); /* of an error before that did not end the boot */
	assert_fault(guest_load_kernel(), ERR_NO_KERNEL, 0, 0);
}

static void a_setup_part_is_bounded(void **state)
{
	(void)state;
	guest.setup_size = BZIMAGE_SETUP_MAX + 1;
	assert_fault(guest_load_kernel(), ERR_KERNEL_SIZE, BZIMAGE_SETUP_MAX + 1,
		     BZIMAGE_SETUP_MAX);
	guest.setup_size = 0xffffffff;
	assert_fault(guest_load_kernel(), ERR_KERNEL_SIZE, 0xffffffff, BZIMAGE_SETUP_MAX);
}

static void an_image_that_does_not_fit_ram_is_refused_before_a_byte_of_it(void **state)
{
	u32 room = (u32)(GUEST_RAM_END - FAKE_KERNEL);
	u32 sizes[] = { room + 1, 0x7fffffff, 0xffffffff };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		guest.image_size = sizes[i];
		assert_fault(guest_load_kernel(), ERR_KERNEL_WINDOW, FAKE_KERNEL,
			     align_up((u64)FAKE_KERNEL + sizes[i], UNIT));
	}
	assert_int_equal(fw_cfg_device_selects(FW_CFG_KEY_KERNEL_DATA), 0);
	assert_int_equal(guest_type_at(FAKE_KERNEL), MEM_RAM);
}

static void a_window_that_does_not_fit_ram_is_refused(void **state)
{
	u32 room = (u32)(GUEST_RAM_END - FAKE_KERNEL);

	(void)state;
	le32_store(guest.setup + 0x260, room + 1);
	assert_fault(guest_load_kernel(), ERR_KERNEL_WINDOW, FAKE_KERNEL,
		     align_up(GUEST_RAM_END + 1, UNIT));
	(void)guest_teardown(NULL);
	(void)guest_setup(NULL);
	le32_store(guest.setup + 0x260, 0xffffffff);
	assert_fault(guest_load_kernel(), ERR_KERNEL_WINDOW, FAKE_KERNEL,
		     align_up((u64)FAKE_KERNEL + 0xffffffff, UNIT));
	(void)guest_teardown(NULL);
	(void)guest_setup(NULL);
	le32_store(guest.setup + 0x260, room);
	assert_int_equal(guest_load_kernel(), OK);
	assert_int_equal(guest.payload.window.end, GUEST_RAM_END);
}

/* The kernel moves itself up to pref_address and needs init_size from there. */
static void the_window_reaches_from_the_load_to_the_run_address(void **state)
{
	(void)state;
	le64_store(guest.setup + 0x258, FAKE_KERNEL + 4 * UNIT);
	assert_int_equal(guest_load_kernel(), OK);
	assert_window(FAKE_KERNEL, FAKE_KERNEL + 7 * UNIT);
}

static void the_run_address_obeys_the_kernels_alignment(void **state)
{
	(void)state;
	le32_store(guest.setup + 0x230, 0x4000000); /* 64 MiB */
	le64_store(guest.setup + 0x258, 0);
	assert_int_equal(guest_load_kernel(), OK);
	assert_window(FAKE_KERNEL, 0x4000000 + 3 * UNIT);
}

static void a_kernel_that_needs_no_more_than_its_image_gets_no_more(void **state)
{
	(void)state;
	le32_store(guest.setup + 0x260, GUEST_IMAGE_BYTES);
	assert_int_equal(guest_load_kernel(), OK);
	assert_window(FAKE_KERNEL, FAKE_KERNEL + UNIT);
}

static void what_is_no_bzimage_is_refused(void **state)
{
	(void)state;
	guest.setup[0x1fe] = 0;
	assert_fault(guest_load_kernel(), ERR_KERNEL_HEADER, GUEST_SETUP_BYTES, 0);
}

static void a_setup_part_of_one_byte_is_refused(void **state)
{
	(void)state;
	guest.setup_size = 1;
	assert_fault(guest_load_kernel(), ERR_KERNEL_HEADER, 1, 0);
}

static void a_failed_transfer_names_its_item(void **state)
{
	static const u16 keys[] = { FW_CFG_KEY_SETUP_SIZE, FW_CFG_KEY_KERNEL_SIZE, FW_CFG_KEY_SETUP_DATA,
				    FW_CFG_KEY_KERNEL_DATA };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		fw_cfg_device_lie(FW_CFG_DMA_ERROR, keys[i]);
		assert_fault(guest_load_kernel(), ERR_FW_CFG_DMA, keys[i], 1);
		(void)guest_teardown(NULL);
		(void)guest_setup(NULL);
	}
	offer_file(sizeof(file));
	fw_cfg_device_lie(FW_CFG_DMA_GARBAGE, guest.dir.files[FW_CFG_FILE_KERNEL].key);
	assert_int_equal(guest_load_kernel(), ERR_FW_CFG_DMA);
}

static void a_full_arena_is_an_error(void **state)
{
	(void)state;
	arena_init(&guest.memory.arena, (struct range){ FAKE_ARENA, FAKE_ARENA });
	assert_fault(guest_load_kernel(), ERR_NO_RAM, GUEST_SETUP_BYTES, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, guest_setup, guest_teardown)
	const struct CMUnitTest tests[] = {
		TEST(setup_and_image_are_loaded),
		TEST(the_whole_file_is_preferred),
		TEST(a_file_shorter_than_the_items_is_refused),
		TEST(no_kernel_is_said_so),
		TEST(a_setup_part_is_bounded),
		TEST(an_image_that_does_not_fit_ram_is_refused_before_a_byte_of_it),
		TEST(a_window_that_does_not_fit_ram_is_refused),
		TEST(the_window_reaches_from_the_load_to_the_run_address),
		TEST(the_run_address_obeys_the_kernels_alignment),
		TEST(a_kernel_that_needs_no_more_than_its_image_gets_no_more),
		TEST(what_is_no_bzimage_is_refused),
		TEST(a_setup_part_of_one_byte_is_refused),
		TEST(a_failed_transfer_names_its_item),
		TEST(a_full_arena_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
