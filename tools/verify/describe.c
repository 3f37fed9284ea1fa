/*
 * describe.c - see describe.h. Text of the guest's is printed only where it was checked to be text.
 */
#include "tools/verify/describe.h"

#include <stdio.h>

static void print_hex(const u8 *bytes, size_t len)
{
	while (len--)
		printf("%02x", *bytes++);
}

static void print_item(const char *name, const struct event_item *item, u64 bytes_when_empty)
{
	if (item->bytes <= bytes_when_empty) {
		printf("%-14snone\n", name);
		return;
	}
	printf("%-14s%llu bytes, SHA-256 ", name, (unsigned long long)item->bytes);
	print_hex(item->sha256, sizeof(item->sha256));
	printf("\n");
}

static void print_memory(const struct boot_log *log)
{
	printf("%-14s%llu MiB of RAM:", "memory",
	       (unsigned long long)(boot_log_ram_bytes(log) / MIB));
	for (u32 i = 0; i < log->range_count; i++)
		printf(" 0x%llx-0x%llx", (unsigned long long)log->ranges[i].start,
		       (unsigned long long)log->ranges[i].end);
	printf("\n");
}

static void print_machine(const struct boot_log *log)
{
	static const char *const machines[] = {
		[EVENT_MACHINE_Q35] = "q35", [EVENT_MACHINE_PC] = "pc",
		[EVENT_MACHINE_MICROVM] = "microvm",
	};
	bool is_up = boot_log_apic_ids_count_up(log);

	printf("%-14s%s, ACPI tables of the firmware's own%s%s\n", "machine",
	       machines[log->acpi.machine], log->acpi.flags & EVENT_ACPI_HPET ? ", HPET" : "",
	       log->acpi.flags & EVENT_ACPI_IO_APIC2 ? ", second I/O APIC" : "");
	printf("%-14s%u, APIC IDs %s; the others are started by %s\n", "CPUs", log->acpi.cpu_count,
	       is_up ? "count up from 0" : "with gaps",
	       log->cpus.ap_mode == EVENT_AP_MODE_LINUX ? "Linux (AP creation)" :
							  "the firmware (wakeup mailbox)");
}

void describe_boot(const struct boot_log *log)
{
	printf("%-14s%.*s %u.%u\n", "firmware", (int)sizeof(log->firmware.variant),
	       log->firmware.variant, log->firmware.major, log->firmware.minor);
	print_item("kernel", &log->kernel, 0);
	print_item("initrd", &log->initrd, 0);
	print_item("command line", &log->cmdline, 1);
	print_machine(log);
	print_memory(log);
	printf("%-14sSEV_STATUS 0x%llx, hypervisor features 0x%llx, GHCB protocol %u, C-bit %u\n",
	       "guest", (unsigned long long)log->guest.sev_status,
	       (unsigned long long)log->guest.hypervisor_features, log->guest.ghcb_version,
	       log->guest.c_bit);
}

static void print_field(const char *name, const u8 *bytes, size_t len)
{
	printf("%-14s", name);
	print_hex(bytes, len);
	printf("\n");
}

static void print_tcb(const struct attestation_report *report)
{
	u64 tcb = report->reported_tcb;

	printf("%-14s0x%016llx: boot loader %u, TEE %u, SNP %u, microcode %u\n", "TCB",
	       (unsigned long long)tcb, attestation_tcb_part(report, tcb, TCB_BOOT_LOADER),
	       attestation_tcb_part(report, tcb, TCB_TEE), attestation_tcb_part(report, tcb, TCB_SNP),
	       attestation_tcb_part(report, tcb, TCB_MICROCODE));
}

void describe_report(const struct attestation_report *report)
{
	print_field("digest", report->measurement, sizeof(report->measurement));
	printf("%-14s0x%llx: debugging %s, migration %s, SMT %s\n", "policy",
	       (unsigned long long)report->policy,
	       attestation_has_policy(report, POLICY_DEBUG) ? "ALLOWED" : "forbidden",
	       attestation_has_policy(report, POLICY_MIGRATION) ? "ALLOWED" : "forbidden",
	       attestation_has_policy(report, POLICY_SMT) ? "allowed" : "forbidden");
	print_tcb(report);
	print_field("chip", report->chip_id, sizeof(report->chip_id));
	print_field("report ID", report->report_id, sizeof(report->report_id));
	print_field("host data", report->host_data, sizeof(report->host_data));
}
