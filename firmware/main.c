/*
 * firmware_main(): the boot as a list of stages, and the only place where an error becomes the end
 * of the boot. docs/boot-flow.md draws it.
 */
#include "firmware/boot/acpi.h"
#include "firmware/boot/acpi_own.h"
#include "firmware/boot/ap_mode.h"
#include "firmware/boot/efi_abi.h"
#include "firmware/boot/lazy.h"
#include "firmware/boot/plain_cpus.h"
#include "firmware/boot/report.h"
#include "firmware/boot/smbios.h"
#include "firmware/cpu/exception.h"
#include "firmware/cpu/paging.h"
#include "firmware/dev/chipset.h"
#include "firmware/dev/fw_cfg.h"
#include "firmware/dev/pio.h"
#include "firmware/mem/e820.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "firmware/panic.h"
#include "firmware/sev/cpuid_page.h"
#include "firmware/sev/ghcb.h"
#include "firmware/sev/snp.h"
#include "firmware/sev/status.h"
#include "lib/log.h"

struct boot {
	u64 sev_status;
	enum sev_guest guest;
	u64 hypervisor_features; /* SEV-SNP only */
	enum machine machine;
	u32 cpu_count; /* of the tables; with the own ones only */
	struct memory memory;
	struct fw_cfg_dir dir;
	struct measured measured;
	struct payload payload;
	struct acpi acpi;
	struct smbios smbios;
	struct handoff handoff;
};

/* Called by asm/entry64.asm. */
NORETURN void firmware_main(u64 sev_status, u64 c_bit);

/* What kind of guest this is, and in an SNP guest the way to its host. */
static enum err stage_guest(struct boot *boot)
{
	enum err error = sev_status_check(boot->sev_status, &boot->guest);

	if (error != OK)
		return error;
	if (boot->guest == SEV_GUEST_SNP)
		return snp_start(&boot->memory, &boot->hypervisor_features);
	pio_allow_direct();
	return OK;
}

static enum err stage_fw_cfg(struct boot *boot)
{
	struct fw_cfg_channel channel = { .descriptor_gpa = layout_dma_descriptor_gpa() };
	struct memory *memory = &boot->memory;
	u64 scratch;
	enum err error;

	if (boot->guest == SEV_GUEST_SNP) {
		channel.bounce_gpa = layout_bounce().start;
		channel.bounce_bytes = range_bytes(layout_bounce());
	}
	error = fw_cfg_init(&channel);
	if (error == OK)
		error = memory_accept(memory, layout_arena());
	if (error != OK)
		return error;
	memory_clear(memory, layout_arena());
	error = arena_take_low(&memory->arena, FW_CFG_DIR_MAX * FW_CFG_DIR_ENTRY_BYTES, PAGE_SIZE,
			       &scratch);
	return error == OK ? fw_cfg_read_dir(scratch, &boot->dir) : error;
}

/* Reads and normalises the host's map; nothing in it is claimed yet. */
static enum err read_map(struct boot *boot)
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
	return error;
}

static enum err stage_memory(struct boot *boot)
{
	enum err error = read_map(boot);

	if (error == OK && boot->guest == SEV_GUEST_SNP)
		error = report_start(&boot->memory, boot->sev_status, boot->hypervisor_features);
	return error == OK ? memory_claim_fixed(&boot->memory) : error;
}

/* The hashes that the host measured: what may run, under SEV-SNP. */
static enum err stage_hashes(struct boot *boot)
{
	bool has_sha_ni;

	boot->handoff.verdict = &boot->measured.verdict;
	boot->handoff.is_plain = boot->guest != SEV_GUEST_SNP;
	if (boot->handoff.is_plain) {
		measured_start_plain(&boot->measured);
		return OK;
	}
	has_sha_ni = cpuid_page_has_sha_ni(phys_ptr(layout_cpuid_gpa(), PAGE_SIZE));
	return measured_start(&boot->measured, phys_ptr(layout_hash_table_gpa(), HASHES_BYTES),
			      has_sha_ni ? sha256_blocks_ni : sha256_blocks_portable);
}

