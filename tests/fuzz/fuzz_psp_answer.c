/*
 * What the host lays into the shared pages of a guest request: first a response page, then a table of
 * certificates. Promises: a message that nobody sealed does not open and is not changed; every certificate
 * of a table that is taken lies inside what was copied.
 */
#include "firmware/cpu/hw.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/certificates.h"
#include "firmware/sev/guest_message.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define SHARED 0x400000ull
#define PRIVATE 0x800000ull
#define PAGES 2u

static const u8 key[32] = { 1 };

void hw_zero(void *to, u64 bytes)
{
	memset(to, 0, bytes);
}

/* The number and type that a guest would wait for are the answer's own, so that only the tag is left. */
static void open_answer(const u8 *input, size_t bytes)
{
	struct guest_message message = { 0 }, before;
	struct guest_envelope expected = { .key = key, .payload_bytes = 0x4c0 };

	memcpy(&message, input, bytes < sizeof(message) ? bytes : sizeof(message));
	expected.type = message.header.type;
	expected.sequence = message.header.sequence;
	before = message;
	fuzz_assert(guest_message_open(&message, &expected) != OK);
	fuzz_assert(memcmp(&message, &before, sizeof(message)) == 0);
}

static void walk(const struct certificate_entry *entry, u32 end)
{
	static const struct certificate_entry last;

	for (; memcmp(entry, &last, sizeof(last)) != 0; entry++)
		fuzz_assert(entry->offset <= end && entry->bytes <= end - entry->offset);
}

static void take_certificates(const u8 *input, size_t bytes)
{
	static u8 pages[PAGES * PAGE_SIZE];
	struct certificate_room room;
	u32 end = ~0u;

	fuzz_place(SHARED, pages, sizeof(pages));
	fuzz_place(PRIVATE, pages, sizeof(pages));
	room = certificate_room((struct range){ SHARED, SHARED + sizeof(pages) }, sizeof(pages));
	memcpy(phys_ptr(SHARED, sizeof(pages)), input, bytes < sizeof(pages) ? bytes : sizeof(pages));
	if (certificates_take(&room, PRIVATE, &end) == OK) {
		fuzz_assert(end <= sizeof(pages));
		walk(phys_ptr(PRIVATE, end), end);
	}
	fuzz_forget();
}

int LLVMFuzzerTestOneInput(const u8 *input, size_t bytes)
{
	size_t answer = bytes < sizeof(struct guest_message) ? bytes : sizeof(struct guest_message);

	open_answer(input, answer);
	take_certificates(input + answer, bytes - answer);
	return 0;
}
