/* RAM and events of the machine in unit tests; see the header. */
#include "tests/fake/machine.h"
#include "lib/bytes.h"
#include "lib/types.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine_state.h"

#include <stdlib.h>
#include <string.h>

#define REGIONS_MAX 32u

struct region {
	u64 gpa, bytes;
	enum machine_access access;
	u8 *host; /* an allocation of its own, so that ASan sees its edges */
};

static struct region regions[REGIONS_MAX];
static u32 region_count;
static bool is_encrypted;

#define EVENTS_MAX 4096u
static struct machine_event events[EVENTS_MAX];
static u32 event_count;

void machine_free(void)
{
	for (u32 i = 0; i < region_count; i++)
		free(regions[i].host);
	region_count = 0;
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
	*region = (struct region){ gpa, bytes, access, malloc(bytes) };
	assert_non_null(region->host);
	memset(region->host, MACHINE_GARBAGE, bytes);
	region_count++;
	return region->host;
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

u8 *machine_device_ptr(u64 gpa, u64 bytes)
{
	const struct region *region = region_of(gpa, bytes);

	if (is_encrypted && region->access != MACHINE_SHARED)
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

const struct machine_event *machine_event(u32 index)
{
	assert_true(index < event_count);
	return &events[index];
}
