/*
 * Loads CR3 without the C-bit.
 * RUN: --strict walk-c0
 * EXPECT: verdict=violation rule=walk-c0
 */
#include "guest.h"

void guest_main(void)
{
	u64 cr3;

	__asm__ volatile("mov %%cr3, %0" : "=r"(cr3));
	msr_call(GHCB_MSR_INFO_REQUEST);	/* an exit: the host sees the CR3 with the C-bit */
	__asm__ volatile("mov %0, %%cr3" : : "r"(cr3 & ~cbit_mask) : "memory");
	pass();
}
