/* The layout seam in unit tests; see the header. */
#include "tests/fake/layout.h"

struct range layout_low(void)
{
	return (struct range){ FAKE_LOW, FAKE_LOW_END };
}

struct range layout_launch_ram(void)
{
	return (struct range){ FAKE_LAUNCH_RAM, FAKE_LOW_END };
}

struct range layout_arena(void)
{
	return (struct range){ FAKE_ARENA, FAKE_ARENA + FAKE_ARENA_BYTES };
}

struct range layout_rom(void)
{
	return (struct range){ FAKE_ROM, 4 * GIB };
}

u64 layout_hashes_gpa(void)
{
	return FAKE_HASHES;
}

u64 layout_secrets_gpa(void)
{
	return FAKE_SECRETS;
}

u64 layout_cpuid_gpa(void)
{
	return FAKE_CPUID;
}

u64 layout_shared_gpa(void)
{
	return FAKE_SHARED;
}

u64 layout_runtime_code_gpa(void)
{
	return FAKE_RT_CODE;
}

u64 layout_runtime_data_gpa(void)
{
	return FAKE_RT_DATA;
}

u64 layout_kernel_gpa(void)
{
	return FAKE_KERNEL;
}

u64 layout_page_tables_gpa(void)
{
	return FAKE_PAGE_TABLES;
}