static enum err stage_kernel(struct boot *boot)
{
	struct memory *memory = &boot->memory;
	enum err error = payload_load_kernel(&boot->dir, memory, &boot->measured,
					     &boot->payload);

	if (error == OK)
		error = paging_map(boot->payload.window, memory->c_bit, &memory->arena);
	return error;
}

static enum err stage_cmdline(struct boot *boot)
{
	return payload_load_cmdline(&boot->memory, &boot->measured, &boot->payload);
}

static enum err stage_initrd(struct boot *boot)
{
	return payload_load_initrd(&boot->memory, &boot->measured, &boot->payload);
}

static enum err stage_chipset(struct boot *boot)
{
	struct range ecam;

	boot->machine = chipset_init();
	ecam = chipset_ecam(boot->machine);
	return range_is_empty(ecam) ? OK : memmap_add(&boot->memory.map, ecam, MEM_DEVICE);
}

/* SECURITY: AML of the host's would run in the kernel, so an SNP guest never gets any. */
static enum err load_acpi(struct boot *boot)
{
	if (OWN_ACPI || boot->guest == SEV_GUEST_SNP)
		return acpi_own_load(boot->machine, &boot->dir, &boot->memory.arena,
				     &boot->acpi.rsdp_gpa, &boot->cpu_count);
	return acpi_load(&boot->dir, &boot->memory.arena, &boot->acpi);
}

static enum err stage_acpi(struct boot *boot)
{
	static const struct guid acpi_20 = EFI_GUID_ACPI_20;
	enum err error = load_acpi(boot);

	if (error == OK && boot->acpi.rsdp_gpa != 0)
		efi_config_add(&boot->handoff.config, acpi_20, boot->acpi.rsdp_gpa);
	boot->handoff.rsdp_gpa = boot->acpi.rsdp_gpa;
	return error;
}

static enum err stage_smbios(struct boot *boot)
{
	static const struct guid guids[] = { EFI_GUID_SMBIOS, EFI_GUID_SMBIOS3 };
	enum err error;

	if (boot->guest == SEV_GUEST_SNP)
		return OK; /* unmeasured host data that nothing in the boot needs */
	error = smbios_load(&boot->dir, &boot->memory.arena, &boot->smbios);
	if (error == OK && boot->smbios.anchor_gpa != 0)
		efi_config_add(&boot->handoff.config, guids[boot->smbios.is_v3],
			       boot->smbios.anchor_gpa);
	return error;
}

static enum err stage_cpus(struct boot *boot)
{
	if (boot->guest != SEV_GUEST_SNP)
		return plain_cpus_prepare(boot->machine, &boot->memory.map);
	return ap_mode_start(&boot->memory, boot->hypervisor_features, boot->cpu_count);
}

static enum err stage_handoff(struct boot *boot)
{
	enum err error = OK;

	boot->handoff.payload = &boot->payload;
	if (boot->guest == SEV_GUEST_SNP) {
		error = report_make(&boot->memory, &boot->measured, &boot->handoff);
		if (error == OK)
			error = lazy_prepare(&boot->memory, &boot->handoff);
	}
	return error == OK ? handoff_prepare(&boot->memory, &boot->handoff) : error;
}

static const struct stage {
	const char *name;
	enum err (*run)(struct boot *boot);
} stages[] = {
	{ "guest", stage_guest },
	{ "fw_cfg", stage_fw_cfg },
	{ "memory map", stage_memory },
	{ "hashes", stage_hashes },
	{ "kernel", stage_kernel },
	{ "command line", stage_cmdline },
	{ "initrd", stage_initrd },
	{ "chipset", stage_chipset }, /* before ACPI: the host builds its tables from these registers */
	{ "ACPI", stage_acpi },
	{ "SMBIOS", stage_smbios },
	{ "CPUs", stage_cpus },
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
	handoff_init(&boot.handoff);
	error = memory_init(&boot.memory, c_bit);
	if (error != OK)
		panic(error);
	run_stages(&boot);
	if (ghcb_is_ready()) {
		handoff_require_verdict(&boot.handoff);
		ghcb_stop();
	}
	handoff_jump(&boot.handoff);
}
