/* gmem.c - frames behind guest pages. See gmem.h. */
#include "gmem.h"
#include "alloc.h"
#include "phys.h"
#include "rmp.h"
#include "str.h"

struct gmem gmem;

void gmem_init_image(u64 bytes)
{
	gmem.image_bytes = bytes;
	gmem.image_gpa = 4 * GIB - bytes;
	gmem.image_private = alloc_bytes(bytes);
	gmem.image_shared = alloc_bytes(bytes);
}

static bool in_image(u64 gpa)
{
	return gpa >= gmem.image_gpa && gpa < 4 * GIB;
}

bool gmem_is_backed(u64 gpa)
{
	return in_image(gpa) || ram_is_guest(&gmem.ram, page_of(gpa), PAGE_BYTES);
}

u64 gmem_private_frame(u64 gpa)
{
	const struct rmp_entry *e = rmp_peek(gpa);

	if (e && e->frame)
		return (u64)e->frame * PAGE_BYTES;
	if (in_image(gpa))
		return gmem.image_private + page_of(gpa - gmem.image_gpa);
	return ram_private_of(&gmem.ram, page_of(gpa));
}

u64 gmem_shared_frame(u64 gpa)
{
	if (in_image(gpa))
		return gmem.image_shared + page_of(gpa - gmem.image_gpa);
	return page_of(gpa);
}

void gmem_junk(u64 frame)
{
	static u64 seed = 0x9e3779b97f4a7c15ull;
	void *to = phys_ptr(frame);
	u64 words = PAGE_BYTES / 8;

	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	__asm__ volatile("rep stosq" : "+D"(to), "+c"(words) : "a"(seed | 1) : "memory");
}

u8 *gmem_private_ptr(u64 gpa)
{
	struct rmp_entry *e = rmp_entry(gpa);

	if (!e->has_content) {
		gmem_junk(gmem_private_frame(gpa));
		e->has_content = 1;
	}
	return (u8 *)phys_ptr(gmem_private_frame(gpa)) + gpa % PAGE_BYTES;
}

u8 *gmem_shared_ptr(u64 gpa)
{
	return (u8 *)phys_ptr(gmem_shared_frame(gpa)) + gpa % PAGE_BYTES;
}

static u64 piece(u64 gpa, u64 len)
{
	u64 rest = PAGE_BYTES - gpa % PAGE_BYTES;

	return len < rest ? len : rest;
}

static bool all_backed(u64 gpa, u64 len)
{
	if (gpa + len < gpa)
		return false;
	for (u64 p = page_of(gpa); p < gpa + len; p += PAGE_BYTES)
		if (!gmem_is_backed(p))
			return false;
	return true;
}

bool gmem_read_shared(u64 gpa, void *to, u64 len)
{
	u8 *out = to;

	if (!all_backed(gpa, len))
		return false;
	for (u64 n; len > 0; gpa += n, out += n, len -= n) {
		n = piece(gpa, len);
		memcpy(out, gmem_shared_ptr(gpa), n);
	}
	return true;
}

bool gmem_write_shared(u64 gpa, const void *from, u64 len)
{
	const u8 *in = from;

	if (!all_backed(gpa, len))
		return false;
	for (u64 n; len > 0; gpa += n, in += n, len -= n) {
		n = piece(gpa, len);
		memcpy(gmem_shared_ptr(gpa), in, n);
	}
	return true;
}
