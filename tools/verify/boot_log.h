/*
 * boot_log.h - reads an event log of firmware/boot/event_log_abi.h: well-formed, complete, in order, and
 * with nothing in it that the firmware cannot have written. Pure.
 */
#ifndef VERIFY_BOOT_LOG_H
#define VERIFY_BOOT_LOG_H

#include "firmware/boot/event_log_abi.h"
#include "tools/verify/blob.h"

enum { BOOT_LOG_RANGES_MAX = EVENT_LOG_BYTES_MAX / sizeof(struct event_range) };

struct boot_log {
	struct event_firmware firmware;
	struct event_guest guest;
	u32 range_count;
	struct event_range ranges[BOOT_LOG_RANGES_MAX];
	struct event_acpi acpi;
	struct event_item kernel, initrd, cmdline;
	struct event_cpus cpus;
};

/* NULL, or what is wrong with the log. */
const char *boot_log_parse(struct blob bytes, struct boot_log *log);

/* Of all ranges. */
u64 boot_log_ram_bytes(const struct boot_log *log);

/* True if the CPUs' APIC IDs are 0, 1, 2 and so on. */
bool boot_log_apic_ids_count_up(const struct boot_log *log);

#endif
