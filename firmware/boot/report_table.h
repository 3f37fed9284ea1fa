/*
 * The ACPI table in which log, report and certificates reach the guest's programs (event_log_abi.h):
 * Linux shows it as /sys/firmware/acpi/tables/OEMR. Pure but for phys_ptr.
 */
#ifndef BOOT_REPORT_TABLE_H
#define BOOT_REPORT_TABLE_H

#include "firmware/boot/event_log_abi.h"
#include "firmware/sev/guest_request_abi.h"
#include "lib/err.h"
#include "firmware/mem/arena.h"

#define REPORT_CERTIFICATES_MAX (16 * KIB) /* what Linux' own driver has room for */

/* The table at its longest. */
#define REPORT_TABLE_BYTES_MAX \
	(REPORT_TABLE_BYTES + EVENT_LOG_BYTES_MAX + sizeof(struct attestation_report) + \
	 REPORT_CERTIFICATES_MAX)

/* What goes behind the log, which has its place at REPORT_TABLE_BYTES already. */
struct report_table {
	enum err error; /* OK: report is valid */
	u32 log_bytes;
	const struct attestation_report *report;
	const void *certificates;
	u32 certificates_bytes; /* at most REPORT_CERTIFICATES_MAX */
};

/* Completes the table at `to` (REPORT_TABLE_BYTES_MAX bytes), checksum included; returns its size. */
u32 report_table_finish(u8 *to, const struct report_table *table);

/*
 * Lets the root table name one more table, at `gpa`: a longer copy of it comes from the arena, and the
 * RSDP at `rsdp_gpa`, of our own making, points there. ERR_NO_RAM.
 */
MUST_CHECK enum err report_table_publish(struct arena *arena, u64 rsdp_gpa, u64 gpa);

#endif
