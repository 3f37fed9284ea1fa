/*
 * Final map and jump. Linux Documentation/arch/x86/boot.rst, "64-bit boot protocol".
 */
#include "firmware/boot/handoff.h"

#include "firmware/boot/boot_params.h"
#include "firmware/cpu/hw.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "lib/mem.h"
#include "lib/panic.h"

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

static enum err write_efi_map(const struct memory *memory, const struct handoff *handoff,
			      struct efi_map *efi_map)
{
	u64 bytes = (u64)handoff->efi_map_max * EFI_DESCRIPTOR_BYTES;

	return efi_write_map(&memory->map, handoff->piece_bytes, phys_ptr(efi_map->gpa, bytes),
			     handoff->efi_map_max, &efi_map->descriptor_count);
}

void handoff_init(struct handoff *handoff)
{
	*handoff = (struct handoff){ .efi_map_max = MEMMAP_MAX };
}

enum err handoff_prepare(struct memory *memory, struct handoff *handoff)
{
	struct boot_params_input input = { .payload = handoff->payload, .map = &memory->map,
					   .rsdp_gpa = handoff->rsdp_gpa };
	enum err error = arena_take_low(&memory->arena, PAGE_SIZE, PAGE_SIZE,
					&handoff->boot_params_gpa);

	if (error == OK)
		error = arena_take_low(&memory->arena,
				       (u64)handoff->efi_map_max * EFI_DESCRIPTOR_BYTES,
				       PAGE_SIZE,
				       &input.efi_map.gpa);
	if (error == OK)
		error = settle_map(memory);
	if (error == OK)
		error = write_efi_map(memory, handoff, &input.efi_map);
	if (error != OK)
		return error;
	input.system_table_gpa = efi_write_tables(&handoff->config);
	memset(phys_ptr(BDA_GPA, BDA_BYTES), 0, BDA_BYTES);
	return boot_params_write(handoff->boot_params_gpa, &input);
}

void handoff_require_verdict(const struct handoff *handoff)
{
	if (verdict_deviations(handoff->verdict, handoff->is_plain) != 0)
		panic(ERR_HASH_VERDICT);
}

/* Any bit of `deviation`, in bits 47 to 62: with bit 63 clear no such address is canonical. */
static u64 spoil_address(u64 deviation)
{
	u64 bits = deviation | deviation >> 32;

	bits |= bits >> 16;
	return (bits & 0xffff) << 47;
}

void handoff_jump(const struct handoff *handoff)
{
	u64 deviation = verdict_deviations(handoff->verdict, handoff->is_plain);

	hw_enter_kernel((handoff->payload->kernel_gpa + BZIMAGE_ENTRY_64) | spoil_address(deviation),
			handoff->boot_params_gpa);
}
