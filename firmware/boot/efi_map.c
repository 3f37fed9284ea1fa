/*
 * The EFI memory map, from the one typed map. UEFI 2.10 section 7.2.3.
 */
#include "firmware/boot/efi.h"

#include "firmware/boot/efi_abi.h"
#include "lib/panic.h"

struct efi_label {
	bool is_listed;
	u32 type;
	u64 attribute;
};

static const struct efi_label labels[] = {
	[MEM_RAM] = { true, EfiConventionalMemory, EFI_MEMORY_WB },
	[MEM_LOADER] = { true, EfiLoaderData, EFI_MEMORY_WB },
	[MEM_UNACCEPTED] = { true, EFI_UNACCEPTED_MEMORY_TYPE, EFI_MEMORY_WB },
	[MEM_RESERVED] = { true, EfiReservedMemoryType, EFI_MEMORY_WB },
	[MEM_RT_CODE] = { true, EfiRuntimeServicesCode, EFI_MEMORY_WB | EFI_MEMORY_RUNTIME },
	[MEM_RT_DATA] = { true, EfiRuntimeServicesData, EFI_MEMORY_WB | EFI_MEMORY_RUNTIME },
	[MEM_ACPI] = { true, EfiACPIReclaimMemory, EFI_MEMORY_WB },
	[MEM_NVS] = { true, EfiACPIMemoryNVS, EFI_MEMORY_WB },
	[MEM_DEVICE] = { false, 0, 0 },
};

static void describe(struct range range, const struct efi_label *label, EFI_MEMORY_DESCRIPTOR *to)
{
	to->Type = label->type;
	to->Pad = 0;
	to->PhysicalStart = range.start;
	to->VirtualStart = 0;
	to->NumberOfPages = range_bytes(range) / PAGE_SIZE;
	to->Attribute = label->attribute;
}

enum err efi_write_map(const struct memmap *map, void *to, u32 max, u32 *count)
{
	EFI_MEMORY_DESCRIPTOR *descriptor = to;
	u32 written = 0;

	static_assert(sizeof(*descriptor) == EFI_DESCRIPTOR_BYTES, "EFI_DESCRIPTOR_BYTES");
	for (u32 i = 0; i < map->count; i++) {
		const struct span *entry = &map->entries[i];

		if (!labels[entry->type].is_listed)
			continue;
		if (written == max)
			return fault(ERR_HANDOFF_MAP, entry->range.start, entry->range.end);
		describe(entry->range, &labels[entry->type], &descriptor[written++]);
	}
	*count = written;
	return OK;
}
