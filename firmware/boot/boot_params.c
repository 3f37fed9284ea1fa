/*
 * The zero page. Every pointer in it is written here or zero.
 */
#include "firmware/boot/boot_params.h"

#include "firmware/boot/linux_abi.h"
#include "firmware/mem/e820.h"
#include "firmware/mem/phys.h"
#include "lib/bytes.h"
#include "lib/mem.h"

static u32 low_half(u64 value)
{
	return (u32)value;
}

static u32 high_half(u64 value)
{
	return (u32)(value >> 32);
}

/* The kernel's own constants, up to the last field of protocol 2.15; what a newer one has behind it stays 0. */
static void copy_header(u8 *params, const struct payload *payload)
{
	const u8 *setup = phys_ptr(payload->setup_gpa, payload->kernel.setup_bytes);
	u32 end = payload->kernel.header_end;
	u32 room = LINUX_HEADER_START + (u32)sizeof(((struct linux_boot_params *)0)->setup_header);

	if (end > room)
		end = room;
	memcpy(params + LINUX_HEADER_START, setup + LINUX_HEADER_START, end - LINUX_HEADER_START);
}

/* What a loader has to fill in, and what only a loader may fill in: the latter becomes 0. */
static void fill_header(u8 *params, const struct payload *payload)
{
	u64 initrd_bytes = range_bytes(payload->initrd);

	le16_store(params + LINUX_VIDEO_MODE, LINUX_VIDEO_MODE_NORMAL);
	le32_store(params + LINUX_REALMODE_SWITCH, 0);
	params[LINUX_TYPE_OF_LOADER] = LINUX_LOADER_UNASSIGNED;
	le32_store(params + LINUX_CODE32_START, low_half(payload->kernel_gpa));
	le32_store(params + LINUX_RAMDISK_IMAGE, low_half(payload->initrd.start));
	le32_store(params + LINUX_RAMDISK_SIZE, low_half(initrd_bytes));
	le32_store(params + LINUX_BOOTSECT_KLUDGE, 0);
	le16_store(params + LINUX_HEAP_END, 0);
	params[LINUX_EXT_LOADER_VERSION] = 0;
	params[LINUX_EXT_LOADER_TYPE] = 0;
	le32_store(params + LINUX_COMMAND_LINE, low_half(payload->cmdline_gpa));
	le32_store(params + LINUX_HARDWARE_SUBARCH, 0);
	le64_store(params + LINUX_HARDWARE_SUBARCH_DATA, 0);
	le64_store(params + LINUX_SETUP_DATA, 0);
}

static void fill_extensions(struct linux_boot_params *params, const struct payload *payload)
{
	params->ext_ramdisk_image = high_half(payload->initrd.start);
	params->ext_ramdisk_size = high_half(range_bytes(payload->initrd));
	params->ext_cmd_line_ptr = high_half(payload->cmdline_gpa);
}

static struct linux_efi_info efi_info(const struct boot_params_input *input)
{
	return (struct linux_efi_info){
		.signature = LINUX_EFI_SIGNATURE_64,
		.system_table_low = low_half(input->system_table_gpa),
		.system_table_high = high_half(input->system_table_gpa),
		.descriptor_bytes = EFI_DESCRIPTOR_BYTES,
		.descriptor_version = EFI_DESCRIPTOR_VERSION,
		.map_low = low_half(input->efi_map.gpa),
		.map_high = high_half(input->efi_map.gpa),
		.map_bytes = input->efi_map.descriptor_count * EFI_DESCRIPTOR_BYTES,
	};
}

enum err boot_params_write(u64 gpa, const struct boot_params_input *input)
{
	struct linux_boot_params *params = phys_ptr(gpa, sizeof(*params));
	u32 entries = 0;
	enum err error;

	memset(params, 0, sizeof(*params));
	copy_header((u8 *)params, input->payload);
	fill_header((u8 *)params, input->payload);
	fill_extensions(params, input->payload);
	params->efi_info = efi_info(input);
	params->acpi_rsdp_addr = input->rsdp_gpa;
	params->secure_boot = LINUX_SECURE_BOOT_DISABLED;
	error = e820_write(input->map, params->e820_table, LINUX_E820_MAX, &entries);
	params->e820_entries = (u8)entries;
	return error;
}
