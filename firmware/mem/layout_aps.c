/*
 * Where the parked CPUs have their pages and their code. Pure.
 */
#include "firmware/mem/layout_aps.h"
#include "firmware/mem/layout_symbol.h"

u64 layout_mailbox_gpa(void)
{
	SYMBOL_ADDRESS(layout_mailbox);
}

u64 layout_ap_state_gpa(void)
{
	SYMBOL_ADDRESS(layout_ap_state);
}

struct range layout_ap_table_pages(void)
{
	SYMBOL_RANGE(layout_ap_tables, layout_vmsa_start);
}

struct range layout_vmsas(void)
{
	SYMBOL_RANGE(layout_vmsa_start, layout_vmsa_end);
}

u64 layout_ap_park_gpa(void)
{
	SYMBOL_ADDRESS(ap_mailbox_start);
}

struct range layout_ap_idt(void)
{
	SYMBOL_RANGE(ap_mailbox_idt, ap_mailbox_idt_end);
}

u64 layout_boot_gdt_gpa(void)
{
	SYMBOL_ADDRESS(boot_gdt);
}
