/* x86.h - one inline routine per instruction that C cannot say, and the x86 numbers snphost uses. */
#ifndef SNPHOST_X86_H
#define SNPHOST_X86_H

#include "types.h"

enum {
	CR0_PE = 1u << 0,
	CR0_PG = 1u << 31,
	CR4_PAE = 1u << 5,
	CR4_LA57 = 1u << 12,
	CR4_MATCHED = 1u << 4 | 1u << 7 | 1u << 20 | 1u << 21,	/* PSE, PGE, SMEP, SMAP */
	RFLAGS_CF = 1u << 0,
	RFLAGS_PF = 1u << 2,
	RFLAGS_AF = 1u << 4,
	RFLAGS_ZF = 1u << 6,
	RFLAGS_SF = 1u << 7,
	RFLAGS_TF = 1u << 8,
	RFLAGS_IF = 1u << 9,
	RFLAGS_OF = 1u << 11,
	RFLAGS_NT = 1u << 14,
	RFLAGS_RF = 1u << 16,
	EFER_LME = 1u << 8,
	EFER_LMA = 1u << 10,
	EFER_NXE = 1u << 11,
	EFER_SVME = 1u << 12,
};

enum {
	MSR_APIC_BASE = 0x1b,
	MSR_X2APIC_FIRST = 0x800,
	MSR_X2APIC_ICR = 0x830,
	MSR_X2APIC_LAST = 0x8ff,
	MSR_EFER = 0xc0000080,
	MSR_GHCB = 0xc0010130,
	MSR_SEV_STATUS = 0xc0010131,
	MSR_VM_HSAVE_PA = 0xc0010117,
};

enum { VECTOR_UD = 6, VECTOR_GP = 13, VECTOR_PF = 14, VECTOR_VC = 29 };

static inline void out8(u16 port, u8 value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline void out16(u16 port, u16 value)
{
	__asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline void out32(u16 port, u32 value)
{
	__asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port) : "memory");
}

static inline u8 in8(u16 port)
{
	u8 value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port) : "memory");
	return value;
}

static inline u16 in16(u16 port)
{
	u16 value;

	__asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port) : "memory");
	return value;
}

static inline u32 in32(u16 port)
{
	u32 value;

	__asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port) : "memory");
	return value;
}

static inline u64 rdmsr(u32 msr)
{
	u32 low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (u64)high << 32 | low;
}

static inline void wrmsr(u32 msr, u64 value)
{
	__asm__ volatile("wrmsr" : : "c"(msr), "a"((u32)value), "d"((u32)(value >> 32))
			 : "memory");
}

struct cpuid_result {
	u32 eax, ebx, ecx, edx;
};

static inline struct cpuid_result cpuid(u32 leaf, u32 subleaf)
{
	struct cpuid_result r;

	__asm__ volatile("cpuid" : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
			 : "a"(leaf), "c"(subleaf));
	return r;
}

static inline void write_cr4(u64 value)
{
	__asm__ volatile("mov %0, %%cr4" : : "r"(value) : "memory");
}

static inline u64 read_cr4(void)
{
	u64 value;

	__asm__ volatile("mov %%cr4, %0" : "=r"(value));
	return value;
}

static inline void cpu_relax(void)
{
	__asm__ volatile("pause" : : : "memory");
}

#endif
