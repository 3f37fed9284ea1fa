/*
 * No event log: nothing is noted, the root table names no table for it. For ROMs whose report_make has
 * none to bind: the default (report_none.c), the one that tests guest requests.
 */
#include "firmware/boot/report.h"

enum err report_start(struct memory *memory, u64 sev_status, u64 hypervisor_features)
{
	(void)memory;
	(void)sev_status;
	(void)hypervisor_features;
	return OK;
}

enum err report_note_acpi(const struct acpi_facts *facts, struct arena *arena, u64 rsdp_gpa)
{
	(void)facts;
	(void)arena;
	(void)rsdp_gpa;
	return OK;
}
