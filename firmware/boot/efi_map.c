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

/* Where the next descriptor goes and how many more there may be. */
struct map_writer {
	EFI_MEMORY_DESCRIPTOR *next;
	u32 room;      /* descriptors left */
	u32 spare;     /* of these, more than the remaining entries need uncut */
	u64 piece_bytes;
};

static void write_descriptor(struct map_writer *writer, struct range range,
			     const struct efi_label *label)
{
	describe(range, label, writer->next++);
	writer->room--;
}

/* All pieces but the last are extra: they may use up what is spare, nothing more. */
static void write_pieces(struct map_writer *writer, struct range range,
			 const struct efi_label *label)
{
	while (writer->piece_bytes != 0 && writer->spare > 0 &&
	       range_bytes(range) > writer->piece_bytes) {
		struct range piece = { range.start, range.start + writer->piece_bytes };

		write_descriptor(writer, piece, label);
		writer->spare--;
		range.start = piece.end;
	}
	write_descriptor(writer, range, label);
}

enum err efi_write_map(const struct memmap *map, u64 piece_bytes, void *to, u32 max, u32 *count)
{
	struct map_writer writer = { to, max, 0, piece_bytes };

	static_assert(sizeof(*writer.next) == EFI_DESCRIPTOR_BYTES, "EFI_DESCRIPTOR_BYTES");
	if (map->count > max)
		return fault(ERR_HANDOFF_MAP, map->count, max);
	writer.spare = max - map->count;
	for (u32 i = 0; i < map->count; i++) {
		const struct span *entry = &map->entries[i];
		const struct efi_label *label = &labels[entry->type];

		if (entry->type == MEM_UNACCEPTED)
			write_pieces(&writer, entry->range, label);
		else if (label->is_listed)
			write_descriptor(&writer, entry->range, label);
	}
	*count = max - writer.room;
	return OK;
}
