/* RAM and events of the machine in unit tests; see the header. */
#include "tests/fake/machine.h"
#include "lib/bytes.h"
#include "lib/types.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine_state.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define REGIONS_MAX 32u

struct region {
	u64 gpa, bytes;
	enum machine_access access;
	u8 *host; /* an allocation of its own, so that ASan sees its edges */
	bool (*device_may_touch)(u64 gpa, u64 bytes); /* NULL: by `access`; else pages of a model */
};

static struct region regions[REGIONS_MAX];
static u32 region_count;
static bool is_encrypted;

#define EVENTS_MAX 65536u
static struct machine_event events[EVENTS_MAX];
static u32 event_count;

static void free_region(const struct region *region)
{
	if (region->device_may_touch == NULL)
		free(region->host);
	else
		(void)munmap(region->host, region->bytes);
}

void machine_free(void)
{
	for (u32 i = 0; i < region_count; i++)
		free_region(&regions[i]);
	region_count = 0;
}

int machine_teardown(void **state)
{
	(void)state;
	machine_free();
	return 0;
}

void machine_reset(void)
{
	machine_free();
	event_count = 0;
	is_encrypted = false;
	machine_reset_state();
}

void machine_encrypt(void)
{
	is_encrypted = true;
}

u8 *machine_ram(u64 gpa, u64 bytes, enum machine_access access)
{
	struct region *region = &regions[region_count];

	assert_true(region_count < REGIONS_MAX);
	*region = (struct region){ gpa, bytes, access, malloc(bytes), NULL };
	assert_non_null(region->host);
	memset(region->host, MACHINE_GARBAGE, bytes);
	region_count++;
	return region->host;
}

u8 *machine_ram_of_model(u64 gpa, u64 bytes, bool (*device_may_touch)(u64 gpa, u64 bytes))
{
	struct region *region = &regions[region_count];
	void *host = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	assert_true(region_count < REGIONS_MAX);
	assert_true(host != MAP_FAILED);
	*region = (struct region){ gpa, bytes, MACHINE_PRIVATE, host, device_may_touch };
	region_count++;
	return host;
}

static const struct region *region_of(u64 gpa, u64 bytes)
{
	for (u32 i = 0; i < region_count; i++)
		if (gpa >= regions[i].gpa &&
		    bytes_inside(gpa - regions[i].gpa, bytes, regions[i].bytes))
			return &regions[i];
	fail_msg("no RAM at [%#llx, +%#llx)", (unsigned long long)gpa, (unsigned long long)bytes);
	return NULL;
}

void *phys_ptr(u64 gpa, u64 bytes)
{
	const struct region *region = region_of(gpa, bytes);

	return region->host + (gpa - region->gpa);
}

static bool device_may_touch(const struct region *region, u64 gpa, u64 bytes)
{
	if (region->device_may_touch != NULL)
		return region->device_may_touch(gpa, bytes);
	return !is_encrypted || region->access == MACHINE_SHARED;
}

u64 machine_gpa_of(const void *host)
{
	for (u32 i = 0; i < region_count; i++) {
		u64 offset = (u64)((const u8 *)host - regions[i].host);

		if (offset < regions[i].bytes)
			return regions[i].gpa + offset;
	}
	fail_msg("no RAM at this pointer");
	return 0;
}

u8 *machine_device_ptr(u64 gpa, u64 bytes)
{
	const struct region *region = region_of(gpa, bytes);

	if (!device_may_touch(region, gpa, bytes))
		fail_msg("a device was sent to private RAM at %#llx", (unsigned long long)gpa);
	return region->host + (gpa - region->gpa);
}

void machine_record(struct machine_event event)
{
	assert_true(event_count < EVENTS_MAX);
	events[event_count++] = event;
}

u32 machine_event_count(void)
{
	return event_count;
}

void machine_forget_events(void)
{
	event_count = 0;
}

const struct machine_event *machine_event(u32 index)
{
	assert_true(index < event_count);
	return &events[index];
}

u32 machine_find_event(enum machine_event_kind kind, u32 from)
{
	while (from < event_count && events[from].kind != kind)
		from++;
	return from;
}

u32 machine_count_events(enum machine_event_kind kind)
{
	u32 count = 0;

	for (u32 i = 0; i < event_count; i++)
		count += events[i].kind == kind;
	return count;
}
