/*
 * CPUID before there is an IDT.
 * RUN:
 * EXPECT: verdict=violation rule=vc-undeliverable
 */
#include "guest.h"

void guest_main(void)
{
	__asm__ volatile("cpuid" : : "a"(0) : "rbx", "rcx", "rdx");
	pass();
}
