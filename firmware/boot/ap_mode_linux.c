/*
 * The default: every AP is started once and held by the host, and Linux replaces its register state
 * by AP creation (GHCB specification 4.1.9).
 */
#include "firmware/boot/ap_mode.h"
#include "firmware/sev/snp.h"

enum err ap_mode_start(u64 features, u32 cpu_count)
{
	return snp_park_aps(features, cpu_count);
}

enum event_ap_mode ap_mode_event(void)
{
	return EVENT_AP_MODE_LINUX;
}
