/* fw_cfg against a model of the device: honest in both kinds of VM, then one lie at a time. */
#include "firmware/dev/fw_cfg.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/dev/reader.h"

#include <string.h>

static void an_honest_device_is_accepted(void **state)
{
	(void)state;
	assert_int_equal(reader_init_plain(), OK);
}

static void no_device_is_absent(void **state)
{
	(void)state;
	fw_cfg_device_lie(FW_CFG_ABSENT, FW_CFG_ANY_KEY);
	assert_fault(reader_init_plain(), ERR_FW_CFG_ABSENT, 0xffffffff, 0xff);
}

static void a_device_without_dma_is_absent(void **state)
{
	(void)state;
	fw_cfg_device_lie(FW_CFG_WITHOUT_DMA, FW_CFG_ANY_KEY);
	assert_fault(reader_init_plain(), ERR_FW_CFG_ABSENT, 0x554d4551, 1);
}

static void another_signature_is_absent(void **state)
{
	(void)state;
	fw_cfg_device_set(0, "QEMX", 4);
	assert_fault(reader_init_plain(), ERR_FW_CFG_ABSENT, 0x584d4551, 3);
}

static void a_plain_vm_reads_straight_to_the_destination(void **state)
{
	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	assert_int_equal(fw_cfg_read_item(KEY, HEAP + 3, sizeof(reader_content)), OK);
	assert_memory_equal(reader_heap + 3, reader_content, sizeof(reader_content));
	assert_int_equal(reader_heap[2], MACHINE_GARBAGE);
	assert_int_equal(reader_heap[3 + sizeof(reader_content)], MACHINE_GARBAGE);
	assert_int_equal(reader_transfers(), 1);
	assert_int_equal(reader_bounce[0], MACHINE_GARBAGE);
}

static void reading_goes_on_where_it_stopped(void **state)
{
	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	fw_cfg_select(KEY);
	assert_int_equal(fw_cfg_read(HEAP, 10), OK);
	assert_int_equal(fw_cfg_read(HEAP + 10, 20), OK);
	assert_memory_equal(reader_heap, reader_content, 30);
}

static void bytes_past_the_end_read_as_zero(void **state)
{
	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	assert_int_equal(fw_cfg_read_item(KEY, HEAP, sizeof(reader_content) + 8), OK);
	for (u32 i = 0; i < 8; i++)
		assert_int_equal(reader_heap[sizeof(reader_content) + i], 0);
}

static void an_encrypted_vm_reads_through_the_bounce_buffer(void **state)
{
	static const u32 lengths[] = { 1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 1000 };

	(void)state;
	reader_init_bounced();
	for (size_t i = 0; i < COUNT_OF(lengths); i++)
		for (u32 skew = 0; skew < 9; skew += 4) {
			u32 before = reader_transfers(), length = lengths[i];

			memset(reader_heap, MACHINE_GARBAGE, HEAP_BYTES);
			assert_int_equal(fw_cfg_read_item(KEY, HEAP + skew, length), OK);
			assert_memory_equal(reader_heap + skew, reader_content, length);
			assert_int_equal(reader_heap[skew + length], MACHINE_GARBAGE);
			assert_int_equal(reader_transfers() - before,
					 (length + BOUNCE_BYTES - 1) / BOUNCE_BYTES);
		}
}

static void the_device_hears_only_of_descriptor_and_bounce_buffer(void **state)
{
	(void)state;
	reader_init_bounced();
	assert_int_equal(fw_cfg_read_item(KEY, HEAP, sizeof(reader_content)), OK);
	for (u32 i = 0; i < machine_event_count(); i++) {
		const struct machine_event *event = machine_event(i);

		if (event->kind == EVENT_DMA) {
			assert_int_equal(event->value, BOUNCE);
			assert_true(event->bytes <= BOUNCE_BYTES);
		}
	}
}

static void nothing_is_read_for_no_bytes(void **state)
{
	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	assert_int_equal(fw_cfg_read_item(KEY, HEAP, 0), OK);
	assert_int_equal(reader_transfers(), 0);
}

static void a_descriptor_above_4_gib_is_announced_whole(void **state)
{
	const struct fw_cfg_channel channel = { .descriptor_gpa = 0x12345678000 };

	(void)state;
	(void)machine_ram(channel.descriptor_gpa, 24, MACHINE_SHARED);
	assert_int_equal(fw_cfg_init(&channel), OK);
	assert_int_equal(fw_cfg_read_item(KEY, HEAP, 16), OK);
	assert_memory_equal(reader_heap, reader_content, 16);
}

/* A length is 32 bits wide: large items go in pieces, to addresses that follow each other. */
static void an_item_above_1_gib_is_read_in_pieces(void **state)
{
	static const u64 lengths[] = { GIB, GIB, 5 };
	u64 gpa = 4 * GIB;
	u32 index = 0;

	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	fw_cfg_device_lie(FW_CFG_DMA_EMPTY, KEY);
	assert_int_equal(fw_cfg_read_item(KEY, gpa, 2 * GIB + 5), OK);
	assert_int_equal(reader_transfers(), COUNT_OF(lengths));
	for (u32 i = 0; i < machine_event_count(); i++) {
		if (machine_event(i)->kind != EVENT_DMA)
			continue;
		assert_int_equal(machine_event(i)->value, gpa);
		assert_int_equal(machine_event(i)->bytes, lengths[index]);
		gpa += lengths[index++];
	}
}

