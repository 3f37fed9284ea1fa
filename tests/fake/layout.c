/*
 * The layout seam in unit tests. The addresses differ from linker.ld's on purpose: code that knows
 * one by heart fails here. Only what linker.ld asserts (order, alignment) holds as well.
 */
#include "firmware/mem/layout.h"

enum {
	LOW = 0x30000,
	SECRETS = 0x31000,
	CPUID = 0x32000,
	SHARED = 0x33000,
	RUNTIME_CODE = 0x34000,
	RUNTIME_DATA = 0x35000,
	RAM = 0x36000,
	TABLE_4K = 0x3d000,
	LOW_END = 0x3e000,
	ARENA = 0x200000,
	ARENA_END = 0x300000,
	BOUNCE = 0x800000,
	BOUNCE_END = 0xa00000,
	KERNEL = 0x2000000,
};

struct range layout_low(void)
{
	return (struct range){ LOW, LOW_END };
}

struct range layout_launch_pages(void)
{
	return (struct range){ LOW, SHARED };
}

struct range layout_launch_ram(void)
{
	return (struct range){ RAM, LOW_END };
}

struct range layout_runtime(void)
{
	return (struct range){ RUNTIME_CODE, RAM };
}

struct range layout_arena(void)
{
	return (struct range){ ARENA, ARENA_END };
}

struct range layout_bounce(void)
{
	return (struct range){ BOUNCE, BOUNCE_END };
}

struct range layout_rom(void)
{
	return (struct range){ 4 * GIB - 128 * KIB, 4 * GIB };
}

u64 layout_hash_table_gpa(void)
{
	return LOW + 0x800;
}

u64 layout_secrets_gpa(void)
{
	return SECRETS;
}

u64 layout_cpuid_gpa(void)
{
	return CPUID;
}

u64 layout_shared_gpa(void)
{
	return SHARED;
}

u64 layout_dma_descriptor_gpa(void)
{
	return SHARED + 0x800;
}

u64 layout_runtime_code_gpa(void)
{
	return RUNTIME_CODE;
}

u64 layout_runtime_data_gpa(void)
{
	return RUNTIME_DATA;
}

u64 layout_kernel_gpa(void)
{
	return KERNEL;
}

u64 layout_page_tables_gpa(void)
{
	return RAM;
}

u64 layout_page_table_4k_gpa(void)
{
	return TABLE_4K;
}
