/* System table, configuration tables and the runtime stub, as Linux walks and calls them. */
#include "firmware/boot/efi.h"
#include "firmware/boot/efi_abi.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/layout.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"

#include <string.h>

/* The real stub, asm/efi_runtime.asm. */
extern const u8 efi_runtime_start[], efi_runtime_end[];
extern const u8 efi_runtime_success[], efi_runtime_unsupported[], efi_runtime_reset[];

static const struct guid some_guid = GUID_BYTES(0x11223344u, 0x5566u, 0x7788u, 1, 2, 3, 4, 5, 6, 7, 8);
static struct efi_config config;
static u8 *code_page, *data_page;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	code_page = machine_ram(FAKE_RT_CODE, PAGE_SIZE, MACHINE_PRIVATE);
	data_page = machine_ram(FAKE_RT_DATA, PAGE_SIZE, MACHINE_PRIVATE);
	config.count = 0;
	return 0;
}

static const EFI_SYSTEM_TABLE *write_tables(void)
{
	u64 gpa = efi_write_tables(&config);

	assert_int_equal(gpa, FAKE_RT_DATA);
	return phys_ptr(gpa, sizeof(EFI_SYSTEM_TABLE));
}

static u64 address_of(const void *pointer)
{
	return (u64)(uintptr_t)pointer;
}

static void the_system_table_has_what_linux_checks(void **state)
{
	const EFI_SYSTEM_TABLE *system = write_tables();
	const u8 *vendor;

	(void)state;
	assert_memory_equal(&system->Hdr.Signature, "IBI SYST", 8);
	assert_int_equal(system->Hdr.Revision, 2 << 16 | 100);
	assert_int_equal(system->Hdr.HeaderSize, 120);
	vendor = phys_ptr(address_of(system->FirmwareVendor), 200); /* Linux maps that many */
	assert_memory_equal(vendor, "s\0n\0p\0-\0s\0h\0i\0m\0\0\0", 18);
	assert_null(system->ConIn);
	assert_null(system->ConOut);
	assert_null(system->StdErr);
	assert_null(system->BootServices);
}

static void all_pointers_stay_in_the_runtime_data_page(void **state)
{
	const EFI_SYSTEM_TABLE *system = write_tables();
	u64 pointers[] = { address_of(system->FirmwareVendor), address_of(system->RuntimeServices),
			   address_of(system->ConfigurationTable) };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pointers); i++)
		assert_in_range(pointers[i], FAKE_RT_DATA, FAKE_RT_DATA + PAGE_SIZE - 1);
}

static const EFI_CONFIGURATION_TABLE *config_at(const EFI_SYSTEM_TABLE *system, u32 index)
{
	u64 gpa = address_of(system->ConfigurationTable) + index * sizeof(EFI_CONFIGURATION_TABLE);

	assert_true(index < system->NumberOfTableEntries);
	return phys_ptr(gpa, sizeof(EFI_CONFIGURATION_TABLE));
}

static void tables_that_were_added_are_listed(void **state)
{
	const EFI_CONFIGURATION_TABLE *entry;
	const EFI_SYSTEM_TABLE *system;

	(void)state;
	efi_config_add(&config, some_guid, 0x3fffe0);
	system = write_tables();
	assert_int_equal(system->NumberOfTableEntries, 2);
	entry = config_at(system, 0);
	assert_memory_equal(&entry->VendorGuid, &some_guid, 16);
	assert_int_equal(address_of(entry->VendorTable), 0x3fffe0);
}

/* Only what the stub can do may be announced. */
static void reset_is_the_one_service_announced(void **state)
{
	static const struct guid rt_properties = EFI_GUID_RT_PROPERTIES;
	const EFI_CONFIGURATION_TABLE *entry;
	const u8 *properties;

	(void)state;
	entry = config_at(write_tables(), 0);
	assert_memory_equal(&entry->VendorGuid, &rt_properties, 16);
	properties = phys_ptr(address_of(entry->VendorTable), 8);
	assert_int_equal(le16_load(properties), 1);
	assert_int_equal(le16_load(properties + 2), 8);
	assert_int_equal(le32_load(properties + 4), 0x0400);
}

static void as_many_tables_as_there_is_room_and_no_more(void **state)
{
	(void)state;
	while (config.count < EFI_CONFIG_MAX - 1)
		efi_config_add(&config, some_guid, config.count);
	assert_int_equal(write_tables()->NumberOfTableEntries, EFI_CONFIG_MAX);
	expect_assert_failure(efi_config_add(&config, some_guid, 0));
	assert_error(fake_panic, ERR_INTERNAL);
}

static u64 stub_gpa(const u8 *routine)
{
	return FAKE_RT_CODE + (u64)(routine - efi_runtime_start);
}

static void every_service_leads_to_the_stub(void **state)
{
	const EFI_RUNTIME_SERVICES *runtime;
	const u64 *service, *end;

	(void)state;
	runtime = phys_ptr(address_of(write_tables()->RuntimeServices), sizeof(*runtime));
	assert_memory_equal(&runtime->Hdr.Signature, "RUNTSERV", 8);
	assert_int_equal(runtime->Hdr.HeaderSize, 136);
	service = (const u64 *)&runtime->GetTime;
	for (end = (const u64 *)(runtime + 1); service < end; service++) {
		const void *at = service;

		if (at == &runtime->SetVirtualAddressMap)
			assert_int_equal(*service, stub_gpa(efi_runtime_success));
		else if (at == &runtime->ResetSystem)
			assert_int_equal(*service, stub_gpa(efi_runtime_reset));
		else
			assert_int_equal(*service, stub_gpa(efi_runtime_unsupported));
	}
}

static void the_stub_is_copied_and_fits(void **state)
{
	size_t bytes = (size_t)(efi_runtime_end - efi_runtime_start);

	(void)state;
	(void)write_tables();
	assert_in_range(bytes, 1, PAGE_SIZE);
	assert_memory_equal(code_page, efi_runtime_start, bytes);
}

typedef u64 service(u64, u64, u64, u64) __attribute__((ms_abi));

static u64 call(const u8 *routine, u64 argument)
{
	service *entry = (service *)(uintptr_t)routine;

	return entry(argument, 0, 0, 0);
}

static void the_stub_answers(void **state)
{
	const u64 unsupported = 1ull << 63 | 3;

	(void)state;
	assert_int_equal(call(efi_runtime_success, 1), 0);
	assert_int_equal(call(efi_runtime_unsupported, 1), unsupported);
	assert_int_equal(call(efi_runtime_reset, 2), unsupported); /* shutdown: left to ACPI */
}

/* Garbage from before must not look like a pointer. */
static void old_content_of_the_page_is_gone(void **state)
{
	static u8 first[PAGE_SIZE];

	(void)state;
	(void)write_tables();
	memcpy(first, data_page, sizeof(struct guid) + sizeof(EFI_SYSTEM_TABLE));
	memset(data_page, 0xff, PAGE_SIZE);
	config.count = 0;
	(void)write_tables();
	assert_memory_equal(data_page, first, sizeof(struct guid) + sizeof(EFI_SYSTEM_TABLE));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_system_table_has_what_linux_checks),
		TEST(all_pointers_stay_in_the_runtime_data_page),
		TEST(tables_that_were_added_are_listed),
		TEST(reset_is_the_one_service_announced),
		TEST(as_many_tables_as_there_is_room_and_no_more),
		TEST(every_service_leads_to_the_stub),
		TEST(the_stub_is_copied_and_fits),
		TEST(the_stub_answers),
		TEST(old_content_of_the_page_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
