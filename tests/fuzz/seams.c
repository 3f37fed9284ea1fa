/* The seams under the fuzz entries; see the header. */
#include "tests/fuzz/fuzz.h"
#include "firmware/mem/phys.h"
#include "lib/bytes.h"
#include "lib/panic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLACES_MAX 8u

static struct {
	u64 gpa;
	size_t bytes;
	u8 *host;
} places[PLACES_MAX];
static u32 place_count;

void fuzz_broken(const char *promise)
{
	fprintf(stderr, "broken promise: %s\n", promise);
	abort();
}

/* Panic is for our own defects: no input may lead there. */
void panic(enum err error)
{
	fuzz_broken(err_info(error).cause);
}

void fault_detail(u64 a, u64 b)
{
	(void)a;
	(void)b;
}

u8 *fuzz_copy(const u8 *bytes, size_t count)
{
	u8 *copy = malloc(count > 0 ? count : 1);

	fuzz_assert(copy != NULL);
	if (count > 0)
		memcpy(copy, bytes, count);
	return copy;
}

void fuzz_place(u64 gpa, const u8 *bytes, size_t count)
{
	fuzz_assert(place_count < PLACES_MAX);
	places[place_count].gpa = gpa;
	places[place_count].bytes = count;
	places[place_count].host = fuzz_copy(bytes, count);
	place_count++;
}

void fuzz_forget(void)
{
	while (place_count > 0)
		free(places[--place_count].host);
}

void *phys_ptr(u64 gpa, u64 bytes)
{
	for (u32 i = 0; i < place_count; i++)
		if (gpa >= places[i].gpa &&
		    bytes_inside(gpa - places[i].gpa, bytes, places[i].bytes))
			return places[i].host + (gpa - places[i].gpa);
	fuzz_broken("phys_ptr stays inside loaded blobs");
}
