/*
 * Instructions that become #VC, with their error codes.
 * RUN: --strict all --strict no-unvalidated --strict no-unasked
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "guest.h"

#define EXPECT_VC(code, length, insn, ...) \
	do { \
		guest_skip = length; \
		caught_vector = 0; \
		__asm__ volatile(insn : : __VA_ARGS__ : "rax", "rcx", "rdx", "rbx", "memory"); \
		EXPECT(caught_vector == 29 && caught_error == (code)); \
	} while (0)

void guest_main(void)
{
	EXPECT_VC(0x72, 2, "cpuid", "m"(cbit_mask));
	EXPECT_VC(0x7b, 2, "in $0x80, %%al", "m"(cbit_mask));
	EXPECT_VC(0x7b, 2, "out %%al, $0x80", "m"(cbit_mask));
	EXPECT_VC(0x7c, 2, "mov $0x1b, %%ecx; rdmsr", "m"(cbit_mask));
	EXPECT_VC(0x7c, 2, "mov $0x1b, %%ecx; wrmsr", "m"(cbit_mask));
	EXPECT_VC(0x89, 2, "wbinvd", "m"(cbit_mask));
	EXPECT_VC(0x76, 2, "invd", "m"(cbit_mask));
	EXPECT_VC(0x81, 3, "vmmcall", "m"(cbit_mask));
	EXPECT_VC(0x37, 3, "mov %%rax, %%dr7", "m"(cbit_mask));
	EXPECT_VC(0x27, 3, "mov %%dr7, %%rax", "m"(cbit_mask));
	EXPECT_VC(0x404, 3, "mov $0x400000, %%edx; mov (%%rdx), %%rax", "m"(cbit_mask));
	EXPECT_VC(0x400, 3, "mov $0x13f000000, %%rdx; mov (%%rdx), %%rax", "m"(cbit_mask));
	pass();
}
