/* The SEV-SNP host in unit tests: instructions, the MSR protocol and lies; see the header. */
#include "tests/fake/hypervisor.h"

#include "firmware/sev/ghcb.h"
#include "firmware/sev/ghcb_msr.h"
#include "firmware/sev/snp_abi.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/hypervisor_state.h"
#include "tests/fake/machine.h"
#include "tests/fake/rmp.h"

#include <string.h>

#define MSR_AFTER_RESET GHCB_MSR_SEV_INFO_RESPONSE /* KVM leaves an answer there at vCPU reset */

struct hypervisor hypervisor;

void hypervisor_reset(void)
{
	memset(&hypervisor, 0, sizeof(hypervisor));
	hypervisor.ghcb_gpa = ~0ull;
	machine_set_msr(MSR_GHCB, MSR_AFTER_RESET);
	rmp_reset();
}

void hypervisor_lie(enum hypervisor_lie lie, u64 value)
{
	hypervisor_lie_after(lie, value, 0);
}

void hypervisor_lie_after(enum hypervisor_lie lie, u64 value, u32 after)
{
	hypervisor.lie = lie;
	hypervisor.value = value;
	hypervisor.after = after;
	hypervisor.has_lied = false;
}

bool hypervisor_tells(enum hypervisor_lie lie)
{
	if (hypervisor.lie != lie)
		return false;
	if (hypervisor.after > 0) {
		hypervisor.after--;
		return false;
	}
	hypervisor.has_lied = true;
	return true;
}

bool hypervisor_has_lied(void)
{
	return hypervisor.has_lied;
}

void hypervisor_set_witness(void (*witness)(struct range pages))
{
	hypervisor.witness = witness;
}

void hypervisor_set_psp(u64 (*psp)(struct ghcb_page *page))
{
	hypervisor.psp = psp;
}

const struct ghcb_page *hypervisor_last_page(void)
{
	return &hypervisor.last;
}

u64 hypervisor_ghcb_gpa(void)
{
	return hypervisor.ghcb_gpa;
}

void hypervisor_give_ghcb(u64 gpa)
{
	rmp_share((struct range){ gpa, gpa + PAGE_SIZE });
	assert_int_equal(ghcb_msr_register(gpa), OK);
	ghcb_start(gpa);
}

int hypervisor_teardown(void **state)
{
	(void)state;
	if (ghcb_is_ready())
		ghcb_stop();
	machine_free();
	return 0;
}

static void witness(struct range pages)
{
	if (hypervisor.witness != NULL)
		hypervisor.witness(pages);
}

void hypervisor_change_state(struct range pages, u64 operation, bool is_large)
{
	machine_record((struct machine_event){ EVENT_PSC, (u32)operation, (u32)range_bytes(pages),
					       pages.start });
	assert_in_range(operation, PSC_PRIVATE, PSC_SHARED);
	if (operation == PSC_PRIVATE)
		witness(pages);
	if (operation == PSC_PRIVATE && hypervisor_tells(HV_PSC_NOT_DONE))
		return;
	if (operation == PSC_SHARED)
		rmp_share(pages);
	else
		rmp_assign(pages, is_large && !hypervisor_tells(HV_PSC_SMASHED));
}

/* --- MSR protocol ----------------------------------------------------------------------------- */

static u64 answer_sev_info(u64 request)
{
	u64 c_bit = hypervisor_tells(HV_C_BIT) ? hypervisor.value : HV_C_BIT_HONEST;
	u64 min = 1, max = 2;

	assert_int_equal(request, GHCB_MSR_SEV_INFO_REQUEST);
	if (hypervisor_tells(HV_VERSIONS)) {
		min = hypervisor.value >> 16;
		max = hypervisor.value & 0xffff;
	}
	return max << 48 | min << 32 | c_bit << 24 | GHCB_MSR_SEV_INFO_RESPONSE;
}

static u64 answer_features(u64 request)
{
	u64 features = GHCB_FEATURE_SNP | GHCB_FEATURE_AP_CREATION;

	assert_int_equal(request, GHCB_MSR_FEATURES_REQUEST);
	if (hypervisor_tells(HV_FEATURES))
		features = hypervisor.value;
	return features << GHCB_MSR_DATA_SHIFT | GHCB_MSR_FEATURES_RESPONSE;
}

