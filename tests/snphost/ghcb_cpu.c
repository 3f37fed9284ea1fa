/* ghcb_cpu.c - CPUID, MSR and time-stamp events. */
#include "ghcb.h"
#include "cpuid_table.h"
#include "lapic.h"
#include "vcpu.h"
#include "x86.h"

void ghcb_cpuid(struct ghcb_call *call)
{
	struct cpuid_result r = guest_cpuid((u32)call->rax, (u32)call->rcx);

	call->rax = r.eax;
	call->rbx = r.ebx;
	call->rcx = r.ecx;
	call->rdx = r.edx;
}

struct msr_range {
	u32 first, last;
};

/* What the guest may reach; the real (QEMU) register answers. All else raises #GP, as in KVM. */
static const struct msr_range readable[] = {
	{ 0x10, 0x10 }, { 0x1b, 0x1b }, { 0x8b, 0x8b }, { 0xfe, 0xfe }, { 0x179, 0x17b },
	{ 0x1a0, 0x1a0 }, { 0x1d9, 0x1d9 }, { 0x200, 0x20f }, { 0x250, 0x250 },
	{ 0x258, 0x259 }, { 0x268, 0x26f }, { 0x277, 0x277 }, { 0x2ff, 0x2ff },
	{ 0x400, 0x427 }, { MSR_X2APIC_FIRST, MSR_X2APIC_LAST },
	{ 0xc0000103, 0xc0000103 }, { 0xc0010010, 0xc0010010 }, { 0xc0010015, 0xc0010015 },
	{ 0xc001001a, 0xc001001d }, { 0xc0010055, 0xc0010055 }, { 0xc0010112, 0xc0010113 },
	{ 0xc0010140, 0xc0010141 }, { 0xc0011020, 0xc001102a },
};

static bool is_readable(u32 msr)
{
	for (u32 i = 0; i < ARRAY_COUNT(readable); i++)
		if (msr >= readable[i].first && msr <= readable[i].last)
			return true;
	return false;
}

static bool has_x2apic(void)
{
	return guest_cpuid(1, 0).ecx & (1u << 21);
}

static void raise_gp(struct ghcb_call *call)
{
	call->answer1 = GHCB_RAISE;
	call->answer2 = GHCB_RAISE_GP;
}

static void write_msr(struct ghcb_call *call, u32 msr)
{
	u64 value = (call->rdx & 0xffffffff) << 32 | (call->rax & 0xffffffff);

	if (msr == MSR_X2APIC_ICR && lapic_filter_icr(call->vcpu, value))
		return;
	wrmsr(msr, value);
}

void ghcb_msr_access(struct ghcb_call *call)
{
	u32 msr = (u32)call->rcx;
	bool is_x2apic = msr >= MSR_X2APIC_FIRST && msr <= MSR_X2APIC_LAST;
	u64 value;

	if (!is_readable(msr) || (is_x2apic && !has_x2apic())) {
		raise_gp(call);
		return;
	}
	if (call->info1) {
		write_msr(call, msr);
		return;
	}
	value = rdmsr(msr);
	call->rax = (u32)value;
	call->rdx = value >> 32;
}

void ghcb_rdtsc(struct ghcb_call *call)
{
	u32 low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	call->rax = low;
	call->rdx = high;
}
