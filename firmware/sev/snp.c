/*
 * The order is the one that sev-snp requires: protocol, own privilege level, then the first shared page.
 * The shared pages were never validated, so there is nothing to rescind and no second validation to
 * come: they lie in fixed holes (docs/memory-map.md).
 */
#include "firmware/sev/snp.h"

#include "firmware/cpu/hw.h"
#include "firmware/cpu/paging.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/cpuid_page.h"
#include "firmware/sev/ghcb.h"
#include "firmware/sev/ghcb_msr.h"
#include "firmware/sev/psc.h"
#include "firmware/sev/snp_abi.h"
#include "lib/panic.h"

#define SECRETS_VERSION_MIN 2u

#define MSR_MTRR_DEFAULT_TYPE 0x2ffu
#define MTRR_ENABLED_WRITE_BACK 0xc06u

#define APIC_ICR_GPA 0xfee00300u /* interrupt command register, xAPIC */
#define ICR_INIT_ALL_BUT_SELF 0x000c4500u
#define ICR_STARTUP_ALL_BUT_SELF 0x000c4600u

static enum err negotiate(u64 c_bit, u64 *features)
{
	enum err error = ghcb_msr_negotiate(c_bit);

	if (error == OK)
		error = ghcb_msr_features(features);
	if (error == OK && !(*features & GHCB_FEATURE_SNP))
		return fault(ERR_HV_FEATURES, GHCB_FEATURE_SNP & ~*features, *features);
	return error;
}

/* RMPADJUST works for lower levels only, so it fails unless this is VMPL0 (APM volume 3). */
static enum err check_vmpl(void)
{
	u64 own_page = layout_launch_ram().start;
	u32 code = hw_rmpadjust((u64)(uintptr_t)phys_ptr(own_page, PAGE_SIZE),
				RMPADJUST_VMPL1_NO_ACCESS);

	return code == 0 ? OK : fault(ERR_VMPL, code, 0);
}

/* SVSM fields are not looked at: VMPL0 is proven. */
static enum err check_secrets(void)
{
	const struct snp_secrets_page *page = phys_ptr(layout_secrets_gpa(), sizeof(*page));

	if (page->version < SECRETS_VERSION_MIN)
		return fault(ERR_SECRETS_PAGE, page->version, 0);
	return OK;
}

static enum err read_cpuid(struct memory *memory)
{
	struct snp_cpuid_entry leaf;
	enum err error = cpuid_page_find(phys_ptr(layout_cpuid_gpa(), PAGE_SIZE),
					 CPUID_LEAF_ENCRYPTION, &leaf);

	if (error == OK)
		memory->evict = !(leaf.ebx & CPUID_ENCRYPTION_EBX_NO_EVICTION);
	return error;
}

static enum err share_ghcb(struct memory *memory)
{
	u64 gpa = layout_shared_gpa();
	struct range page = { gpa, gpa + PAGE_SIZE };
	enum err error = ledger_move(&memory->ledger, page, PAGE_UNACCEPTED, PAGE_SHARED);

	if (error == OK)
		error = psc_change(page, PSC_SHARED);
	if (error != OK)
		return error;
	paging_share_page(gpa, memory->c_bit);
	error = ghcb_msr_register(gpa);
	if (error == OK)
		ghcb_start(gpa);
	return error;
}

static enum err share_bounce(struct memory *memory)
{
	struct range bounce = layout_bounce();
	enum err error = ledger_move(&memory->ledger, bounce, PAGE_UNACCEPTED, PAGE_SHARED);

	if (error == OK)
		error = psc_change(bounce, PSC_SHARED);
	if (error == OK)
		paging_share_2m(bounce.start, memory->c_bit);
	return error;
}

enum err snp_start(struct memory *memory, u64 *features)
{
	enum err error = negotiate(memory->c_bit, features);

	if (error == OK)
		error = check_vmpl();
	if (error == OK)
		error = check_secrets();
	if (error == OK)
		error = read_cpuid(memory);
	if (error == OK)
		error = share_ghcb(memory);
	if (error == OK)
		error = share_bounce(memory);
	return error;
}

enum err snp_park_aps(u64 features, u32 cpu_count)
{
	u64 vector = layout_rom().end - PAGE_SIZE;
	enum err error;

	if (cpu_count > 1 && !(features & GHCB_FEATURE_AP_CREATION))
		return fault(ERR_HV_FEATURES, GHCB_FEATURE_AP_CREATION, features);
	if (cpu_count <= 1)
		return OK;
	error = ghcb_mmio_write32(APIC_ICR_GPA, ICR_INIT_ALL_BUT_SELF);
	if (error == OK) /* the vector is ignored: the launch VMSA says where an AP starts */
		error = ghcb_mmio_write32(APIC_ICR_GPA,
					  ICR_STARTUP_ALL_BUT_SELF | (u8)(vector / PAGE_SIZE));
	return error;
}

enum err snp_enable_mtrr(void)
{
	return ghcb_write_msr(MSR_MTRR_DEFAULT_TYPE, MTRR_ENABLED_WRITE_BACK);
}

enum err snp_return_bounce(struct memory *memory)
{
	struct range bounce = layout_bounce();
	enum err error;

	hw_zero(phys_ptr(bounce.start, range_bytes(bounce)), range_bytes(bounce));
	error = psc_change(bounce, PSC_PRIVATE);
	paging_unshare_2m(bounce.start, memory->c_bit);
	if (error == OK)
		error = ledger_move(&memory->ledger, bounce, PAGE_SHARED, PAGE_UNACCEPTED);
	return error;
}
