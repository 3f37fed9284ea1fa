/*
 * How the other CPUs of an SNP guest come to the kernel. Decided by which file is linked, so that the
 * launch digest shows it and a ROM holds no code of the mode that it does not use.
 * docs/secondary-cpus.md.
 */
#ifndef BOOT_AP_MODE_H
#define BOOT_AP_MODE_H

#include "firmware/boot/acpi_topology.h"
#include "firmware/boot/event_log_abi.h"
#include "firmware/sev/memory.h"

/*
 * Brings cpu_count - 1 CPUs to where the kernel finds them; features is the host's answer to the
 * hypervisor feature request. ERR_HV_FEATURES and what the GHCB's exits report; of the firmware's own
 * VMSAs also ERR_SNP_FEATURES (Secure TSC), ERR_AP_PAGES, ERR_AP_VMSA, ERR_AP_SILENT.
 */
MUST_CHECK enum err ap_mode_start(struct memory *memory, u64 features, u32 cpu_count);

/*
 * Entries for the MADT that say so to the kernel: how many bytes they need at most, and the entries at
 * `at`, whose end is returned. `topology` stays as it is until ap_mode_start.
 */
u32 ap_mode_madt_bytes(void);
u8 *ap_mode_put_madt(u8 *at, const struct acpi_topology *topology);

/* What an event log calls this mode. */
enum event_ap_mode ap_mode_event(void);

#endif
