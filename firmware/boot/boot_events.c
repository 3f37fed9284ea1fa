/*
 * Events from facts. Guarantees: a fact is written as it was used; payloads have the layout of
 * event_log_abi.h and no bytes that nobody set. Pure.
 */
#include "firmware/boot/boot_events.h"

#include "firmware/sev/ghcb_abi.h"
#include "lib/bytes.h"
#include "lib/mem.h"
#include "lib/version.h"

#define EVENT_COUNT (EVENT_TYPE_END - 1)
static_assert(sizeof(struct event_log_header) + EVENT_COUNT * sizeof(struct event_header) +
	      sizeof(struct event_firmware) + sizeof(struct event_guest) +
	      MEMMAP_MAX * sizeof(struct event_range) + MEASURED_COUNT * sizeof(struct event_item) +
	      sizeof(struct event_acpi) + sizeof(struct event_cpus) <= EVENT_LOG_BYTES_MAX,
	      "the longest log fits");

void boot_events_firmware(struct event_log *log, const char *variant)
{
	struct event_firmware event = { .major = VERSION_MAJOR, .minor = VERSION_MINOR };
	size_t length = strlen(variant);

	memcpy(event.variant, variant, length < sizeof(event.variant) ? length : sizeof(event.variant));
	memcpy(event_log_add(log, EVENT_FIRMWARE, sizeof(event)), &event, sizeof(event));
}

/* The number of the lowest bit that is set. */
static u32 bit_number(u64 mask)
{
	u32 number = 0;

	for (; number < 64 && !(mask & 1); mask >>= 1)
		number++;
	return number;
}

void boot_events_guest(struct event_log *log, u64 sev_status, u64 hypervisor_features, u64 c_bit)
{
	struct event_guest event = { sev_status, hypervisor_features, GHCB_PROTOCOL_VERSION,
				     bit_number(c_bit) };

	memcpy(event_log_add(log, EVENT_GUEST, sizeof(event)), &event, sizeof(event));
}

static u32 ram_count(const struct memmap *map)
{
	u32 count = 0;

	for (u32 i = 0; i < map->count; i++)
		count += map->entries[i].type == MEM_RAM;
	return count;
}

void boot_events_memory(struct event_log *log, const struct memmap *map)
{
	u32 bytes = ram_count(map) * (u32)sizeof(struct event_range);
	u8 *at = event_log_add(log, EVENT_MEMORY, bytes);

	for (u32 i = 0; i < map->count; i++) {
		if (map->entries[i].type != MEM_RAM)
			continue;
		le64_store(at, map->entries[i].range.start);
		le64_store(at + sizeof(u64), map->entries[i].range.end);
		at += sizeof(struct event_range);
	}
}

static void add_item(struct event_log *log, enum event_type type, const u8 *digest, u64 bytes)
{
	struct event_item event = { .bytes = bytes };

	memcpy(event.sha256, digest, sizeof(event.sha256));
	memcpy(event_log_add(log, type, sizeof(event)), &event, sizeof(event));
}

void boot_events_payload(struct event_log *log, const struct hashes *hashes,
			 const struct payload *payload)
{
	add_item(log, EVENT_KERNEL, hashes->digest[MEASURED_KERNEL],
		 payload->kernel.setup_bytes + payload->kernel.image_bytes);
	add_item(log, EVENT_INITRD, hashes->digest[MEASURED_INITRD], range_bytes(payload->initrd));
	add_item(log, EVENT_CMDLINE, hashes->digest[MEASURED_CMDLINE], payload->cmdline_bytes);
}

static void hash_apic_ids(const struct acpi_topology *topology, sha256_blocks *blocks, u8 *digest)
{
	struct sha256 hash;
	u32 cursor = 0;
	u32 apic_id;

	sha256_init(&hash, blocks);
	while (acpi_topology_next_cpu(topology, &cursor, &apic_id))
		sha256_update(&hash, &apic_id, sizeof(apic_id));
	sha256_final(&hash, digest);
}

void boot_events_acpi(struct event_log *log, const struct acpi_facts *facts, sha256_blocks *blocks)
{
	static const u8 machines[] = {
		[MACHINE_MICROVM] = EVENT_MACHINE_MICROVM,
		[MACHINE_PC] = EVENT_MACHINE_PC,
		[MACHINE_Q35] = EVENT_MACHINE_Q35,
		[MACHINE_OTHER] = EVENT_MACHINE_OTHER,
	};
	struct event_acpi event = { .machine = machines[facts->machine],
				    .cpu_count = facts->topology.cpu_count };

	event.flags = (facts->has_hpet ? EVENT_ACPI_HPET : 0) |
		      (facts->topology.has_io_apic2 ? EVENT_ACPI_IO_APIC2 : 0);
	hash_apic_ids(&facts->topology, blocks, event.apic_ids_sha256);
	memcpy(event_log_add(log, EVENT_ACPI, sizeof(event)), &event, sizeof(event));
}

void boot_events_cpus(struct event_log *log, enum event_ap_mode mode)
{
	struct event_cpus event = { mode };

	memcpy(event_log_add(log, EVENT_CPUS, sizeof(event)), &event, sizeof(event));
}

void boot_events_report_data(const void *log, u32 bytes, sha256_blocks *blocks,
			     struct event_log_report_data *data)
{
	struct sha256 hash;

	*data = (struct event_log_report_data){ .tag = EVENT_LOG_REPORT_TAG };
	sha256_init(&hash, blocks);
	sha256_update(&hash, log, bytes);
	sha256_final(&hash, data->log_sha256);
}
