/*
 * Final map and jump. Linux Documentation/arch/x86/boot.rst, "64-bit boot protocol".
 */
#include "firmware/boot/handoff.h"

#include "firmware/boot/boot_params.h"
#include "firmware/cpu/hw.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "lib/mem.h"

#define BDA_GPA 0x400u /* BIOS data area: the kernel reads and writes words of it on page 0 */
#define BDA_BYTES 0x100u

static struct range page_at(u64 gpa)
{
	return (struct range){ gpa, gpa + PAGE_SIZE };
}

/* Pages that were claimed for the boot get the types under which the kernel keeps or frees them. */
static enum err settle_map(struct memory *memory)
{
	const struct arena *arena = &memory->arena;
	struct memmap *map = &memory->map;
	enum err error = memmap_retype(map, page_at(layout_runtime_code_gpa()), MEM_RESERVED,
				       MEM_RT_CODE);

	if (error == OK)
		error = memmap_retype(map, page_at(layout_runtime_data_gpa()), MEM_RESERVED,
				      MEM_RT_DATA);
	if (error == OK)
		error = memmap_retype(map, arena_high_pages(arena), MEM_LOADER, MEM_ACPI);
	if (error == OK)
		error = memmap_retype(map, (struct range){ arena_low_pages(arena).end,
							    arena_high_pages(arena).start },
				      MEM_LOADER, MEM_RAM);
	return error;
}

/* Room for the map before it is final: taking it changes the map by no entry. */
static enum err write_efi_map(struct memory *memory, u64 gpa, u32 max, struct efi_map *efi_map)
{
	efi_map->gpa = gpa;
	return efi_write_map(&memory->map, phys_ptr(gpa, max * EFI_DESCRIPTOR_BYTES), max,
			     &efi_map->descriptor_count);
}

enum err handoff_prepare(struct memory *memory, struct handoff *handoff)
{
	struct boot_params_input input = { .payload = handoff->payload, .map = &memory->map,
					   .rsdp_gpa = handoff->rsdp_gpa };
	u32 map_max = MEMMAP_MAX;
	u64 map_gpa;
	enum err error = arena_take_low(&memory->arena, PAGE_SIZE, PAGE_SIZE,
					&handoff->boot_params_gpa);

	if (error == OK)
		error = arena_take_low(&memory->arena, (u64)map_max * EFI_DESCRIPTOR_BYTES, 8,
				       &map_gpa);
	if (error == OK)
		error = settle_map(memory);
	if (error == OK)
		error = write_efi_map(memory, map_gpa, map_max, &input.efi_map);
	if (error != OK)
		return error;
	input.system_table_gpa = efi_write_tables(&handoff->config);
	memset(phys_ptr(BDA_GPA, BDA_BYTES), 0, BDA_BYTES);
	return boot_params_write(handoff->boot_params_gpa, &input);
}

void handoff_jump(const struct handoff *handoff)
{
	hw_enter_kernel(handoff->payload->kernel_gpa + BZIMAGE_ENTRY_64, handoff->boot_params_gpa);
}
