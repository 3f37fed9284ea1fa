/*
 * ghcb_msr.c - VMGEXIT with a request in the GHCB MSR, answered as KVM 7.2 does: an unknown
 * request leaves the MSR unchanged.
 */
#include "ap.h"
#include "counters.h"
#include "cpuid_table.h"
#include "exits.h"
#include "ghcb.h"
#include "lies.h"
#include "npt.h"
#include "rules.h"
#include "trace.h"
#include "vcpu.h"
#include "verdict.h"

#define GFN_NONE 0xfffffffffffffull
#define PSC_FAILED 0x8000000000000000ull

u64 ghcb_msr_info(u32 cbit)
{
	return (u64)GHCB_VERSION_MAX << 48 | (u64)GHCB_VERSION_MIN << 32 | (u64)cbit << 24 |
	       GHCB_MSR_INFO_RESPONSE;
}

static u32 cbit_position(void)
{
	return (u32)__builtin_ctzll(npt_cbit_mask());
}

static u64 answer_cpuid(u64 request)
{
	struct cpuid_result r = guest_cpuid((u32)bits(request, 63, 32), 0);
	const u32 values[4] = { r.eax, r.ebx, r.ecx, r.edx };
	u64 reg = bits(request, 31, 30);

	return (u64)values[reg] << 32 | reg << 30 | GHCB_MSR_CPUID_RESPONSE;
}

static u64 answer_register(struct vcpu *v, u64 request)
{
	v->ghcb_registered = request & ~0xfffull;
	return (request & ~0xfffull) | GHCB_MSR_REGISTER_RESPONSE;
}

static u64 answer_psc(struct vcpu *v, u64 request)
{
	u32 op = (u32)bits(request, 55, 52);

	count(COUNT_MSR_PSC);
	if (op == PSC_OP_PRIVATE)
		count(COUNT_MSR_PSC_PRIVATE);
	if (bits(request, 63, 56))
		rule_broken(v, RULE_GHCB_MSR_REQUEST, request);
	if (lies_psc_without_effect(v))
		return GHCB_MSR_PSC_RESPONSE;
	if (!psc_one(v, bits(request, 51, 12) << 12, op, false))
		return PSC_FAILED | GHCB_MSR_PSC_RESPONSE;
	return GHCB_MSR_PSC_RESPONSE;
}

static void terminate(struct vcpu *v, u64 request)
{
	if (lies_refuse_terminate(v))
		return;
	verdict_terminated(v, (u32)bits(request, 15, 12), (u32)bits(request, 23, 16),
			   bits(request, 63, 24));
}

static u64 answer(struct vcpu *v, u64 request)
{
	switch (request & 0xfff) {
	case GHCB_MSR_INFO_REQUEST:
		return ghcb_msr_info(cbit_position());
	case GHCB_MSR_CPUID_REQUEST:
		return answer_cpuid(request);
	case GHCB_MSR_RESET_HOLD_REQUEST:
		ap_reset_hold(v, false);
		return GHCB_MSR_RESET_HOLD_RESPONSE;
	case GHCB_MSR_PREFERRED_REQUEST:
		return GFN_NONE << 12 | GHCB_MSR_PREFERRED_RESPONSE;
	case GHCB_MSR_REGISTER_REQUEST:
		return answer_register(v, request);
	case GHCB_MSR_PSC_REQUEST:
		return answer_psc(v, request);
	case GHCB_MSR_FEATURES_REQUEST:
		return (u64)(GHCB_FEATURE_SNP | GHCB_FEATURE_AP_CREATION) << 12 |
		       GHCB_MSR_FEATURES_RESPONSE;
	case GHCB_MSR_TERMINATE:
		terminate(v, request);
		return request;
	default:
		rule_broken(v, RULE_GHCB_MSR_REQUEST, request);
		return request;
	}
}

void exit_vmgexit(struct vcpu *v)
{
	u64 request = v->ghcb_msr;

	if (!(request & 0xfff)) {
		count(COUNT_VMGEXIT_PAGE);
		ghcb_exit(v);
		return;
	}
	count(COUNT_VMGEXIT_MSR);
	v->ghcb_msr = answer(v, request);
	v->ghcb_msr = lies_msr_answer(v, request, v->ghcb_msr);
	trace_line(v, "GHCB MSR 0x%lx -> 0x%lx", request, v->ghcb_msr);
}