static void a_small_item_is_little_endian(void **state)
{
	static const u8 size[] = { 0x78, 0x56, 0x34, 0x12 };
	u32 value;

	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	fw_cfg_device_set(FW_CFG_KEY_KERNEL_SIZE, size, sizeof(size));
	assert_int_equal(fw_cfg_read_u32(FW_CFG_KEY_KERNEL_SIZE, &value), OK);
	assert_int_equal(value, 0x12345678);
	assert_int_equal(fw_cfg_device_selects(FW_CFG_KEY_KERNEL_SIZE), 1);
	assert_int_equal(fw_cfg_read_u32(FW_CFG_KEY_INITRD_SIZE, &value), OK);
	assert_int_equal(value, 0); /* not there */
}

static void a_number_that_does_not_arrive_is_an_error(void **state)
{
	u32 value;

	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	fw_cfg_device_lie(FW_CFG_DMA_ERROR, KEY);
	assert_fault(fw_cfg_read_u32(KEY, &value), ERR_FW_CFG_DMA, KEY, 1);
	fw_cfg_device_lie(FW_CFG_DMA_NEVER_COMPLETES, KEY);
	assert_fault(fw_cfg_read_u32(KEY, &value), ERR_FW_CFG_DMA, KEY, 2);
}

/* Every way out of the guest costs: select, start, and nothing else below 4 GiB. */
static void a_read_is_two_port_writes(void **state)
{
	u32 before;

	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	before = machine_event_count();
	assert_int_equal(fw_cfg_read_item(KEY, HEAP, 100), OK);
	assert_int_equal(machine_event_count() - before, 3);
	assert_int_equal(machine_event(before)->number, 0x510);
	assert_int_equal(machine_event(before + 1)->number, 0x518);
	assert_int_equal(machine_event(before + 2)->kind, EVENT_DMA);
}

static void the_error_bit_ends_the_read(void **state)
{
	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	fw_cfg_device_lie(FW_CFG_DMA_ERROR, KEY);
	assert_fault(fw_cfg_read_item(KEY, HEAP, 100), ERR_FW_CFG_DMA, KEY, 1);
	assert_int_equal(reader_transfers(), 1);
}

static void a_transfer_that_never_completes_is_given_up(void **state)
{
	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	fw_cfg_device_lie(FW_CFG_DMA_NEVER_COMPLETES, KEY);
	assert_fault(fw_cfg_read_item(KEY, HEAP, 100), ERR_FW_CFG_DMA, KEY, 2);
}

static void any_other_control_word_is_an_error(void **state)
{
	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	fw_cfg_device_lie(FW_CFG_DMA_GARBAGE, KEY);
	assert_fault(fw_cfg_read_item(KEY, HEAP, 100), ERR_FW_CFG_DMA, KEY, FW_CFG_GARBAGE);
}

static void a_refused_chunk_does_not_reach_private_memory(void **state)
{
	(void)state;
	reader_init_bounced();
	fw_cfg_device_lie(FW_CFG_DMA_ERROR, KEY);
	assert_fault(fw_cfg_read_item(KEY, HEAP, 100), ERR_FW_CFG_DMA, KEY, 1);
	for (u32 i = 0; i < 100; i++)
		assert_int_equal(reader_heap[i], MACHINE_GARBAGE);
}

static void a_writable_file_is_written(void **state)
{
	u8 file[8] = { 0 };
	u16 key = fw_cfg_device_add_file("etc/vmgenid_addr", file, sizeof(file), true);

	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	le64_store(reader_heap, 0x1122334455667788);
	assert_int_equal(fw_cfg_write_item(key, HEAP, sizeof(file)), OK);
	assert_int_equal(le64_load(file), 0x1122334455667788);
}

static void an_encrypted_vm_writes_through_the_bounce_buffer(void **state)
{
	u8 file[BOUNCE_BYTES] = { 0 };
	u16 key = fw_cfg_device_add_file("etc/vmgenid_addr", file, sizeof(file), true);

	(void)state;
	reader_init_bounced();
	le64_store(reader_heap, 42);
	assert_int_equal(fw_cfg_write_item(key, HEAP, sizeof(file)), OK);
	assert_int_equal(le64_load(file), 42);
	expect_assert_failure(
		assert_int_equal(fw_cfg_write_item(key, HEAP, BOUNCE_BYTES + 1), OK));
	assert_int_equal(fake_panic, ERR_INTERNAL);
}

static void writing_a_read_only_file_is_an_error(void **state)
{
	u8 file[8] = { 0 };
	u16 key = fw_cfg_device_add_file("etc/e820", file, sizeof(file), false);

	(void)state;
	assert_int_equal(reader_init_plain(), OK);
	assert_fault(fw_cfg_write_item(key, HEAP, sizeof(file)), ERR_FW_CFG_DMA, key, 1);
	assert_int_equal(file[0], 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, reader_setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_honest_device_is_accepted),
		TEST(no_device_is_absent),
		TEST(a_device_without_dma_is_absent),
		TEST(another_signature_is_absent),
		TEST(a_plain_vm_reads_straight_to_the_destination),
		TEST(reading_goes_on_where_it_stopped),
		TEST(bytes_past_the_end_read_as_zero),
		TEST(an_encrypted_vm_reads_through_the_bounce_buffer),
		TEST(the_device_hears_only_of_descriptor_and_bounce_buffer),
		TEST(nothing_is_read_for_no_bytes),
		TEST(a_descriptor_above_4_gib_is_announced_whole),
		TEST(an_item_above_1_gib_is_read_in_pieces),
		TEST(a_small_item_is_little_endian),
		TEST(a_number_that_does_not_arrive_is_an_error),
		TEST(a_read_is_two_port_writes),
		TEST(the_error_bit_ends_the_read),
		TEST(a_transfer_that_never_completes_is_given_up),
		TEST(any_other_control_word_is_an_error),
		TEST(a_refused_chunk_does_not_reach_private_memory),
		TEST(a_writable_file_is_written),
		TEST(an_encrypted_vm_writes_through_the_bounce_buffer),
		TEST(writing_a_read_only_file_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
