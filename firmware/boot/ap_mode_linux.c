/*
 * The default: every AP is started once and held by the host, and Linux replaces its register state
 * by AP creation (GHCB specification 4.1.9). Nobody waits for an AP here.
 */
#include "firmware/boot/ap_mode.h"
#include "firmware/sev/snp.h"

enum err ap_mode_start(struct memory *memory, u64 features, u32 cpu_count)
{
	(void)memory;
	return snp_park_aps(features, cpu_count);
}

u32 ap_mode_madt_bytes(void)
{
	return 0;
}

u8 *ap_mode_put_madt(u8 *at, const struct acpi_topology *topology)
{
	(void)topology;
	return at;
}

enum event_ap_mode ap_mode_event(void)
{
	return EVENT_AP_MODE_LINUX;
}
