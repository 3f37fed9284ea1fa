/*
 * VMSAs of the firmware's own: every AP's is made here, in fixed pages, before the kernel runs; the APs
 * park in the wake-up mailbox of ACPI (6.5, 5.2.12.19), and the kernel never changes a VMSA.
 * Guarantees: all APs are started before one is waited for; one that does not answer ends the boot with
 * its APIC ID. Trusts the host to run what it was given, as far as anything runs at all.
 */
#include "firmware/boot/acpi_abi.h"
#include "firmware/boot/ap_mode.h"
#include "firmware/boot/ap_state.h"
#include "firmware/cpu/ap_paging.h"
#include "firmware/cpu/hw.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/layout_aps.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/ghcb.h"
#include "firmware/sev/snp.h"
#include "firmware/sev/snp_abi.h"
#include "firmware/sev/vmsa.h"
#include "lib/mem.h"
#include "lib/panic.h"

#define GDT_BYTES 32u

/* SECURITY: time is the host's, so the wait is counted: about a second on current CPUs, all APs together. */
#define POLLS_MAX (1u << 30)
#define POLLS_A_PAUSE 256u /* under an emulator a PAUSE is dear */

static struct acpi_topology cpus; /* those of the MADT that the kernel gets */

u32 ap_mode_madt_bytes(void)
{
	return sizeof(struct acpi_madt_wakeup);
}

u8 *ap_mode_put_madt(u8 *at, const struct acpi_topology *topology)
{
	struct acpi_madt_wakeup entry = { .type = ACPI_MADT_WAKEUP, .length = sizeof(entry),
		.mailbox = layout_mailbox_gpa() };

	cpus = *topology;
	if (!ghcb_is_ready() || topology->cpu_count <= 1)
		return at; /* nobody will wait there */
	memcpy(at, &entry, sizeof(entry));
	return at + sizeof(entry);
}

static struct ap_state *state(void)
{
	return phys_ptr(layout_ap_state_gpa(), sizeof(struct ap_state));
}

static u64 vmsa_gpa(u32 index)
{
	return layout_vmsas().start + index * PAGE_SIZE;
}

/* The pages of `count` APs become the firmware's for ever; they are accepted RAM already. */
static enum err reserve(struct memory *memory, u32 count)
{
	u64 mailbox = layout_mailbox_gpa();
	struct range shared = { mailbox, mailbox + PAGE_SIZE };
	struct range own = { mailbox + PAGE_SIZE, vmsa_gpa(count) };
	enum err error;

	if (count > range_bytes(layout_vmsas()) / PAGE_SIZE)
		return fault(ERR_AP_PAGES, count, range_bytes(layout_vmsas()) / PAGE_SIZE);
	/* ACPI NVS: what Linux maps with the C-bit although it is no RAM */
	error = memmap_retype(&memory->map, shared, MEM_RAM, MEM_NVS);
	if (error == OK)
		error = memmap_retype(&memory->map, own, MEM_RAM, MEM_RESERVED);
	if (error != OK)
		return error;
	memset(phys_ptr(shared.start, PAGE_SIZE), 0, PAGE_SIZE);
	memset(phys_ptr(own.start, range_bytes(own)), 0, range_bytes(own));
	return OK;
}

/* Where RAM below 4 GiB ends: no code of the kernel's is beyond, as far as APs can reach. */
static u64 ram_end(const struct memmap *map)
{
	u64 end = 0;

	for (u32 i = 0; i < map->count && map->entries[i].range.end <= AP_PAGING_END; i++)
		if (map->entries[i].type != MEM_DEVICE)
			end = map->entries[i].range.end;
	return end;
}

/* The MADT lists the BSP first (ACPI 6.5, 5.2.12.1). */
static void fill_state(u32 count, u64 vector_end)
{
	struct ap_state *aps = state();
	u32 cursor = 0, id;

	if (acpi_topology_next_cpu(&cpus, &cursor, &id))
		for (u32 i = 0; i < count && acpi_topology_next_cpu(&cpus, &cursor, &id); i++)
			aps->slots[i].apic_id = id;
	aps->vector_end = vector_end;
	aps->own_end = vmsa_gpa(count);
}

static enum err make_vmsa(u32 index, u64 sev_status, u64 cr3)
{
	const struct ap_slot *slot = &state()->slots[index];
	struct range idt = layout_ap_idt();
	struct vmsa_start start = {
		.sev_status = sev_status,
		.cr3 = cr3,
		.rip = layout_ap_park_gpa(),
		.rsp = layout_ap_state_gpa() + sizeof(struct ap_state),
		.rsi = layout_ap_state_gpa() + index * sizeof(*slot),
		.rdi = slot->apic_id,
		.gdt = { layout_boot_gdt_gpa(), GDT_BYTES },
		.idt = { idt.start, (u32)range_bytes(idt) },
	};
	struct vmsa *page = phys_ptr(vmsa_gpa(index), PAGE_SIZE);
	u32 code;

	vmsa_fill(page, &start);
	code = hw_rmpadjust((u64)(uintptr_t)page, RMPADJUST_VMPL1_NO_ACCESS | RMPADJUST_VMSA);
	return code == 0 ? OK : fault(ERR_AP_VMSA, vmsa_gpa(index), code);
}

static enum err make_vmsas(u32 count, u64 sev_status, u64 cr3)
{
	enum err error = OK;

	for (u32 i = 0; i < count && error == OK; i++)
		error = make_vmsa(i, sev_status, cr3);
	return error;
}

static enum err create_all(u32 count, u64 sev_status)
{
	const struct ap_slot *slots = state()->slots;
	enum err error = OK;

	for (u32 i = 0; i < count && error == OK; i++)
		error = ghcb_create_ap(slots[i].apic_id, vmsa_gpa(i),
				       sev_status >> SEV_FEATURES_SHIFT);
	return error;
}

/* One budget for all of them: they start side by side. */
static enum err wait_for_all(u32 count)
{
	const struct ap_slot *slots = state()->slots;
	u32 polls = 0;

	for (u32 i = 0; i < count; i++)
		while (slots[i].where == AP_UNSEEN) {
			if (++polls == POLLS_MAX)
				return fault(ERR_AP_SILENT, slots[i].apic_id, i);
			if (polls % POLLS_A_PAUSE == 0)
				hw_pause();
		}
	return OK;
}

enum err ap_mode_start(struct memory *memory, u64 features, u32 cpu_count)
{
	u64 sev_status = hw_rdmsr(MSR_SEV_STATUS);
	u32 count = cpu_count - 1;
	enum err error;
	u64 end, cr3;

	if (cpu_count <= 1)
		return OK;
	if (sev_status & SEV_STATUS_SECURE_TSC) /* scale and offset of zero: a clock that stands still */
		return fault(ERR_SNP_FEATURES, SEV_STATUS_SECURE_TSC, sev_status);
	error = reserve(memory, count);
	if (error != OK)
		return error;
	end = ram_end(&memory->map);
	cr3 = ap_paging_build(layout_ap_table_pages(), end, memory->c_bit);
	fill_state(count, end);
	error = make_vmsas(count, sev_status, cr3);
	if (error == OK) /* KVM drops a creation for a CPU that never ran */
		error = snp_park_aps(features, cpu_count);
	if (error == OK)
		error = create_all(count, sev_status);
	return error == OK ? wait_for_all(count) : error;
}

enum event_ap_mode ap_mode_event(void)
{
	return EVENT_AP_MODE_MAILBOX;
}
