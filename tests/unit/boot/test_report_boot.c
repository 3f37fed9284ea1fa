/*
 * The report of a boot from its first note to the finished table, over a PSP that answers what a test
 * says. The report is required here; test_report_optional.c has the other policy.
 */
#include "firmware/boot/report.h"
#include "firmware/boot/event_log_abi.h"
#include "firmware/mem/layout.h"
#include "firmware/sev/guest_request.h"
#include "firmware/sev/snp_abi.h"
#include "lib/bytes.h"
#include "lib/sha256.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/log.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/madt_builder.h"

#include <string.h>

#define STATUS_SNP 7u
#define RAM_END 0x40000000u

static struct memory memory;
static struct acpi_facts facts;
static struct measured measured;
static struct payload payload;
static struct handoff handoff;
static u64 rsdp_gpa;

/* --- The PSP ------------------------------------------------------------------------------------- */

static struct {
	enum err start_error, report_error;
	u32 certificates_bytes;
	u8 report_data[REPORT_DATA_BYTES];
	u32 vmpl;
	u32 requests, stops;
} psp;

enum err guest_request_start(struct guest_request_channel *channel, struct range shared,
			     u64 message_gpa)
{
	channel->request_gpa = shared.start;
	assert_true(is_aligned(shared.start, PAGE_SIZE));
	assert_true(range_bytes(shared) >= GUEST_REQUEST_SHARED_BYTES);
	assert_true(is_aligned(message_gpa, PAGE_SIZE));
	memset(phys_ptr(message_gpa, PAGE_SIZE), 0xee, PAGE_SIZE);
	return psp.start_error;
}

enum err guest_request_extended_report(struct guest_request_channel *channel,
				       const u8 report_data[REPORT_DATA_BYTES], u32 vmpl,
				       struct attestation_report *report, u64 certificates_gpa,
				       u32 certificates_max, u32 *certificates_bytes)
{
	assert_int_equal(channel->request_gpa, layout_bounce().start);
	psp.requests++;
	psp.vmpl = vmpl;
	memcpy(psp.report_data, report_data, REPORT_DATA_BYTES);
	memset(report, 0x77, sizeof(*report));
	assert_true(is_aligned(certificates_gpa, PAGE_SIZE));
	assert_true(psp.certificates_bytes <= certificates_max);
	memset(phys_ptr(certificates_gpa, certificates_max), 0x88, psp.certificates_bytes);
	*certificates_bytes = psp.certificates_bytes;
	return psp.report_error;
}

void guest_request_stop(struct guest_request_channel *channel)
{
	(void)channel;
	psp.stops++;
}

/* --- The CPU: its SHA instructions are the portable code here ------------------------------------------ */

void sha256_blocks_ni(u32 hash[8], const u8 *data, u64 block_count)
{
	sha256_blocks_portable(hash, data, block_count);
}

/* --- A boot -------------------------------------------------------------------------------------- */

static int setup(void **state)
{
	static struct madt_builder madt;

	(void)state;
	fake_panic_reset();
	fake_log_reset();
	machine_reset();
	(void)machine_ram(layout_arena().start, range_bytes(layout_arena()), MACHINE_PRIVATE);
	(void)machine_ram(layout_cpuid_gpa(), PAGE_SIZE, MACHINE_PRIVATE);
	memset(phys_ptr(layout_cpuid_gpa(), PAGE_SIZE), 0, PAGE_SIZE);
	memset(&psp, 0, sizeof(psp));
	psp.certificates_bytes = 100;
	memory = (struct memory){ .c_bit = 1ull << 51 };
	arena_init(&memory.arena, layout_arena());
	memmap_init(&memory.map);
	assert_int_equal(memmap_add(&memory.map, (struct range){ 0, RAM_END }, MEM_RAM), OK);
	facts = (struct acpi_facts){ .machine = MACHINE_Q35 };
	madt_start(&madt);
	(void)madt_add_cpu(&madt, 0, 1);
	assert_int_equal(acpi_topology_find(madt.file, sizeof(madt.file), &facts.topology), OK);
	measured.hashes.digest[MEASURED_KERNEL][0] = 0x4b;
	payload = (struct payload){ .kernel.image_bytes = 5 };
	handoff.payload = &payload;
	return 0;
}

static void note_all(u64 sev_status)
{
	assert_int_equal(report_start(&memory, sev_status, 3), OK);
	assert_int_equal(acpi_own_build(&facts, &memory.arena, &rsdp_gpa), OK);
	assert_int_equal(report_note_acpi(&facts, &memory.arena, rsdp_gpa), OK);
}

static enum err boot(u64 sev_status)
{
	note_all(sev_status);
	return report_make(&memory, &measured, &handoff);
}

/* The last entry of the root table. */
static const u8 *last_table(void)
{
	const u8 *root = phys_ptr(le64_load((u8 *)phys_ptr(rsdp_gpa, 36) + 24), 36);
	u32 bytes = le32_load(root + 4);

	return phys_ptr(le64_load(root + bytes - 8), 36);
}

static const u8 *part(u32 field)
{
	return last_table() + le32_load(last_table() + field);
}

