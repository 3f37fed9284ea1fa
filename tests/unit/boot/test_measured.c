/* Measured boot in the default ROM: what holds, and the error of everything that does not. */
#include "firmware/boot/measured.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/hash_table.h"

#include <string.h>

static struct measured measured;
static u8 table[HASHES_BYTES];

static const struct table_items items = {
	.data = { [MEASURED_KERNEL] = "kernel", [MEASURED_INITRD] = "initrd",
		  [MEASURED_CMDLINE] = "quiet" },
	.bytes = { [MEASURED_KERNEL] = 6, [MEASURED_INITRD] = 6, [MEASURED_CMDLINE] = 6 },
};
static const struct table_items kernel_only = {
	.data = { [MEASURED_KERNEL] = "kernel" }, .bytes = { [MEASURED_KERNEL] = 6 },
};

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	hash_table_build(table, &items);
	memset(&measured, 0xee, sizeof(measured));
	return 0;
}

static void start(const struct table_items *of)
{
	hash_table_build(table, of);
	assert_int_equal(measured_start(&measured, table, sha256_blocks_portable), OK);
}

/* The host offers these bytes; the caller's part of an absent command line as in payload_extra.c. */
static enum err offer(enum measured_item item, const char *bytes, size_t count)
{
	struct sha256 *hash = measured_begin(&measured);

	assert_non_null(hash);
	sha256_update(hash, bytes, count);
	if (item == MEASURED_CMDLINE && count == 0)
		sha256_update(hash, "", 1);
	return measured_end(&measured, item, count);
}

static void what_was_measured_holds(void **state)
{
	(void)state;
	start(&items);
	for (enum measured_item item = 0; item < MEASURED_COUNT; item++) {
		assert_true(verdict_deviations(&measured.verdict, false) != 0);
		assert_int_equal(offer(item, items.data[item], items.bytes[item]), OK);
	}
	assert_true(verdict_deviations(&measured.verdict, false) == 0);
}

static void what_was_not_given_is_not_missed(void **state)
{
	(void)state;
	start(&kernel_only);
	assert_int_equal(offer(MEASURED_KERNEL, "kernel", 6), OK);
	assert_int_equal(offer(MEASURED_INITRD, NULL, 0), OK);
	assert_int_equal(offer(MEASURED_CMDLINE, NULL, 0), OK);
	assert_true(verdict_deviations(&measured.verdict, false) == 0);
	assert_int_equal(offer(MEASURED_CMDLINE, "", 1), OK); /* QEMU without -append offers that */
}

static void each_item_has_its_own_error(void **state)
{
	(void)state;
	start(&items);
	assert_fault(offer(MEASURED_KERNEL, "kernal", 6), ERR_HASH_KERNEL, MEASURED_KERNEL, 6);
	assert_fault(offer(MEASURED_INITRD, "inltrd", 6), ERR_HASH_INITRD, MEASURED_INITRD, 6);
	assert_fault(offer(MEASURED_CMDLINE, "quieT", 6), ERR_HASH_CMDLINE, MEASURED_CMDLINE, 6);
	assert_true(verdict_deviations(&measured.verdict, false) != 0);
}

static void a_byte_more_or_less_is_another_item(void **state)
{
	(void)state;
	start(&items);
	assert_error(offer(MEASURED_INITRD, "initrd", 5), ERR_HASH_INITRD);
	assert_error(offer(MEASURED_INITRD, "initrd", 7), ERR_HASH_INITRD);
	assert_error(offer(MEASURED_CMDLINE, "quiet", 5), ERR_HASH_CMDLINE); /* its NUL is measured */
}

static void an_item_that_was_measured_must_be_there(void **state)
{
	(void)state;
	start(&items);
	for (enum measured_item item = 0; item < MEASURED_COUNT; item++)
		assert_fault(offer(item, NULL, 0), ERR_HASH_ITEM, item, 0);
}

static void an_item_that_was_not_measured_must_not_be_there(void **state)
{
	(void)state;
	start(&kernel_only);
	assert_fault(offer(MEASURED_INITRD, "x", 1), ERR_HASH_ITEM, MEASURED_INITRD, 1);
	assert_fault(offer(MEASURED_CMDLINE, "x", 2), ERR_HASH_ITEM, MEASURED_CMDLINE, 2);
}

static void items_cannot_stand_in_for_each_other(void **state)
{
	(void)state;
	start(&items);
	assert_error(offer(MEASURED_KERNEL, "initrd", 6), ERR_HASH_KERNEL);
	assert_error(offer(MEASURED_INITRD, "kernel", 6), ERR_HASH_INITRD);
	assert_error(offer(MEASURED_CMDLINE, "initrd", 6), ERR_HASH_CMDLINE);
}

static void no_table_is_no_boot(void **state)
{
	(void)state;
	memset(table, 0, sizeof(table));
	assert_fault(measured_start(&measured, table, sha256_blocks_portable),
		     ERR_HASH_TABLE_ABSENT, 0, 0);
	assert_true(verdict_deviations(&measured.verdict, false) != 0);
	assert_true(verdict_deviations(&measured.verdict, true) != 0);
}

static void a_malformed_table_is_no_boot(void **state)
{
	(void)state;
	table[TABLE_LENGTH] ^= 1;
	assert_error(measured_start(&measured, table, sha256_blocks_portable), ERR_HASH_TABLE);
	assert_true(verdict_deviations(&measured.verdict, false) != 0);
}

static void a_plain_vm_hashes_nothing(void **state)
{
	(void)state;
	measured_start_plain(&measured);
	assert_null(measured_begin(&measured));
	assert_int_equal(measured_end(&measured, MEASURED_KERNEL, 6), OK);
	assert_true(verdict_deviations(&measured.verdict, true) == 0);
	assert_true(verdict_deviations(&measured.verdict, false) != 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_was_measured_holds, setup),
		cmocka_unit_test_setup(what_was_not_given_is_not_missed, setup),
		cmocka_unit_test_setup(each_item_has_its_own_error, setup),
		cmocka_unit_test_setup(a_byte_more_or_less_is_another_item, setup),
		cmocka_unit_test_setup(an_item_that_was_measured_must_be_there, setup),
		cmocka_unit_test_setup(an_item_that_was_not_measured_must_not_be_there, setup),
		cmocka_unit_test_setup(items_cannot_stand_in_for_each_other, setup),
		cmocka_unit_test_setup(no_table_is_no_boot, setup),
		cmocka_unit_test_setup(a_malformed_table_is_no_boot, setup),
		cmocka_unit_test_setup(a_plain_vm_hashes_nothing, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
