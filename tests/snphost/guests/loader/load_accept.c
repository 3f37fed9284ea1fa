/* load_accept.c - makes memory private and validates it, 2 MiB at a time where it can. */
#include "loader.h"

enum { BATCH = 250 };

static void accept_batch(struct ghcb *g, u64 start, u32 count)
{
	struct psc_header *h = (struct psc_header *)(void *)g->buffer;
	u64 *entry = (u64 *)(void *)(g->buffer + sizeof(*h));
	struct ghcb_result r;

	*h = (struct psc_header){ 0, (u16)(count - 1), 0 };
	for (u32 i = 0; i < count; i++)
		entry[i] = (start + (u64)i * BYTES_2M) | (u64)PSC_OP_PRIVATE << 52 | 1ull << 56;
	g->scratch = GHCB_GPA + offsetof(struct ghcb, buffer);
	r = ghcb_do(g, GHCB_EVENT_PSC, 0, 0, 0, GHCB_FIELD(scratch));
	EXPECT((u32)r.info1 == 0 && r.info2 == 0 && h->cur_entry == count);
	for (u32 i = 0; i < count; i++) {
		struct pvalidate p = pvalidate(start + (u64)i * BYTES_2M, true, true);

		for (u64 at = 0; p.eax == 6 && at < BYTES_2M; at += PAGE_BYTES)
			EXPECT(pvalidate(start + (u64)i * BYTES_2M + at, false, true).eax == 0);
		EXPECT((p.eax == 0 && !p.cf) || p.eax == 6);
	}
}

void accept_range(struct ghcb *g, u64 start, u64 end)
{
	for (; start < end && start % BYTES_2M; start += PAGE_BYTES)
		accept_4k(start);
	while (end - start >= BYTES_2M) {
		u64 count = (end - start) / BYTES_2M;

		count = count < BATCH ? count : BATCH;
		accept_batch(g, start, (u32)count);
		start += count * BYTES_2M;
	}
	for (; start < end; start += PAGE_BYTES)
		accept_4k(start);
}
