/*
 * The default: the firmware asks the PSP for nothing.
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

enum err report_make(struct memory *memory, const struct measured *measured, struct handoff *handoff)
{
	(void)memory;
	(void)measured;
	(void)handoff;
	return OK;
}
