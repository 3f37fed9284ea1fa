/* The EFI tables, by the offsets of UEFI 2.10: one page, signatures, every pointer in place. */
#include "firmware/boot/efi.h"
#include "firmware/boot/efi_abi.h"
#include "firmware/mem/layout.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"

#include <string.h>

#define CODE 0x34000ull /* tests/fake/layout.c */
#define DATA 0x35000ull

static struct efi_config config;
static u8 *code, *data;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	code = machine_ram(CODE, PAGE_SIZE, MACHINE_PRIVATE);
	data = machine_ram(DATA, PAGE_SIZE, MACHINE_PRIVATE);
	config = (struct efi_config){ .count = 0 };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	machine_free();
	return 0;
}

static void the_system_table_is_the_start_of_the_data_page(void **state)
{
	(void)state;
	assert_int_equal(efi_write_tables(&config), DATA);
	assert_memory_equal(data, "IBI SYST", 8);
	assert_int_equal(le32_load(data + 8), 0x20064);
	assert_int_equal(le32_load(data + 12), 120);
	assert_int_equal(le64_load(data + 104), 1); /* one table: the RT properties */
}

/* Pointers in the page are host pointers in this test: the layout is identity in the firmware only. */
static const u8 *at_pointer(u32 offset)
{
	return (const u8 *)(uintptr_t)le64_load(data + offset);
}

static void runtime_services_point_into_the_code_page(void **state)
{
	const u8 *runtime;

	(void)state;
	(void)efi_write_tables(&config);
	assert_memory_equal(code, "\x11\x22\x33\x44", 4); /* tests/fake/efi_runtime.c */
	runtime = at_pointer(88);
	assert_memory_equal(runtime, "RUNTSERV", 8);
	for (u32 offset = 24; offset < 136; offset += 8) {
		u64 wanted = CODE + 2; /* unsupported */

		if (offset == 56) /* SetVirtualAddressMap */
			wanted = CODE + 1;
		if (offset == 104) /* ResetSystem */
			wanted = CODE + 3;
		assert_int_equal(le64_load(runtime + offset), wanted);
	}
}

static void tables_are_published_in_order_and_then_the_properties(void **state)
{
	static const struct guid acpi = EFI_GUID_ACPI_20, rt = EFI_GUID_RT_PROPERTIES;
	const u8 *tables;

	(void)state;
	efi_config_add(&config, acpi, 0x123456);
	(void)efi_write_tables(&config);
	tables = at_pointer(112);
	assert_int_equal(le64_load(data + 104), 2);
	assert_memory_equal(tables, &acpi, 16);
	assert_int_equal(le64_load(tables + 16), 0x123456);
	assert_memory_equal(tables + 24, &rt, 16);
	assert_memory_equal(data + (le64_load(tables + 40) - DATA), "\1\0\10\0\0\4\0\0", 8);
}

static void the_vendor_is_a_wide_string(void **state)
{
	static const u16 wanted[] = { 's', 'n', 'p', '-', 's', 'h', 'i', 'm', 0 };

	(void)state;
	(void)efi_write_tables(&config);
	assert_memory_equal(at_pointer(24), wanted, sizeof(wanted));
}

static void more_tables_than_there_is_room_for_are_our_defect(void **state)
{
	static const struct guid acpi = EFI_GUID_ACPI_20;

	(void)state;
	for (u32 i = 0; i < EFI_CONFIG_MAX; i++)
		efi_config_add(&config, acpi, i);
	assert_panic(efi_config_add(&config, acpi, 0), ERR_INTERNAL);
	assert_panic((void)efi_write_tables(&config), ERR_INTERNAL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_system_table_is_the_start_of_the_data_page),
		TEST(runtime_services_point_into_the_code_page),
		TEST(tables_are_published_in_order_and_then_the_properties),
		TEST(the_vendor_is_a_wide_string),
		TEST(more_tables_than_there_is_room_for_are_our_defect),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
