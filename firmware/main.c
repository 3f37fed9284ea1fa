/*
 * firmware_main(): the boot as a list of stages, and the only place where an error becomes the end
 * of the boot. docs/boot-flow.md draws it.
 */
#include "firmware/boot/acpi.h"
#include "firmware/boot/efi_abi.h"
#include "firmware/boot/handoff.h"
#include "firmware/boot/smbios.h"
#include "firmware/cpu/exception.h"
#include "firmware/cpu/lapic.h"
#include "firmware/cpu/paging.h"
#include "firmware/dev/chipset.h"
#include "firmware/dev/fw_cfg.h"
#include "firmware/mem/e820.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "firmware/panic.h"
#include "firmware/sev/snp_abi.h"
#include "lib/log.h"

struct boot {
	u64 sev_status;
	struct memory memory;
	struct fw_cfg_dir dir;
	struct payload payload;
	struct acpi acpi;
	struct smbios smbios;
	struct handoff handoff;
};

/* Called by asm/entry64.asm. */
NORETURN void firmware_main(u64 sev_status, u64 c_bit);

static enum err stage_fw_cfg(struct boot *boot)
{
	struct fw_cfg_channel channel = { .descriptor_gpa = layout_shared_gpa() };
	u64 scratch;
	enum err error = fw_cfg_init(&channel);

	if (error == OK)
		error = arena_take_low(&boot->memory.arena, FW_CFG_DIR_MAX * FW_CFG_DIR_ENTRY_BYTES,
				       PAGE_SIZE, &scratch);
	if (error == OK)
		error = fw_cfg_read_dir(scratch, &boot->dir);
	return error;
}

/* The firmware's own pages: reserved low ones, boot data, and the windows that are no RAM. */
static enum err claim_own_pages(struct memory *memory)
{
	struct range low = layout_low();
	struct range before_launch_ram = { low.start, layout_launch_ram().start };
	enum err error = memory_claim(memory, before_launch_ram, MEM_RESERVED);

	if (error == OK)
		error = memmap_retype(&memory->map, layout_launch_ram(), MEM_RAM, MEM_RESERVED);
	if (error == OK)
		error = memory_claim(memory, layout_arena(), MEM_LOADER);
	if (error == OK)
		error = memmap_add(&memory->map, layout_rom(), MEM_DEVICE);
	return error;
}

static enum err stage_memory(struct boot *boot)
{
	const struct fw_cfg_item *item = &boot->dir.files[FW_CFG_FILE_E820];
	struct memory *memory = &boot->memory;
	u64 raw;
	enum err error;

	if (item->key == 0 || item->size == 0)
		return fault(ERR_E820_MALFORMED, 0, 0);
	error = arena_take_low(&memory->arena, item->size, 8, &raw);
	if (error == OK)
		error = fw_cfg_read_item(item->key, raw, item->size);
	if (error == OK)
		error = e820_normalise(phys_ptr(raw, item->size), item->size, memory->limit,
				       &memory->map);
	return error == OK ? claim_own_pages(memory) : error;
}

static enum err stage_kernel(struct boot *boot)
{
	struct memory *memory = &boot->memory;
	enum err error = payload_load_kernel(&boot->dir, memory, &boot->payload);

	if (error == OK)
		error = paging_map(boot->payload.window, memory->c_bit, &memory->arena);
	return error;
}

static enum err stage_cmdline(struct boot *boot)
{
	return payload_load_cmdline(&boot->memory, &boot->payload);
}

static enum err stage_initrd(struct boot *boot)
{
	return payload_load_initrd(&boot->memory, &boot->payload);
}

static enum err stage_chipset(struct boot *boot)
{
	struct range ecam = chipset_ecam(chipset_init());

	return range_is_empty(ecam) ? OK : memmap_add(&boot->memory.map, ecam, MEM_DEVICE);
}

/* What a BIOS does to CPUs. An SNP guest's kernel asks the host itself for what it needs. */
static enum err stage_cpus(struct boot *boot)
{
	if (boot->memory.c_bit == 0)
		lapic_init();
	return OK;
}

static enum err stage_acpi(struct boot *boot)
{
	static const struct guid acpi_20 = EFI_GUID_ACPI_20;
	enum err error = acpi_load(&boot->dir, &boot->memory.arena, &boot->acpi);

	if (error == OK && boot->acpi.rsdp_gpa != 0)
		efi_config_add(&boot->handoff.config, acpi_20, boot->acpi.rsdp_gpa);
	boot->handoff.rsdp_gpa = boot->acpi.rsdp_gpa;
	return error;
}

static enum err stage_smbios(struct boot *boot)
{
	static const struct guid guids[] = { EFI_GUID_SMBIOS, EFI_GUID_SMBIOS3 };
	enum err error = smbios_load(&boot->dir, &boot->memory.arena, &boot->smbios);

	if (error == OK && boot->smbios.anchor_gpa != 0)
		efi_config_add(&boot->handoff.config, guids[boot->smbios.is_v3],
			       boot->smbios.anchor_gpa);
	return error;
}

static enum err stage_handoff(struct boot *boot)
{
	boot->handoff.payload = &boot->payload;
	return handoff_prepare(&boot->memory, &boot->handoff);
}

static const struct stage {
	const char *name;
	enum err (*run)(struct boot *boot);
} stages[] = {
	{ "fw_cfg", stage_fw_cfg },
	{ "memory map", stage_memory },
	{ "kernel", stage_kernel },
	{ "command line", stage_cmdline },
	{ "initrd", stage_initrd },
	{ "chipset", stage_chipset }, /* before ACPI: the host builds its tables from these registers */
	{ "CPUs", stage_cpus },
	{ "ACPI", stage_acpi },
	{ "SMBIOS", stage_smbios },
	{ "hand-off", stage_handoff },
};

static void run_stages(struct boot *boot)
{
	for (u32 i = 0; i < COUNT_OF(stages); i++) {
		enum err error;

		panic_set_stage(stages[i].name);
		log_debug("%s", stages[i].name);
		error = stages[i].run(boot);
		if (error != OK)
			panic(error);
	}
}

void firmware_main(u64 sev_status, u64 c_bit)
{
	struct boot boot;
	enum err error;

	panic_set_sev_status(sev_status);
	exception_install();
	boot.sev_status = sev_status;
	boot.handoff.config.count = 0;
	error = memory_init(&boot.memory, c_bit);
	if (error != OK)
		panic(error);
	run_stages(&boot);
	handoff_jump(&boot.handoff);
}
