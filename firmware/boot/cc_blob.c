/*
 * Two addresses and their lengths; the lengths are the ones that Linux insists on.
 */
#include "firmware/boot/cc_blob.h"

#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"

#define CC_BLOB_MAGIC 0x45444d41u /* "AMDE" */
#define CC_BLOB_VERSION 1u

struct cc_blob {
	u32 magic;
	u16 version;
	u16 reserved_0x06;
	u64 secrets_gpa;
	u32 secrets_bytes;
	u32 reserved_0x14;
	u64 cpuid_gpa;
	u32 cpuid_bytes;
	u32 reserved_0x24;
};
ASSERT_SIZE(struct cc_blob, 40);
ASSERT_OFFSET(struct cc_blob, cpuid_gpa, 0x18);

enum err cc_blob_write(struct arena *arena, u64 *gpa)
{
	enum err error = arena_take_high(arena, sizeof(struct cc_blob), 8, gpa);

	if (error != OK)
		return error;
	*(struct cc_blob *)phys_ptr(*gpa, sizeof(struct cc_blob)) = (struct cc_blob){
		.magic = CC_BLOB_MAGIC,
		.version = CC_BLOB_VERSION,
		.secrets_gpa = layout_secrets_gpa(),
		.secrets_bytes = PAGE_SIZE,
		.cpuid_gpa = layout_cpuid_gpa(),
		.cpuid_bytes = PAGE_SIZE,
	};
	return OK;
}
