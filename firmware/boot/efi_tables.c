/*
 * System table, runtime table and configuration tables, all in the one runtime-data page: Linux reads
 * the system table again after SetVirtualAddressMap and finds it only in a runtime region.
 */
#include "firmware/boot/efi.h"

#include "firmware/boot/efi_abi.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "lib/mem.h"
#include "lib/panic.h"

/* Linux maps this many bytes of the vendor string, whatever its length. */
#define VENDOR_BYTES 200u

struct runtime_page {
	EFI_SYSTEM_TABLE system;
	EFI_RUNTIME_SERVICES runtime;
	EFI_CONFIGURATION_TABLE config[EFI_CONFIG_MAX];
	struct efi_rt_properties properties;
	u16 vendor[VENDOR_BYTES / 2];
};
static_assert(sizeof(struct runtime_page) <= PAGE_SIZE, "the EFI tables fill one page");

/* asm/efi_runtime.asm: position-independent, copied to the runtime-code page */
extern const u8 efi_runtime_start[], efi_runtime_end[];
extern const u8 efi_runtime_success[], efi_runtime_unsupported[], efi_runtime_reset[];

static const char vendor[] = "snp-shim";

void efi_config_add(struct efi_config *config, struct guid guid, u64 gpa)
{
	CHECK(config->count < EFI_CONFIG_MAX);
	config->tables[config->count].guid = guid;
	config->tables[config->count].gpa = gpa;
	config->count++;
}

/* Where a routine of the stub lies in the runtime-code page. */
static void *stub_address(const u8 *routine)
{
	return (void *)(uintptr_t)(layout_runtime_code_gpa() + (u64)(routine - efi_runtime_start));
}

static void copy_stub(void)
{
	u64 bytes = (u64)(efi_runtime_end - efi_runtime_start);

	CHECK(bytes <= PAGE_SIZE);
	memcpy(phys_ptr(layout_runtime_code_gpa(), PAGE_SIZE), efi_runtime_start, bytes);
}

/* All services unsupported but the two that the kernel needs to get past the switch and reboot. */
static void fill_runtime(EFI_RUNTIME_SERVICES *runtime)
{
	u64 *service = (u64 *)&runtime->GetTime;
	u64 *end = (u64 *)(runtime + 1);

	runtime->Hdr.Signature = EFI_RUNTIME_SERVICES_SIGNATURE;
	runtime->Hdr.Revision = EFI_REVISION_2_10;
	runtime->Hdr.HeaderSize = sizeof(*runtime);
	while (service < end)
		*service++ = (u64)(uintptr_t)stub_address(efi_runtime_unsupported);
	runtime->SetVirtualAddressMap = stub_address(efi_runtime_success);
	runtime->ResetSystem = stub_address(efi_runtime_reset);
}

/* What Linux will find at this place of the page, as the pointer that it reads. */
static void *page_address(u64 offset)
{
	return (void *)(uintptr_t)(layout_runtime_data_gpa() + offset);
}

static void fill_system(struct runtime_page *page, u32 config_count)
{
	page->system.Hdr.Signature = EFI_SYSTEM_TABLE_SIGNATURE;
	page->system.Hdr.Revision = EFI_REVISION_2_10;
	page->system.Hdr.HeaderSize = sizeof(page->system);
	page->system.FirmwareVendor = page_address(offsetof(struct runtime_page, vendor));
	page->system.RuntimeServices = page_address(offsetof(struct runtime_page, runtime));
	page->system.NumberOfTableEntries = config_count;
	page->system.ConfigurationTable = page_address(offsetof(struct runtime_page, config));
	for (u32 i = 0; i < sizeof(vendor); i++)
		page->vendor[i] = (u8)vendor[i];
}

static void fill_config(struct runtime_page *page, const struct efi_config *config)
{
	for (u32 i = 0; i < config->count; i++) {
		memcpy(&page->config[i].VendorGuid, &config->tables[i].guid, sizeof(struct guid));
		page->config[i].VendorTable = (void *)(uintptr_t)config->tables[i].gpa;
	}
}

u64 efi_write_tables(struct efi_config *config)
{
	static const struct guid rt_properties = EFI_GUID_RT_PROPERTIES;
	u64 gpa = layout_runtime_data_gpa();
	struct runtime_page *page = phys_ptr(gpa, sizeof(*page));

	memset(page, 0, sizeof(*page));
	copy_stub();
	fill_runtime(&page->runtime);
	page->properties = (struct efi_rt_properties){ 1, sizeof(page->properties),
						       EFI_RT_SUPPORTED_RESET_SYSTEM };
	efi_config_add(config, rt_properties,
		       gpa + offsetof(struct runtime_page, properties));
	fill_config(page, config);
	fill_system(page, config->count);
	return gpa;
}
