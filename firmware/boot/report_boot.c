/*
 * The report of the boot, in the ROM variants with one. Guarantees: what the report binds is the log that
 * the table holds; the table is complete and sealed before the kernel runs. Trusts the PSP for the report,
 * nobody for the certificates, which only a verifier can judge.
 *
 * The boot is one thread that passes once through here: the state is a variable, so that main.c and the
 * other ROMs know nothing of it.
 */
#include "firmware/boot/report.h"

#include "firmware/boot/ap_mode.h"
#include "firmware/boot/boot_events.h"
#include "firmware/boot/report_table.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/cpuid_page.h"
#include "firmware/sev/guest_request.h"
#include "lib/log.h"

static struct {
	u64 table_gpa; /* 0: no report in this guest */
	sha256_blocks *blocks;
	struct event_log log;
} state;

enum err report_start(struct memory *memory, u64 sev_status, u64 hypervisor_features)
{
	enum err error;

	state.table_gpa = 0;
	if (!(sev_status & SEV_STATUS_SNP))
		return OK;
	error = arena_take_high(&memory->arena, REPORT_TABLE_BYTES_MAX, PAGE_SIZE, &state.table_gpa);
	if (error != OK)
		return error;
	state.blocks = cpuid_page_has_sha_ni(phys_ptr(layout_cpuid_gpa(), PAGE_SIZE)) ?
			       sha256_blocks_ni : sha256_blocks_portable;
	event_log_start(&state.log, phys_ptr(state.table_gpa + REPORT_TABLE_BYTES,
					     EVENT_LOG_BYTES_MAX));
	boot_events_firmware(&state.log, report_variant(ap_mode_event()));
	boot_events_guest(&state.log, sev_status, hypervisor_features, memory->c_bit);
	boot_events_memory(&state.log, &memory->map);
	return OK;
}

enum err report_note_acpi(const struct acpi_facts *facts, struct arena *arena, u64 rsdp_gpa)
{
	if (state.table_gpa == 0)
		return OK;
	boot_events_acpi(&state.log, facts, state.blocks);
	return report_table_publish(arena, rsdp_gpa, state.table_gpa);
}

/* Private memory that the request needs; it is free again at the hand-off. */
struct scratch {
	u64 message_gpa;
	u64 report_gpa;
	u64 certificates_gpa;
};

static enum err take_scratch(struct arena *arena, struct scratch *scratch)
{
	enum err error = arena_take_low(arena, PAGE_SIZE, PAGE_SIZE, &scratch->message_gpa);

	if (error == OK)
		error = arena_take_low(arena, PAGE_SIZE, PAGE_SIZE, &scratch->report_gpa);
	if (error == OK)
		error = arena_take_low(arena, REPORT_CERTIFICATES_MAX, PAGE_SIZE,
				       &scratch->certificates_gpa);
	return error;
}

/* Certificates can be had elsewhere: a host that has none, or too many, keeps nobody from booting. */
static enum err without_certificates(enum err error, struct report_table *table)
{
	if (error != ERR_REQUEST_CERTIFICATES && error != ERR_REQUEST_CERTIFICATES_SIZE)
		return error;
	table->certificates_bytes = 0;
	log_line("the attestation report comes without certificates: %s", err_info(error).cause);
	return OK;
}

/* The report that binds the finished log, at VMPL 0. */
static enum err fetch(const struct scratch *scratch, struct report_table *table)
{
	struct attestation_report *report = phys_ptr(scratch->report_gpa, sizeof(*report));
	struct guest_request_channel channel = { 0 };
	struct event_log_report_data data;
	enum err error;

	table->report = report;
	table->certificates = phys_ptr(scratch->certificates_gpa, REPORT_CERTIFICATES_MAX);
	boot_events_report_data(state.log.bytes, table->log_bytes, state.blocks, &data);
	error = guest_request_start(&channel, layout_bounce(), scratch->message_gpa);
	if (error == OK)
		error = guest_request_extended_report(&channel, (const u8 *)&data, 0, report,
						      scratch->certificates_gpa,
						      REPORT_CERTIFICATES_MAX,
						      &table->certificates_bytes);
	guest_request_stop(&channel);
	return without_certificates(error, table);
}

enum err report_make(struct memory *memory, const struct measured *measured, struct handoff *handoff)
{
	struct report_table table = { .error = OK };
	struct scratch scratch;
	enum err error;

	if (state.table_gpa == 0)
		return OK;
	error = take_scratch(&memory->arena, &scratch);
	if (error != OK)
		return error;
	boot_events_payload(&state.log, &measured->hashes, handoff->payload);
	boot_events_cpus(&state.log, ap_mode_event());
	table.log_bytes = event_log_finish(&state.log);
	table.error = fetch(&scratch, &table);
	(void)report_table_finish(phys_ptr(state.table_gpa, REPORT_TABLE_BYTES_MAX), &table);
	return report_policy(table.error);
}
