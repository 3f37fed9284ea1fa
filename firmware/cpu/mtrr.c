/*
 * MTRRs of the BSP. Intel SDM volume 3, 12.11; AMD APM volume 2, 7.7.
 */
#include "firmware/cpu/mtrr.h"

#include "firmware/cpu/hw.h"

#define CPUID_FEATURES 1u
#define CPUID_EDX_MTRR (1u << 12)
#define CPUID_EXTENDED_MAX 0x80000000u
#define CPUID_ADDRESS_BITS 0x80000008u
#define ADDRESS_BITS_DEFAULT 36u /* of a CPU that does not say */

#define MSR_MTRR_CAP 0xfeu
#define MTRR_CAP_VARIABLE 0xffu
#define MSR_MTRR_BASE_0 0x200u
#define MSR_MTRR_MASK_0 0x201u
#define MSR_MTRR_DEFAULT 0x2ffu
#define MTRR_TYPE_UNCACHED 0u
#define MTRR_MASK_VALID (1u << 11)
#define MTRR_DEFAULT_WRITE_BACK 0x806u /* enabled; fixed ranges are not */

#define DEVICES_START 0xe0000000u

struct range mtrr_device_range(void)
{
	return (struct range){ DEVICES_START, 4 * GIB };
}

static u32 address_bits(void)
{
	struct hw_cpuid leaf;

	hw_cpuid(CPUID_EXTENDED_MAX, &leaf);
	if (leaf.eax < CPUID_ADDRESS_BITS)
		return ADDRESS_BITS_DEFAULT;
	hw_cpuid(CPUID_ADDRESS_BITS, &leaf);
	return leaf.eax & 0x3f;
}

static bool has_variable_mtrr(void)
{
	struct hw_cpuid leaf;

	hw_cpuid(CPUID_FEATURES, &leaf);
	return (leaf.edx & CPUID_EDX_MTRR) != 0 && (hw_rdmsr(MSR_MTRR_CAP) & MTRR_CAP_VARIABLE) != 0;
}

bool mtrr_init(void)
{
	if (!has_variable_mtrr())
		return false;
	hw_wrmsr(MSR_MTRR_BASE_0, DEVICES_START | MTRR_TYPE_UNCACHED);
	hw_wrmsr(MSR_MTRR_MASK_0,
		 ((1ull << address_bits()) - (4 * GIB - DEVICES_START)) | MTRR_MASK_VALID);
	hw_wrmsr(MSR_MTRR_DEFAULT, MTRR_DEFAULT_WRITE_BACK);
	return true;
}
