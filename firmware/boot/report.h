/*
 * The report of the boot (docs/attestation.md): in the ROM variants that have it, an event log of what
 * the firmware did, bound into one attestation report of the PSP and left to the guest in an ACPI table.
 * In all others every function is empty. Decided by which file is linked, so that the launch digest shows
 * it and a ROM without it holds no code for it. Nothing is done in a guest that is no SEV-SNP guest.
 */
#ifndef BOOT_REPORT_H
#define BOOT_REPORT_H

#include "firmware/boot/acpi_own.h"
#include "firmware/boot/event_log_abi.h"
#include "firmware/boot/handoff.h"

/*
 * Once the host's map is read and before any of it is claimed: takes the table's memory from the arena
 * and notes ROM, guest and memory. ERR_NO_RAM.
 */
MUST_CHECK enum err report_start(struct memory *memory, u64 sev_status, u64 hypervisor_features);

/* Once the own ACPI tables are built: notes them, and their root table names one more. ERR_NO_RAM. */
MUST_CHECK enum err report_note_acpi(const struct acpi_facts *facts, struct arena *arena,
				     u64 rsdp_gpa);

/*
 * Completes log and table with a report from the PSP. The kernel, its initrd and command line are loaded
 * and measured, fw_cfg is read for the last time, the bounce buffer is still shared.
 * ERR_REQUEST_*, ERR_GHCB_*, ERR_NO_RAM: what report_policy makes of them.
 */
MUST_CHECK enum err report_make(struct memory *memory, const struct measured *measured,
				struct handoff *handoff);

/*
 * What becomes of an error of the request: the error itself in a ROM that does not boot without a
 * report, else one line on the log and OK. report_required.c or report_optional.c, whichever is linked.
 */
MUST_CHECK enum err report_policy(enum err error);

/* The ROM's name in the log, for the way in which its CPUs start; with report_policy. At most 28 bytes. */
const char *report_variant(enum event_ap_mode mode);

#endif
