/*
 * Little-endian integers whose size is known only at run time. The sizes are checked by the
 * callers; another one here is a defect of ours. Pure.
 */
#include "lib/bytes.h"
#include "lib/panic.h"

u64 le_load(const void *at, u32 size)
{
	switch (size) {
	case 1:
		return *(const u8 *)at;
	case 2:
		return le16_load(at);
	case 4:
		return le32_load(at);
	default:
		CHECK(size == 8);
		return le64_load(at);
	}
}

void le_store(void *at, u32 size, u64 value)
{
	switch (size) {
	case 1:
		*(u8 *)at = (u8)value;
		break;
	case 2:
		le16_store(at, (u16)value);
		break;
	case 4:
		le32_store(at, (u32)value);
		break;
	default:
		CHECK(size == 8);
		le64_store(at, value);
	}
}