static u64 answer_register(u64 request)
{
	u64 gpa = request & ~GHCB_MSR_INFO_MASK;

	if (!rmp_is((struct range){ gpa, gpa + PAGE_SIZE }, RMP_SHARED))
		fail_msg("a page that is not shared is registered as GHCB");
	if (hypervisor_tells(HV_REGISTER_GFN))
		return hypervisor.value << 12 | GHCB_MSR_REGISTER_RESPONSE;
	hypervisor.ghcb_gpa = gpa;
	return gpa | GHCB_MSR_REGISTER_RESPONSE;
}

static u64 answer_psc(u64 request)
{
	u64 gpa = request & ((1ull << GHCB_MSR_PSC_OPERATION_SHIFT) - PAGE_SIZE);
	u64 operation = request >> GHCB_MSR_PSC_OPERATION_SHIFT & 0xf;

	assert_int_equal(request >> 56, 0);
	hypervisor_change_state((struct range){ gpa, gpa + PAGE_SIZE }, operation, false);
	return GHCB_MSR_PSC_RESPONSE;
}

static u64 answer(u64 request)
{
	switch (request & GHCB_MSR_INFO_MASK) {
	case GHCB_MSR_SEV_INFO_REQUEST:
		return answer_sev_info(request);
	case GHCB_MSR_FEATURES_REQUEST:
		return answer_features(request);
	case GHCB_MSR_REGISTER_REQUEST:
		return answer_register(request);
	case GHCB_MSR_PSC_REQUEST:
		return answer_psc(request);
	}
	fail_msg("unknown GHCB MSR request %#llx", (unsigned long long)request);
	return 0;
}

static u64 lie_about(u64 request, u64 response)
{
	if (hypervisor_tells(HV_MSR_CODE))
		return (response & ~GHCB_MSR_INFO_MASK) | hypervisor.value;
	if (hypervisor_tells(HV_MSR_BITS))
		return response | hypervisor.value;
	if (hypervisor_tells(HV_MSR_RESPONSE))
		return hypervisor.value;
	return hypervisor_tells(HV_MSR_UNCHANGED) ? request : response;
}

static void msr_exit(u64 request)
{
	machine_record((struct machine_event){ EVENT_VMGEXIT, 0, 0, request });
	if ((request & GHCB_MSR_INFO_MASK) == GHCB_MSR_TERMINATE)
		machine_record((struct machine_event){ EVENT_TERMINATE, 0, 0, request });
	else
		machine_set_msr(MSR_GHCB, lie_about(request, answer(request)));
}

void hw_vmgexit(void)
{
	u64 msr = machine_msr(MSR_GHCB);

	if ((msr & GHCB_MSR_INFO_MASK) != 0)
		msr_exit(msr);
	else
		hypervisor_page_exit(msr);
}

/* --- instructions ------------------------------------------------------------------------------ */

static bool lies_about_size(u32 size)
{
	return hypervisor_tells(HV_PVALIDATE) ||
	       (size == PAGE_SIZE_CODE_2M && hypervisor_tells(HV_PVALIDATE_2M)) ||
	       (size == PAGE_SIZE_CODE_4K && hypervisor_tells(HV_PVALIDATE_4K));
}

struct hw_pvalidate hw_pvalidate(u64 address, u32 size)
{
	u64 gpa = machine_gpa_of((const void *)(uintptr_t)address);
	struct range pages = { gpa, gpa + (size != 0 ? PAGE_SIZE_2M : PAGE_SIZE) };

	machine_record((struct machine_event){ EVENT_PVALIDATE, size, (u32)range_bytes(pages), gpa });
	witness(pages);
	if (lies_about_size(size))
		return (struct hw_pvalidate){ (u32)hypervisor.value, (u32)(hypervisor.value >> 32) };
	if (size != 0 && hypervisor_tells(HV_SMASH_FLIPS) && hypervisor.large_pages++ % 2 == 0)
		rmp_smash(pages);
	return rmp_pvalidate(gpa, size);
}

u32 hw_rmpadjust(u64 address, u64 attributes)
{
	u64 gpa = machine_gpa_of((const void *)(uintptr_t)address);

	machine_record((struct machine_event){ EVENT_RMPADJUST, (u32)attributes, PAGE_SIZE, gpa });
	if (hypervisor_tells(HV_RMPADJUST))
		return (u32)hypervisor.value;
	if (!rmp_is((struct range){ gpa, gpa + PAGE_SIZE }, RMP_VALIDATED))
		fail_msg("RMPADJUST of a page that is not validated");
	return (attributes | RMPADJUST_VMSA) == (RMPADJUST_VMPL1_NO_ACCESS | RMPADJUST_VMSA) ? 0 : 1;
}
