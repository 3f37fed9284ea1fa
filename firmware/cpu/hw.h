/*
 * THE SEAM: every instruction that C cannot say, one prototype each. The firmware links
 * asm/hw.asm, unit tests link tests/fake/machine_cpu.c. A call is also a compiler barrier.
 */
#ifndef CPU_HW_H
#define CPU_HW_H

#include "lib/types.h"

u64 hw_rdmsr(u32 msr);
void hw_wrmsr(u32 msr, u64 value);

u8 hw_in8(u16 port);
u32 hw_in32(u16 port);
void hw_out8(u16 port, u8 value);
void hw_out16(u16 port, u16 value);
void hw_out32(u16 port, u32 value);

void hw_write_cr3(u64 value);
void hw_flush_page(u64 virtual_address);

void hw_load_gdt(const void *gdt, u16 bytes); /* data selectors 0x18, code selector 0x10 */
void hw_load_task(u16 selector);
void hw_load_idt(const void *idt, u16 bytes);

/* Sets ECX = 0 for leaf `function` in a plain VM only: under SNP there is no CPUID instruction. */
struct hw_cpuid {
	u32 eax, ebx, ecx, edx;
};
void hw_cpuid(u32 function, struct hw_cpuid *result);

void hw_vmgexit(void); /* VMGEXIT with the GHCB MSR as it stands */

/* PVALIDATE (set) of the page at linear `address`; `size` 0: 4 KiB, 1: 2 MiB. EAX and carry. */
struct hw_pvalidate {
	u32 code;
	u32 carry;
};
struct hw_pvalidate hw_pvalidate(u64 address, u32 size);

/* RMPADJUST of the 4 KiB page at linear `address`; `attributes` as RDX. Returns EAX. */
u32 hw_rmpadjust(u64 address, u64 attributes);

/* Zeroes `bytes` at once; for ranges too large for a loop in C. */
void hw_zero(void *to, u64 bytes);

/* Tells the CPU that a loop waits; in ROMs that wait for other CPUs (asm/ap_mailbox.asm). */
void hw_pause(void);

/* Interrupts off, HLT for ever. */
NORETURN void hw_halt(void);

/* Jumps to the kernel's 64-bit entry with RSI = boot_params; interrupts are off. */
NORETURN void hw_enter_kernel(u64 entry, u64 boot_params);

#endif
