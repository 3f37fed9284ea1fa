/*
 * The event log of a boot and the ACPI table that carries it, with report and certificates, to the
 * guest's programs. docs/attestation.md has both as tables; a change of layout changes the version.
 * Numbers are little-endian, nothing is padded. Layouts and numbers only: tools/snp-verify reads them.
 */
#ifndef BOOT_EVENT_LOG_ABI_H
#define BOOT_EVENT_LOG_ABI_H

#include "lib/types.h"

/* --- The log: a header, then events, each once and in the order of their numbers ------------------ */

#define EVENT_LOG_MAGIC "SNPSHIML"
#define EVENT_LOG_VERSION 1u
#define EVENT_LOG_BYTES_MAX 4096u

struct event_log_header {
	char magic[8];
	u16 version;
	u16 header_bytes;
	u32 log_bytes; /* with this header */
	u32 event_count;
	u32 reserved_0x14;
} PACKED;
ASSERT_SIZE(struct event_log_header, 24);

enum event_type {
	EVENT_FIRMWARE = 1,
	EVENT_GUEST = 2,
	EVENT_MEMORY = 3,
	EVENT_ACPI = 4,
	EVENT_KERNEL = 5,
	EVENT_INITRD = 6,
	EVENT_CMDLINE = 7,
	EVENT_CPUS = 8,
	EVENT_TYPE_END
};

struct event_header {
	u16 type;
	u16 bytes; /* of the payload behind this header */
} PACKED;
ASSERT_SIZE(struct event_header, 4);

#define EVENT_DIGEST_BYTES 32u /* SHA-256 */

struct event_firmware {
	u16 major, minor;
	char variant[28]; /* name of the ROM, zeros behind it */
} PACKED;
ASSERT_SIZE(struct event_firmware, 32);

struct event_guest {
	u64 sev_status; /* MSR C001_0131 */
	u64 hypervisor_features;
	u32 ghcb_version;
	u32 c_bit; /* its number */
} PACKED;
ASSERT_SIZE(struct event_guest, 24);

/* EVENT_MEMORY: RAM as the host's map has it, sorted and merged, before the firmware takes its part. */
struct event_range {
	u64 start;
	u64 end; /* exclusive */
} PACKED;
ASSERT_SIZE(struct event_range, 16);

/* EVENT_KERNEL, EVENT_INITRD, EVENT_CMDLINE: as QEMU measures it at launch and the firmware checked it. */
struct event_item {
	u8 sha256[EVENT_DIGEST_BYTES];
	u64 bytes; /* 0: not there; the command line's count has its NUL */
} PACKED;
ASSERT_SIZE(struct event_item, 40);

enum event_machine { EVENT_MACHINE_OTHER, EVENT_MACHINE_Q35, EVENT_MACHINE_PC, EVENT_MACHINE_MICROVM };
#define EVENT_ACPI_HPET 1u
#define EVENT_ACPI_IO_APIC2 2u

/* What the host decides of the firmware's own ACPI tables. */
struct event_acpi {
	u32 machine;
	u32 flags;
	u32 cpu_count;
	u8 apic_ids_sha256[EVENT_DIGEST_BYTES]; /* over the IDs, a u32 each, in MADT order */
} PACKED;
ASSERT_SIZE(struct event_acpi, 44);

enum event_ap_mode { EVENT_AP_MODE_LINUX = 1, EVENT_AP_MODE_MAILBOX = 2 };

struct event_cpus {
	u32 ap_mode; /* how CPUs but the first come to the kernel */
} PACKED;
ASSERT_SIZE(struct event_cpus, 4);

/* --- REPORT_DATA ----------------------------------------------------------------------------------- */

/* First SHA-256 of the whole log, then this text and zeros: what the hash is of. */
#define EVENT_LOG_REPORT_TAG "snp-shim event log, version 1"

struct event_log_report_data {
	u8 log_sha256[EVENT_DIGEST_BYTES];
	char tag[32];
};
ASSERT_SIZE(struct event_log_report_data, 64);

/* --- The ACPI table "OEMR", of OEM table ID "SNP-SHIM" ------------------------------------------------ */

#define REPORT_TABLE_SIGNATURE "OEMR"
#define REPORT_TABLE_OEM_TABLE_ID "SNP-SHIM"
#define REPORT_TABLE_REVISION 1u
#define REPORT_TABLE_BYTES 64u
#define REPORT_TABLE_ACPI_HEADER_BYTES 36u

/* Behind the ACPI header. Offsets count from the start of the table. */
struct report_table_body {
	u32 error; /* 0: the report is there; else termination set and code (set << 8 | code) of why not */
	u32 log_offset, log_bytes;
	u32 report_offset, report_bytes;
	u32 certificates_offset, certificates_bytes; /* 0 bytes: the host gave none */
} PACKED;
ASSERT_SIZE(struct report_table_body, REPORT_TABLE_BYTES - REPORT_TABLE_ACPI_HEADER_BYTES);

#endif
