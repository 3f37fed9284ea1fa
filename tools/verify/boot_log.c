/*
 * boot_log.c - see boot_log.h. Guarantees: a log that passes has every event once, in order, and all its
 * bytes are accounted for. Trusts nothing.
 */
#include "tools/verify/boot_log.h"

#include <string.h>

#include "lib/range.h"

enum { CPUS_MAX = 1024, SEV_STATUS_SNP_BIT = 2 };

static const char *check_header(struct blob bytes, struct event_log_header *header)
{
	if (bytes.bytes < sizeof(*header))
		return "it is shorter than its header";
	memcpy(header, bytes.data, sizeof(*header));
	if (memcmp(header->magic, EVENT_LOG_MAGIC, sizeof(header->magic)) != 0)
		return "it is no event log of snp-shim";
	if (header->version != EVENT_LOG_VERSION || header->header_bytes != sizeof(*header))
		return "its version is unknown; use the snp-verify of that firmware's release";
	if (header->log_bytes != bytes.bytes || bytes.bytes > EVENT_LOG_BYTES_MAX)
		return "its length is not the one it states";
	if (header->event_count != EVENT_TYPE_END - 1 || header->reserved_0x14 != 0)
		return "its header has a wrong number of events or a reserved field in use";
	return NULL;
}

static bool is_ram(const struct event_range *ranges, u32 count)
{
	u64 last_end = 0;

	for (u32 i = 0; i < count; i++) {
		if (ranges[i].start < last_end || ranges[i].end <= ranges[i].start ||
		    !is_aligned(ranges[i].start | ranges[i].end, PAGE_SIZE))
			return false;
		last_end = ranges[i].end;
	}
	return count > 0;
}

static const char *take_ranges(struct blob payload, struct boot_log *log)
{
	if (payload.bytes % sizeof(struct event_range) != 0 || payload.bytes > sizeof(log->ranges))
		return "the memory event has a wrong size";
	log->range_count = (u32)(payload.bytes / sizeof(struct event_range));
	memcpy(log->ranges, payload.data, payload.bytes);
	return is_ram(log->ranges, log->range_count) ? NULL :
						       "the memory event is no sorted list of RAM";
}

/* Where an event of fixed size goes. */
static void *place_of(struct boot_log *log, u32 type, size_t *bytes)
{
	const struct {
		void *place;
		size_t bytes;
	} places[EVENT_TYPE_END] = {
		[EVENT_FIRMWARE] = { &log->firmware, sizeof(log->firmware) },
		[EVENT_GUEST] = { &log->guest, sizeof(log->guest) },
		[EVENT_ACPI] = { &log->acpi, sizeof(log->acpi) },
		[EVENT_KERNEL] = { &log->kernel, sizeof(log->kernel) },
		[EVENT_INITRD] = { &log->initrd, sizeof(log->initrd) },
		[EVENT_CMDLINE] = { &log->cmdline, sizeof(log->cmdline) },
		[EVENT_CPUS] = { &log->cpus, sizeof(log->cpus) },
	};

	*bytes = places[type].bytes;
	return places[type].place;
}

static const char *take_event(struct boot_log *log, u32 type, struct blob payload)
{
	size_t bytes;
	void *place;

	if (type == EVENT_MEMORY)
		return take_ranges(payload, log);
	place = place_of(log, type, &bytes);
	if (payload.bytes != bytes)
		return "an event has a wrong size";
	memcpy(place, payload.data, bytes);
	return NULL;
}

static const char *take_events(struct blob bytes, struct boot_log *log)
{
	u64 at = sizeof(struct event_log_header);
	struct event_header header;
	struct blob part;
	const char *fault;

	for (u32 type = 1; type < EVENT_TYPE_END; type++) {
		if (!blob_part(bytes, at, sizeof(header), &part))
			return "it ends inside an event";
		memcpy(&header, part.data, sizeof(header));
		if (header.type != type)
			return "its events are not the known ones in their order";
		if (!blob_part(bytes, at + sizeof(header), header.bytes, &part))
			return "it ends inside an event";
		fault = take_event(log, type, part);
		if (fault)
			return fault;
		at += sizeof(header) + header.bytes;
	}
	return at == bytes.bytes ? NULL : "there are bytes behind its last event";
}

/* A name, then zeros. */
static bool is_name(const char *text, size_t max)
{
	size_t length = strnlen(text, max);

	for (size_t i = 0; i < max; i++)
		if (i < length ? text[i] < ' ' || text[i] > '~' : text[i] != '\0')
			return false;
	return length > 0;
}

/* QEMU hashes an absent initrd as no bytes, an absent command line as its final NUL. */
static bool is_empty_item(const struct event_item *item, size_t measured_bytes)
{
	u8 digest[EVENT_DIGEST_BYTES];

	blob_sha256((struct blob){ (const u8 *)"", measured_bytes }, digest);
	return memcmp(digest, item->sha256, sizeof(digest)) == 0;
}

static const char *check_items(const struct boot_log *log)
{
	if (log->kernel.bytes == 0)
		return "the kernel event has no kernel";
	if ((log->initrd.bytes == 0) != is_empty_item(&log->initrd, 0) ||
	    (log->cmdline.bytes <= 1) != is_empty_item(&log->cmdline, 1))
		return "an item's size contradicts its hash";
	return NULL;
}

static const char *check_facts(const struct boot_log *log)
{
	const struct event_acpi *acpi = &log->acpi;

	if (!is_name(log->firmware.variant, sizeof(log->firmware.variant)))
		return "the firmware event has no name";
	if (!(log->guest.sev_status >> SEV_STATUS_SNP_BIT & 1) || log->guest.ghcb_version != 2 ||
	    log->guest.c_bit < 47 || log->guest.c_bit > 51)
		return "the guest event does not describe an SEV-SNP guest";
	if (acpi->machine > EVENT_MACHINE_MICROVM || acpi->machine == EVENT_MACHINE_OTHER ||
	    acpi->flags & ~(EVENT_ACPI_HPET | EVENT_ACPI_IO_APIC2) || acpi->cpu_count < 1 ||
	    acpi->cpu_count > CPUS_MAX)
		return "the ACPI event describes no machine";
	if (log->cpus.ap_mode != EVENT_AP_MODE_LINUX && log->cpus.ap_mode != EVENT_AP_MODE_MAILBOX)
		return "the CPU event names no known way to start CPUs";
	return check_items(log);
}

const char *boot_log_parse(struct blob bytes, struct boot_log *log)
{
	struct event_log_header header;
	const char *fault = check_header(bytes, &header);

	*log = (struct boot_log){ 0 };
	if (!fault)
		fault = take_events(bytes, log);
	return fault ? fault : check_facts(log);
}

u64 boot_log_ram_bytes(const struct boot_log *log)
{
	u64 bytes = 0;

	for (u32 i = 0; i < log->range_count; i++)
		bytes += log->ranges[i].end - log->ranges[i].start;
	return bytes;
}

bool boot_log_apic_ids_count_up(const struct boot_log *log)
{
	u32 ids[CPUS_MAX];
	u8 digest[EVENT_DIGEST_BYTES];

	for (u32 i = 0; i < log->acpi.cpu_count; i++)
		ids[i] = i;
	blob_sha256((struct blob){ (const u8 *)ids, log->acpi.cpu_count * sizeof(ids[0]) }, digest);
	return memcmp(digest, log->acpi.apic_ids_sha256, sizeof(digest)) == 0;
}
