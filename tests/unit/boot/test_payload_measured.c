/* Measured items on their way into the guest: every lie about one of them, and that nothing of it is
 * looked at before its hash holds. The device reaches shared memory only, as under SEV-SNP. */
#include "firmware/dev/fw_cfg.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/layout.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/guest.h"
#include "tests/unit/boot/hash_table.h"

#include <string.h>

#define BOUNCE_BYTES 0x1000u
#define INITRD_BYTES 0x1801u
#define KERNEL_BYTES (GUEST_SETUP_BYTES + GUEST_IMAGE_BYTES)

static u8 kernel[KERNEL_BYTES], initrd[INITRD_BYTES];
static u8 cmdline[64] = "console=ttyS0";
static u8 table[HASHES_BYTES];
static struct table_items items;

static void start_bounced(void)
{
	const struct fw_cfg_channel channel = { layout_dma_descriptor_gpa(), layout_bounce().start,
						BOUNCE_BYTES };

	(void)machine_ram(layout_bounce().start, BOUNCE_BYTES, MACHINE_SHARED);
	machine_encrypt();
	assert_int_equal(fw_cfg_init(&channel), OK);
}

static void publish(void)
{
	guest_publish();
	fw_cfg_device_set(FW_CFG_KEY_INITRD_DATA, initrd, INITRD_BYTES);
	fw_cfg_device_set(FW_CFG_KEY_CMDLINE_DATA, cmdline, sizeof(cmdline));
}

static void measure(void)
{
	memcpy(kernel, guest.setup, GUEST_SETUP_BYTES);
	memcpy(kernel + GUEST_SETUP_BYTES, guest.image, GUEST_IMAGE_BYTES);
	hash_table_build(table, &items);
	assert_int_equal(measured_start(&guest.measured, table, sha256_blocks_portable), OK);
}

static int setup(void **state)
{
	(void)guest_setup(state);
	start_bounced();
	guest.cmdline_size = 14;
	guest.initrd_size = INITRD_BYTES;
	for (u32 i = 0; i < INITRD_BYTES; i++)
		initrd[i] = (u8)(i * 5 + (i >> 8));
	items = (struct table_items){
		.data = { [MEASURED_KERNEL] = kernel, [MEASURED_INITRD] = initrd,
			  [MEASURED_CMDLINE] = cmdline },
		.bytes = { KERNEL_BYTES, INITRD_BYTES, 14 },
	};
	publish();
	measure();
	return 0;
}

static enum err load_initrd(void)
{
	return payload_load_initrd(&guest.memory, &guest.measured, &guest.payload);
}

static enum err load_cmdline(void)
{
	return payload_load_cmdline(&guest.memory, &guest.measured, &guest.payload);
}

static void load_kernel_first(void)
{
	assert_int_equal(guest_load_kernel(), OK);
	(void)machine_ram(guest.payload.window.end, align_up(INITRD_BYTES, PAGE_SIZE),
			  MACHINE_PRIVATE);
}

static void the_measured_items_arrive(void **state)
{
	(void)state;
	load_kernel_first();
	assert_int_equal(load_cmdline(), OK);
	assert_int_equal(load_initrd(), OK);
	assert_memory_equal(phys_ptr(guest.payload.kernel_gpa, GUEST_IMAGE_BYTES), guest.image,
			    GUEST_IMAGE_BYTES);
	assert_memory_equal(phys_ptr(guest.payload.initrd.start, INITRD_BYTES), initrd, INITRD_BYTES);
	assert_string_equal(phys_ptr(guest.payload.cmdline_gpa, CMDLINE_BYTES_MIN), "console=ttyS0");
	assert_true(verdict_deviations(&guest.measured.verdict, false) == 0);
}

static void a_measured_kernel_alone_is_enough(void **state)
{
	(void)state;
	items = (struct table_items){ .data = { [MEASURED_KERNEL] = kernel },
				      .bytes = { [MEASURED_KERNEL] = KERNEL_BYTES } };
	measure();
	guest.cmdline_size = guest.initrd_size = 0;
	assert_int_equal(guest_load_kernel(), OK);
	assert_int_equal(load_cmdline(), OK);
	assert_int_equal(load_initrd(), OK);
	assert_true(verdict_deviations(&guest.measured.verdict, false) == 0);
}

