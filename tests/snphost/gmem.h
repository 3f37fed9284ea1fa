/*
 * gmem.h - guest memory as the host sees it. Every guest page has two frames, as with KVM's
 * guest_memfd: one for its private life, one for its shared life. Data never moves between them.
 */
#ifndef SNPHOST_GMEM_H
#define SNPHOST_GMEM_H

#include "ram.h"
#include "types.h"

struct gmem {
	struct ram_map ram;
	u64 image_gpa, image_bytes;	/* firmware window, ends at 4 GiB */
	u64 image_private, image_shared;	/* its frames, host memory */
};

extern struct gmem gmem;

void gmem_init_image(u64 bytes);
/* RAM or firmware window: memory that can be private. */
bool gmem_is_backed(u64 gpa);
u64 gmem_private_frame(u64 gpa);
u64 gmem_shared_frame(u64 gpa);
/* Fills a frame with junk: what ciphertext under another key looks like. */
void gmem_junk(u64 frame);
/* The private page's bytes, junk-filled on first use. */
u8 *gmem_private_ptr(u64 gpa);
u8 *gmem_shared_ptr(u64 gpa);
/* Copies within shared backing, page by page. False when any byte is not guest memory. */
bool gmem_read_shared(u64 gpa, void *to, u64 len);
bool gmem_write_shared(u64 gpa, const void *from, u64 len);

#endif
