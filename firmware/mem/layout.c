/*
 * The symbols of linker.ld, each read in one place. Pure.
 */
#include "firmware/mem/layout.h"
#include "firmware/mem/layout_symbol.h"

struct range layout_low(void)
{
	SYMBOL_RANGE(layout_low_start, layout_low_end);
}

struct range layout_launch_ram(void)
{
	SYMBOL_RANGE(layout_ram_start, layout_low_end);
}

struct range layout_arena(void)
{
	SYMBOL_RANGE(layout_arena_start, layout_arena_end);
}

struct range layout_rom(void)
{
	SYMBOL_RANGE(layout_rom_start, layout_rom_end);
}

u64 layout_hash_table_gpa(void)
{
	SYMBOL_ADDRESS(layout_hash_table);
}

u64 layout_secrets_gpa(void)
{
	SYMBOL_ADDRESS(layout_secrets_page);
}

u64 layout_cpuid_gpa(void)
{
	SYMBOL_ADDRESS(layout_cpuid_page);
}

u64 layout_shared_gpa(void)
{
	SYMBOL_ADDRESS(layout_shared_page);
}

u64 layout_runtime_code_gpa(void)
{
	SYMBOL_ADDRESS(layout_rt_code);
}

u64 layout_runtime_data_gpa(void)
{
	SYMBOL_ADDRESS(layout_rt_data);
}

u64 layout_kernel_gpa(void)
{
	SYMBOL_ADDRESS(layout_kernel_base);
}

u64 layout_ap_start_gpa(void)
{
	SYMBOL_ADDRESS(ap_start);
}

u64 layout_page_tables_gpa(void)
{
	SYMBOL_ADDRESS(layout_page_tables);
}

u64 layout_page_table_4k_gpa(void)
{
	SYMBOL_ADDRESS(layout_page_table_4k);
}

struct range layout_bounce(void)
{
	SYMBOL_RANGE(layout_bounce_start, layout_bounce_end);
}

struct range layout_launch_pages(void)
{
	SYMBOL_RANGE(layout_hash_page, layout_shared_page);
}

struct range layout_runtime(void)
{
	SYMBOL_RANGE(layout_rt_code, layout_ram_start);
}

u64 layout_dma_descriptor_gpa(void)
{
	SYMBOL_ADDRESS(layout_dma_descriptor);
}