static void a_flipped_bit_of_the_kernel_is_found(void **state)
{
	u8 *places[] = { guest.setup, guest.setup + GUEST_SETUP_BYTES - 1, guest.image,
			 guest.image + BOUNCE_BYTES, guest.image + GUEST_IMAGE_BYTES - 1 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		(void)guest_teardown(NULL);
		(void)setup(NULL);
		*places[i] ^= 0x10;
		assert_fault(guest_load_kernel(), ERR_HASH_KERNEL, MEASURED_KERNEL, KERNEL_BYTES);
	}
}

/* A header that bzimage_parse() refuses shows who looked first. */
static void no_header_is_parsed_before_its_hash_holds(void **state)
{
	(void)state;
	memset(guest.setup, 0, GUEST_SETUP_BYTES);
	assert_error(guest_load_kernel(), ERR_HASH_KERNEL);
	(void)guest_teardown(NULL);
	(void)setup(NULL);
	memset(guest.setup, 0, GUEST_SETUP_BYTES);
	measure();
	assert_error(guest_load_kernel(), ERR_KERNEL_HEADER);
}

/* The same bytes, split elsewhere: the hash cannot tell, setup_sects can. */
static void the_split_of_the_kernel_is_checked(void **state)
{
	static u8 longer[GUEST_SETUP_BYTES + 512];

	(void)state;
	memcpy(longer, kernel, sizeof(longer));
	guest.setup_size = sizeof(longer);
	guest.image_size = GUEST_IMAGE_BYTES - 512;
	fw_cfg_device_set(FW_CFG_KEY_SETUP_DATA, longer, sizeof(longer));
	fw_cfg_device_set(FW_CFG_KEY_KERNEL_DATA, guest.image + 512, GUEST_IMAGE_BYTES - 512);
	assert_fault(guest_load_kernel(), ERR_KERNEL_SIZE, GUEST_SETUP_BYTES, sizeof(longer));
}

static void a_longer_or_shorter_kernel_is_found(void **state)
{
	static const u32 sizes[] = { GUEST_IMAGE_BYTES - 1, 1, 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		(void)guest_teardown(NULL);
		(void)setup(NULL);
		guest.image_size = sizes[i];
		assert_error(guest_load_kernel(), ERR_HASH_KERNEL);
	}
	(void)guest_teardown(NULL);
	(void)setup(NULL);
	(void)machine_ram(FAKE_KERNEL + GUEST_IMAGE_BYTES, 1, MACHINE_PRIVATE);
	guest.image_size = GUEST_IMAGE_BYTES + 1;
	(void)guest_load_kernel();
	assert_true(verdict_deviation(&guest.measured.verdict, MEASURED_KERNEL) != 0);
}

static void a_wrong_initrd_is_found(void **state)
{
	(void)state;
	load_kernel_first();
	initrd[INITRD_BYTES - 1] ^= 1;
	assert_fault(load_initrd(), ERR_HASH_INITRD, MEASURED_INITRD, INITRD_BYTES);
}

static void a_shorter_initrd_is_found(void **state)
{
	(void)state;
	load_kernel_first();
	guest.initrd_size = INITRD_BYTES - 1;
	assert_fault(load_initrd(), ERR_HASH_INITRD, MEASURED_INITRD, INITRD_BYTES - 1);
}

static void a_longer_initrd_is_found(void **state)
{
	(void)state;
	load_kernel_first();
	guest.initrd_size = INITRD_BYTES + 1;
	assert_fault(load_initrd(), ERR_HASH_INITRD, MEASURED_INITRD, INITRD_BYTES + 1);
}

static void an_initrd_left_out_is_found(void **state)
{
	(void)state;
	load_kernel_first();
	guest.initrd_size = 0;
	assert_fault(load_initrd(), ERR_HASH_ITEM, MEASURED_INITRD, 0);
}

