/*
 * kick.c - NMIs between QEMU's CPUs, and the host lock. INIT would kill a CPU in guest mode under
 * TCG; an NMI leaves guest mode by its intercept. The guest's own ICR high half is put back.
 */
#include "kick.h"
#include "counters.h"
#include "phys.h"
#include "vcpu.h"
#include "x86.h"

enum {
	LAPIC_BASE = 0xfee00000,
	LAPIC_ICR_LOW = 0x300,
	LAPIC_ICR_HIGH = 0x310,
	ICR_NMI = 4u << 8 | 1u << 14,
	APIC_BASE_X2APIC = 1u << 10,
};

static volatile u32 lock;

void host_lock(void)
{
	while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE))
		cpu_relax();
}

void host_unlock(void)
{
	__atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
}

static volatile u32 *lapic(u32 offset)
{
	return (volatile u32 *)((u8 *)phys_ptr(LAPIC_BASE) + offset);
}

void kick_one(struct vcpu *target)
{
	u32 high;

	count(COUNT_KICKS);
	if (rdmsr(MSR_APIC_BASE) & APIC_BASE_X2APIC) {
		wrmsr(MSR_X2APIC_ICR, (u64)target->apic_id << 32 | ICR_NMI);
		return;
	}
	high = *lapic(LAPIC_ICR_HIGH);
	*lapic(LAPIC_ICR_HIGH) = target->apic_id << 24;
	*lapic(LAPIC_ICR_LOW) = ICR_NMI;
	*lapic(LAPIC_ICR_HIGH) = high;
}

void kick_others(struct vcpu *self)
{
	for (u32 i = 0; i < vcpu_count; i++)
		if (&vcpus[i] != self && vcpus[i].in_guest)
			kick_one(&vcpus[i]);
	for (u32 i = 0; i < vcpu_count; i++)
		while (&vcpus[i] != self && vcpus[i].in_guest)
			cpu_relax();
}
