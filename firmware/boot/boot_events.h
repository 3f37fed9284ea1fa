/*
 * What a boot's event log says, from what the stages know. Pure. Every function adds one event, in the
 * order of this header; the numbers are the firmware's own, so nothing can fail.
 */
#ifndef BOOT_BOOT_EVENTS_H
#define BOOT_BOOT_EVENTS_H

#include "firmware/boot/acpi_own.h"
#include "firmware/boot/event_log.h"
#include "firmware/boot/payload.h"
#include "firmware/mem/memmap.h"

/* Which ROM this is. A longer name is cut. */
void boot_events_firmware(struct event_log *log, const char *variant);

/* SEV_STATUS, the hypervisor's feature bitmap, the C-bit as a mask. */
void boot_events_guest(struct event_log *log, u64 sev_status, u64 hypervisor_features, u64 c_bit);

/* The RAM of a map that nobody has claimed anything of. */
void boot_events_memory(struct event_log *log, const struct memmap *map);

/* Kernel, initrd and command line, once all three have the hashes that were measured. */
void boot_events_payload(struct event_log *log, const struct hashes *hashes,
			 const struct payload *payload);

void boot_events_acpi(struct event_log *log, const struct acpi_facts *facts, sha256_blocks *blocks);

void boot_events_cpus(struct event_log *log, enum event_ap_mode mode);

/* What the report is asked to carry for a finished log. */
void boot_events_report_data(const void *log, u32 bytes, sha256_blocks *blocks,
			     struct event_log_report_data *data);

#endif
