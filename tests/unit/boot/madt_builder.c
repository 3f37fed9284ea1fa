/* A MADT for tests; see the header. */
#include "tests/unit/boot/madt_builder.h"
#include "lib/bytes.h"
#include "tests/unit/boot/table_builder.h"

#include <string.h>

void madt_start(struct madt_builder *madt)
{
	memset(madt, 0, sizeof(*madt));
	table_put(madt->file, "FACS", 64);
	table_put(madt->file + 64, "DSDT", 100);
	table_put(madt->file + MADT_OFFSET, "APIC", 44);
	madt->end = MADT_OFFSET + 44;
}

u32 madt_add(struct madt_builder *madt, const u8 *entry, u32 bytes)
{
	u32 offset = madt->end;

	memcpy(madt->file + offset, entry, bytes);
	madt->end += bytes;
	le32_store(madt->file + MADT_OFFSET + 4, madt->end - MADT_OFFSET);
	return offset;
}

u32 madt_add_cpu(struct madt_builder *madt, u8 apic_id, u32 flags)
{
	u8 entry[8] = { 0, sizeof(entry), 77, apic_id };

	le32_store(entry + 4, flags);
	return madt_add(madt, entry, sizeof(entry));
}

u32 madt_add_x2apic(struct madt_builder *madt, u32 apic_id, u32 flags)
{
	u8 entry[16] = { 9, sizeof(entry) };

	le32_store(entry + 4, apic_id);
	le32_store(entry + 8, flags);
	return madt_add(madt, entry, sizeof(entry));
}

u32 madt_add_io_apic(struct madt_builder *madt, u32 address, u32 gsi)
{
	u8 entry[12] = { 1, sizeof(entry) };

	le32_store(entry + 4, address);
	le32_store(entry + 8, gsi);
	return madt_add(madt, entry, sizeof(entry));
}
