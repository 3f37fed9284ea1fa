/*
 * The pages of parked CPUs in unit tests: as tests/fake/layout.c, at addresses that are not linker.ld's,
 * with room for few.
 */
#include "firmware/mem/layout_aps.h"

enum {
	MAILBOX = 0x50000,
	STATE = 0x51000,
	TABLES = 0x52000,
	VMSAS = 0x5a000,
	VMSAS_END = 0x5e000,
};

#define ROM_CODE (4 * GIB - 64 * KIB)

u64 layout_mailbox_gpa(void)
{
	return MAILBOX;
}

u64 layout_ap_state_gpa(void)
{
	return STATE;
}

struct range layout_ap_table_pages(void)
{
	return (struct range){ TABLES, VMSAS };
}

struct range layout_vmsas(void)
{
	return (struct range){ VMSAS, VMSAS_END };
}

u64 layout_ap_park_gpa(void)
{
	return ROM_CODE + 0x100;
}

struct range layout_ap_idt(void)
{
	return (struct range){ ROM_CODE + 0x300, ROM_CODE + 0x500 };
}

u64 layout_boot_gdt_gpa(void)
{
	return ROM_CODE + 0x600;
}
