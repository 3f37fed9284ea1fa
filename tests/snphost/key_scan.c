/* key_scan.c - see key_scan.h. Copies at multiples of four bytes are found: what code makes of a key. */
#include "key_scan.h"
#include "gmem.h"
#include "log.h"
#include "psp_glue.h"
#include "rmp.h"
#include "str.h"
#include "verdict.h"

enum { KEYS_OFFSET = 0x20, KEYS_END = 0xa0, HALF_BYTES = 16, HALVES = VMPCK_COUNT * 2, STEP = 4 };

static u64 first_words[HALVES];

static const u8 *half(u32 i)
{
	return psp.config.vmpck[i / 2] + i % 2 * HALF_BYTES;
}

static bool is_half(const u8 *at)
{
	u64 word;

	memcpy(&word, at, sizeof(word));
	for (u32 i = 0; i < HALVES; i++)
		if (word == first_words[i] && memcmp(at, half(i), HALF_BYTES) == 0)
			return true;
	return false;
}

static void scan_page(struct vcpu *v, u64 gpa, const u8 *page, bool may_be_secrets)
{
	for (u32 at = 0; at + HALF_BYTES <= PAGE_BYTES; at += STEP) {
		if (may_be_secrets && at >= KEYS_OFFSET && at < KEYS_END)
			continue;
		if (is_half(page + at))
			verdict_violation(v, "key-left", gpa + at, "a VMPCK is left in memory");
	}
}

void key_scan(struct vcpu *v)
{
	u64 pages = 0;

	for (u32 i = 0; i < HALVES; i++)
		memcpy(&first_words[i], half(i), sizeof(first_words[i]));
	for (u64 gpa = 0; gpa < gmem.ram.guest_bytes; gpa += PAGE_BYTES) {
		const struct rmp_entry *e = rmp_peek(gpa);

		if (!e || !gmem_is_backed(gpa))
			continue;
		pages++;
		if (e->has_content)
			scan_page(v, gpa, gmem_private_ptr(gpa), e->launch);
		if (e->is_shared || e->was_validated)
			scan_page(v, gpa, gmem_shared_ptr(gpa), false);
	}
	log_line("no key left in %lu pages", pages);
}