static void the_table_holds_log_report_and_certificates(void **state)
{
	(void)state;
	assert_int_equal(boot(STATUS_SNP), OK);
	assert_memory_equal(last_table(), "OEMR", 4);
	assert_int_equal(le32_load(last_table() + 36), 0);
	assert_memory_equal(part(40), "SNPSHIML", 8);
	assert_int_equal(part(48)[0], 0x77);
	assert_int_equal(le32_load(last_table() + 52), 0x4a0);
	assert_int_equal(part(56)[99], 0x88);
	assert_int_equal(le32_load(last_table() + 60), 100);
	assert_int_equal(fake_log_lines, 0);
}

static void the_report_binds_the_log_in_the_table(void **state)
{
	u8 digest[SHA256_BYTES];
	struct sha256 hash;

	(void)state;
	assert_int_equal(boot(STATUS_SNP), OK);
	sha256_init(&hash, sha256_blocks_portable);
	sha256_update(&hash, part(40), le32_load(last_table() + 44));
	sha256_final(&hash, digest);
	assert_memory_equal(psp.report_data, digest, sizeof(digest));
	assert_memory_equal(psp.report_data + 32, "snp-shim event log, version 1\0\0\0", 32);
	assert_int_equal(psp.vmpl, 0);
	assert_int_equal(psp.requests, 1);
	assert_int_equal(psp.stops, 1);
}

static void the_log_has_every_event(void **state)
{
	const u8 *log, *event;

	(void)state;
	assert_int_equal(boot(STATUS_SNP), OK);
	log = part(40);
	event = log + 24;
	for (u16 type = 1; type < EVENT_TYPE_END; type++, event += 4 + le16_load(event + 2))
		assert_int_equal(le16_load(event), type);
	assert_ptr_equal(event, log + le32_load(log + 12));
	assert_int_equal(le32_load(log + 16), EVENT_TYPE_END - 1);
	assert_memory_equal(log + 24 + 8, "snp-shim-report", 16);
}

static void the_table_is_acpi_memory(void **state)
{
	u64 gpa;

	(void)state;
	assert_int_equal(boot(STATUS_SNP), OK);
	gpa = machine_gpa_of(last_table());
	assert_true(gpa >= memory.arena.top);
	assert_true(gpa + le32_load(last_table() + 4) <= memory.arena.whole.end);
}

static void a_plain_vm_has_no_report(void **state)
{
	struct arena before;

	(void)state;
	assert_int_equal(report_start(&memory, 0, 0), OK);
	assert_int_equal(acpi_own_build(&facts, &memory.arena, &rsdp_gpa), OK);
	before = memory.arena;
	assert_int_equal(report_note_acpi(&facts, &memory.arena, rsdp_gpa), OK);
	assert_int_equal(report_make(&memory, &measured, &handoff), OK);
	assert_memory_equal(&before, &memory.arena, sizeof(before));
	assert_memory_not_equal(last_table(), "OEMR", 4);
	assert_int_equal(psp.requests, 0);
}

static void a_refused_request_ends_the_boot(void **state)
{
	(void)state;
	psp.report_error = ERR_REQUEST_PSP;
	assert_error(boot(STATUS_SNP), ERR_REQUEST_PSP);
	assert_int_equal(psp.stops, 1);
}

static void a_channel_that_does_not_open_ends_the_boot(void **state)
{
	(void)state;
	psp.start_error = ERR_REQUEST_KEY;
	assert_error(boot(STATUS_SNP), ERR_REQUEST_KEY);
	assert_int_equal(psp.requests, 0);
	assert_int_equal(psp.stops, 1);
}

/* Whatever the host says of its certificates: the report is there, and nobody boots less. */
static void bad_certificates_are_left_out(void **state)
{
	static const enum err errors[] = { ERR_REQUEST_CERTIFICATES, ERR_REQUEST_CERTIFICATES_SIZE };

	for (u32 i = 0; i < COUNT_OF(errors); i++) {
		(void)setup(state);
		psp.report_error = errors[i];
		assert_int_equal(boot(STATUS_SNP), OK);
		assert_int_equal(le32_load(last_table() + 36), 0);
		assert_int_equal(le32_load(last_table() + 52), 0x4a0);
		assert_int_equal(le32_load(last_table() + 60), 0);
		assert_int_equal(fake_log_lines, 1);
		(void)machine_teardown(state);
	}
	(void)setup(state);
}

static void no_memory_is_an_error_at_each_step(void **state)
{
	u64 gpa;

	(void)state;
	memory.arena.bottom = memory.arena.top - 3 * PAGE_SIZE;
	assert_error(report_start(&memory, STATUS_SNP, 3), ERR_NO_RAM);
	arena_init(&memory.arena, layout_arena());
	note_all(STATUS_SNP);
	assert_int_equal(arena_take_low(&memory.arena, align_down(memory.arena.top, PAGE_SIZE) -
					memory.arena.bottom, 1, &gpa), OK);
	assert_error(report_make(&memory, &measured, &handoff), ERR_NO_RAM);
	assert_int_equal(psp.requests, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_table_holds_log_report_and_certificates),
		CASE(the_report_binds_the_log_in_the_table),
		CASE(the_log_has_every_event),
		CASE(the_table_is_acpi_memory),
		CASE(a_plain_vm_has_no_report),
		CASE(a_refused_request_ends_the_boot),
		CASE(a_channel_that_does_not_open_ends_the_boot),
		CASE(bad_certificates_are_left_out),
		CASE(no_memory_is_an_error_at_each_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
