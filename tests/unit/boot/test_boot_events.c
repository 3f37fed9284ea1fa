/* Each event, byte for byte as docs/attestation.md has it. */
#include "firmware/boot/boot_events.h"
#include "lib/bytes.h"
#include "lib/version.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"
#include "tests/unit/boot/madt_builder.h"

#include <string.h>

static u8 buffer[EVENT_LOG_BYTES_MAX];
static struct event_log events;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	event_log_start(&events, buffer);
	return 0;
}

/* The first event: behind the log's header. */
static const u8 *first(u16 type, u16 bytes)
{
	assert_int_equal(le16_load(buffer + 24), type);
	assert_int_equal(le16_load(buffer + 26), bytes);
	assert_int_equal(events.used, 28u + bytes);
	return buffer + 28;
}

static void the_firmware_gives_version_and_name(void **state)
{
	static const char name[28] = "a-rom";
	const u8 *event;

	(void)state;
	boot_events_firmware(&events, "a-rom");
	event = first(1, 32);
	assert_int_equal(le16_load(event), VERSION_MAJOR);
	assert_int_equal(le16_load(event + 2), VERSION_MINOR);
	assert_memory_equal(event + 4, name, sizeof(name));
}

static void a_long_name_is_cut(void **state)
{
	(void)state;
	boot_events_firmware(&events, "0123456789012345678901234567890123456789");
	assert_memory_equal(first(1, 32) + 4, "0123456789012345678901234567", 28);
}

static void the_guest_is_told_by_numbers(void **state)
{
	const u8 *event;

	(void)state;
	boot_events_guest(&events, 0x8000000000000007, 0x3, 1ull << 51);
	event = first(2, 24);
	assert_int_equal(le64_load(event), 0x8000000000000007);
	assert_int_equal(le64_load(event + 8), 3);
	assert_int_equal(le32_load(event + 16), 2);
	assert_int_equal(le32_load(event + 20), 51);
}

static void memory_is_the_ram_alone(void **state)
{
	static const u64 wanted[] = { 0, 0xa0000, 0x100000, 0x80000000 };
	struct memmap map;

	(void)state;
	memmap_init(&map);
	assert_int_equal(memmap_add(&map, (struct range){ 0x100000, 0x80000000 }, MEM_RAM), OK);
	assert_int_equal(memmap_add(&map, (struct range){ 0xf0000, 0x100000 }, MEM_DEVICE), OK);
	assert_int_equal(memmap_add(&map, (struct range){ 0, 0xa0000 }, MEM_RAM), OK);
	boot_events_memory(&events, &map);
	assert_memory_equal(first(3, sizeof(wanted)), wanted, sizeof(wanted));
}

static void the_fullest_map_fits(void **state)
{
	static struct memmap map;

	(void)state;
	memmap_init(&map);
	for (u64 i = 0; i < MEMMAP_MAX; i++)
		assert_int_equal(memmap_add(&map, (struct range){ 2 * i * PAGE_SIZE,
								  (2 * i + 1) * PAGE_SIZE }, MEM_RAM), OK);
	boot_events_firmware(&events, "x");
	boot_events_guest(&events, 7, 3, 1ull << 51);
	boot_events_memory(&events, &map);
	assert_int_equal(events.used, 24 + 36 + 28 + 4 + MEMMAP_MAX * 16);
}

