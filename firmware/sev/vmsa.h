/*
 * The register state that another CPU of an SEV-SNP guest starts with. Pure.
 */
#ifndef SEV_VMSA_H
#define SEV_VMSA_H

#include "firmware/sev/vmsa_abi.h"

/* A table that the CPU finds by a register: its address and its size in bytes. */
struct vmsa_table {
	u64 gpa;
	u32 bytes;
};

struct vmsa_start {
	u64 sev_status; /* of the CPU that asks: all CPUs of a guest have the same features */
	u64 cr3;        /* with the C-bit; four levels */
	u64 rip, rsp;
	u64 rsi, rdi;   /* two words for the code at rip */
	struct vmsa_table gdt; /* 64-bit code at 10, flat data at 18 */
	struct vmsa_table idt;
};

/* Fills the zeroed page *vmsa: 64-bit mode, paging on, interrupts off, VMPL0. */
void vmsa_fill(struct vmsa *vmsa, const struct vmsa_start *start);

#endif
