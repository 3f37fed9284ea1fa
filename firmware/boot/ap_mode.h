/*
 * How the other CPUs of an SNP guest come to the kernel. Decided by which file is linked, so that the
 * launch digest shows it and a ROM holds no code of the mode that it does not use.
 */
#ifndef BOOT_AP_MODE_H
#define BOOT_AP_MODE_H

#include "firmware/boot/event_log_abi.h"
#include "lib/err.h"

/*
 * Brings cpu_count - 1 CPUs to where the kernel finds them; features is the host's answer to the
 * hypervisor feature request. ERR_HV_FEATURES and what the GHCB's exits report.
 */
MUST_CHECK enum err ap_mode_start(u64 features, u32 cpu_count);

/* What an event log calls this mode. */
enum event_ap_mode ap_mode_event(void);

#endif