static void acpi_facts_come_with_the_hash_of_the_apic_ids(void **state)
{
	/* SHA-256 of 00000000 02000000 */
	static const u8 wanted[32] = {
		0x2f, 0xcd, 0x15, 0x1b, 0x82, 0x95, 0xe8, 0xb3, 0xbf, 0x8e, 0xc6, 0x4e, 0xde, 0x17, 0x35, 0x23,
		0x41, 0x79, 0x60, 0xa8, 0xdb, 0x6c, 0xbc, 0x56, 0x9d, 0xe9, 0xa2, 0x5a, 0x45, 0x8f, 0x91, 0x35,
	};
	struct acpi_facts facts = { .machine = MACHINE_Q35, .has_hpet = true };
	struct madt_builder madt;
	const u8 *event;

	(void)state;
	madt_start(&madt);
	(void)madt_add_cpu(&madt, 0, 1);
	(void)madt_add_cpu(&madt, 2, 1);
	assert_int_equal(acpi_topology_find(madt.file, sizeof(madt.file), &facts.topology), OK);
	boot_events_acpi(&events, &facts, sha256_blocks_portable);
	event = first(4, 44);
	assert_int_equal(le32_load(event), 1); /* q35 */
	assert_int_equal(le32_load(event + 4), 1); /* HPET */
	assert_int_equal(le32_load(event + 8), 2);
	assert_memory_equal(event + 12, wanted, sizeof(wanted));
}

static void each_machine_has_its_number(void **state)
{
	static const u32 wanted[] = { [MACHINE_MICROVM] = 3, [MACHINE_PC] = 2, [MACHINE_Q35] = 1,
				      [MACHINE_OTHER] = 0 };

	for (enum machine machine = MACHINE_MICROVM; machine <= MACHINE_OTHER; machine++) {
		struct acpi_facts facts = { .machine = machine, .topology.has_io_apic2 = true };

		(void)setup(state);
		boot_events_acpi(&events, &facts, sha256_blocks_portable);
		assert_int_equal(le32_load(first(4, 44)), wanted[machine]);
		assert_int_equal(le32_load(buffer + 32), 2); /* second I/O APIC */
	}
}

static void items_have_hash_and_size(void **state)
{
	static const struct hashes hashes = { { { 0x11 }, { 0x22 }, { 0x33 } } };
	static const struct payload payload = {
		.kernel = { .setup_bytes = 0x5000, .image_bytes = 0x700000 },
		.initrd = { 0x1000000, 0x1000123 },
		.cmdline_bytes = 9,
	};
	static const struct {
		u8 hash;
		u64 bytes;
	} wanted[] = { { 0x11, 0x705000 }, { 0x22, 0x123 }, { 0x33, 9 } };

	(void)state;
	boot_events_payload(&events, &hashes, &payload);
	for (u32 i = 0; i < 3; i++) {
		const u8 *event = buffer + 24 + i * 44;

		assert_int_equal(le16_load(event), 5 + i);
		assert_int_equal(le16_load(event + 2), 40);
		assert_int_equal(event[4], wanted[i].hash);
		assert_int_equal(le64_load(event + 36), wanted[i].bytes);
	}
}

static void cpus_say_how_they_start(void **state)
{
	(void)state;
	boot_events_cpus(&events, EVENT_AP_MODE_MAILBOX);
	assert_int_equal(le32_load(first(8, 4)), 2);
}

static void report_data_is_hash_and_tag(void **state)
{
	/* SHA-256 of "abc", FIPS 180-4 */
	static const u8 wanted[32] = {
		0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
		0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
	};
	static const char tag[32] = "snp-shim event log, version 1";
	struct event_log_report_data data;

	(void)state;
	memset(&data, 0xa5, sizeof(data));
	boot_events_report_data("abc", 3, sha256_blocks_portable, &data);
	assert_memory_equal(&data, wanted, sizeof(wanted));
	assert_memory_equal((u8 *)&data + 32, tag, sizeof(tag));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_firmware_gives_version_and_name, setup),
		cmocka_unit_test_setup(a_long_name_is_cut, setup),
		cmocka_unit_test_setup(the_guest_is_told_by_numbers, setup),
		cmocka_unit_test_setup(memory_is_the_ram_alone, setup),
		cmocka_unit_test_setup(the_fullest_map_fits, setup),
		cmocka_unit_test_setup(acpi_facts_come_with_the_hash_of_the_apic_ids, setup),
		cmocka_unit_test_setup(each_machine_has_its_number, setup),
		cmocka_unit_test_setup(items_have_hash_and_size, setup),
		cmocka_unit_test_setup(cpus_say_how_they_start, setup),
		cmocka_unit_test_setup(report_data_is_hash_and_tag, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