static void an_initrd_slipped_in_is_found(void **state)
{
	(void)state;
	items.bytes[MEASURED_INITRD] = 0;
	measure();
	load_kernel_first();
	assert_fault(load_initrd(), ERR_HASH_ITEM, MEASURED_INITRD, INITRD_BYTES);
}

static void a_wrong_command_line_is_found_before_it_is_read(void **state)
{
	(void)state;
	load_kernel_first();
	memcpy(cmdline, "init=/evil\0xy", 14); /* no proper string either */
	assert_fault(load_cmdline(), ERR_HASH_CMDLINE, MEASURED_CMDLINE, 14);
	memcpy(cmdline, "console=ttyS0", 14);
}

static void a_command_line_without_its_nul_is_found(void **state)
{
	(void)state;
	load_kernel_first();
	guest.cmdline_size = 13;
	assert_error(load_cmdline(), ERR_HASH_CMDLINE);
}

static void a_command_line_left_out_is_found(void **state)
{
	(void)state;
	load_kernel_first();
	guest.cmdline_size = 0;
	assert_fault(load_cmdline(), ERR_HASH_ITEM, MEASURED_CMDLINE, 0);
}

static void kernel_and_initrd_cannot_change_places(void **state)
{
	u8 *kernel_hash = hash_table_entry(table, MEASURED_KERNEL) + ENTRY_HASH;
	u8 *initrd_hash = hash_table_entry(table, MEASURED_INITRD) + ENTRY_HASH;
	u8 saved[SHA256_BYTES];

	(void)state;
	memcpy(saved, kernel_hash, sizeof(saved));
	memcpy(kernel_hash, initrd_hash, sizeof(saved));
	memcpy(initrd_hash, saved, sizeof(saved));
	assert_int_equal(measured_start(&guest.measured, table, sha256_blocks_portable), OK);
	assert_error(guest_load_kernel(), ERR_HASH_KERNEL);
}

/* Each item is asked for once: a host that answers otherwise the second time is not heard. */
static void no_item_is_read_twice(void **state)
{
	static const u16 keys[] = { FW_CFG_KEY_SETUP_DATA,   FW_CFG_KEY_KERNEL_DATA,
				    FW_CFG_KEY_INITRD_DATA,  FW_CFG_KEY_CMDLINE_DATA,
				    FW_CFG_KEY_SETUP_SIZE,   FW_CFG_KEY_KERNEL_SIZE,
				    FW_CFG_KEY_INITRD_SIZE,  FW_CFG_KEY_CMDLINE_SIZE };

	(void)state;
	load_kernel_first();
	assert_int_equal(load_cmdline(), OK);
	assert_int_equal(load_initrd(), OK);
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		assert_int_equal(fw_cfg_device_selects(keys[i]), 1);
}

/* From the second transfer on every byte is wrong: in the copy, and so in the hash. */
static void a_host_that_changes_its_answers_is_found(void **state)
{
	(void)state;
	fw_cfg_device_lie(FW_CFG_ANSWER_CHANGES, FW_CFG_KEY_KERNEL_DATA);
	assert_error(guest_load_kernel(), ERR_HASH_KERNEL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_measured_items_arrive),
		TEST(a_measured_kernel_alone_is_enough),
		TEST(a_flipped_bit_of_the_kernel_is_found),
		TEST(no_header_is_parsed_before_its_hash_holds),
		TEST(the_split_of_the_kernel_is_checked),
		TEST(a_longer_or_shorter_kernel_is_found),
		TEST(a_wrong_initrd_is_found),
		TEST(a_shorter_initrd_is_found),
		TEST(a_longer_initrd_is_found),
		TEST(an_initrd_left_out_is_found),
		TEST(an_initrd_slipped_in_is_found),
		TEST(a_wrong_command_line_is_found_before_it_is_read),
		TEST(a_command_line_without_its_nul_is_found),
		TEST(a_command_line_left_out_is_found),
		TEST(kernel_and_initrd_cannot_change_places),
		TEST(no_item_is_read_twice),
		TEST(a_host_that_changes_its_answers_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
