/*
 * A GUID in code is two 8-byte immediates, in either order and a few instructions apart; whole GUIDs
 * occur in the compressed payload by chance. So: both halves, close together, behind the payload.
 */
#include "firmware/boot/kernel_features.h"

#include "lib/bytes.h"

/* LINUX_EFI_UNACCEPTED_MEM_TABLE_GUID and EFI_CC_BLOB_GUID, little-endian halves */
#define UNACCEPTED_FIRST 0x44f9105cd5d1de3cull
#define UNACCEPTED_SECOND 0x31001298efbca99eull
#define CC_BLOB_FIRST 0x44c5cf26067b1f5full
#define CC_BLOB_SECOND 0x422d9177d7935485ull

#define HALF_BYTES 8u
#define NEARBY_BYTES 64u

struct image_tail {
	const u8 *start;
	u64 bytes;
};

static struct image_tail tail_of(const struct bzimage *kernel, const u8 *image)
{
	u64 offset = (u64)kernel->payload_offset + kernel->payload_bytes;

	return (struct image_tail){ image + offset, kernel->image_bytes - offset };
}

static bool has_half(const u8 *from, const u8 *end, u64 half)
{
	for (; end - from >= (ptrdiff_t)HALF_BYTES; from++)
		if (le64_load(from) == half)
			return true;
	return false;
}

/* `half` within NEARBY_BYTES of `at`, inside the tail. */
static bool has_half_near(struct image_tail tail, const u8 *at, u64 half)
{
	const u8 *end = tail.start + tail.bytes;
	const u8 *from = (u64)(at - tail.start) > NEARBY_BYTES ? at - NEARBY_BYTES : tail.start;
	const u8 *to = (u64)(end - at) > NEARBY_BYTES + HALF_BYTES ? at + NEARBY_BYTES + HALF_BYTES
								   : end;

	return has_half(from, to, half);
}

static bool has_guid(struct image_tail tail, u64 first, u64 second)
{
	for (u64 i = 0; i + HALF_BYTES <= tail.bytes; i++)
		if (le64_load(tail.start + i) == first &&
		    has_half_near(tail, tail.start + i, second))
			return true;
	return false;
}

/* The payload's last four bytes; Linux scripts/Makefile.lib, size_append. */
static u64 uncompressed_bytes(const struct bzimage *kernel, const u8 *image)
{
	if (kernel->payload_bytes < sizeof(u32))
		return 0;
	return le32_load(image + kernel->payload_offset + kernel->payload_bytes - sizeof(u32));
}

struct kernel_features kernel_features_find(const struct bzimage *kernel, const u8 *image)
{
	struct image_tail tail = tail_of(kernel, image);

	return (struct kernel_features){
		.is_snp_guest = has_guid(tail, CC_BLOB_FIRST, CC_BLOB_SECOND),
		.accepts_lazily = has_guid(tail, UNACCEPTED_FIRST, UNACCEPTED_SECOND),
		.uncompressed_bytes = uncompressed_bytes(kernel, image),
	};
}
