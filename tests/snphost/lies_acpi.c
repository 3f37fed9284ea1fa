/* lies_acpi.c - lies in etc/acpi/tables. Document: ACPI 6.5, 5.2.6 (headers) and 5.2.12 (MADT). */
#include "lies.h"
#include "str.h"

enum {
	HEADER_BYTES = 36, LENGTH = 4, MADT_BYTES = 44,
	ENTRY_LENGTH = 1, LOCAL_APIC = 0, LOCAL_APIC_ID = 3, LOCAL_APIC_FLAGS = 4, IO_APIC = 1, IO_APIC_ADDRESS = 4,
};

static u16 tables_key = FWCFG_KEY_NONE;

static u32 field(const u8 *at)
{
	u32 value;

	memcpy(&value, at, sizeof(value));
	return value;
}

static void put(u8 *at, u64 value)
{
	u32 low = (u32)value;

	memcpy(at, &low, sizeof(low));
}

static bool is_signature(const u8 *table, const char *signature)
{
	return memcmp(table, signature, 4) == 0;
}

/* The last entry of a type; NULL if there is none. */
static u8 *last_entry(u8 *madt, u8 type)
{
	u8 *found = NULL;

	for (u32 at = MADT_BYTES; at < field(madt + LENGTH) && madt[at + ENTRY_LENGTH] != 0;
	     at += madt[at + ENTRY_LENGTH])
		if (madt[at] == type)
			found = madt + at;
	return found;
}

static void lie_about_madt(u8 *madt)
{
	u8 *cpu = last_entry(madt, LOCAL_APIC), *io_apic = last_entry(madt, IO_APIC);

	if (cpu && lie_now(LIE_MADT_ID))
		cpu[LOCAL_APIC_ID] = (u8)lies[LIE_MADT_ID].argument;
	if (cpu && lie_now(LIE_MADT_FLAGS))
		put(cpu + LOCAL_APIC_FLAGS, lies[LIE_MADT_FLAGS].argument);
	if (io_apic && lie_now(LIE_MADT_IO_APIC))
		put(io_apic + IO_APIC_ADDRESS, lies[LIE_MADT_IO_APIC].argument);
	if (lie_now(LIE_MADT_ENTRY))
		madt[MADT_BYTES + ENTRY_LENGTH] = (u8)lies[LIE_MADT_ENTRY].argument;
	if (lie_now(LIE_MADT_NONE))
		madt[0] = 'X';
}

static bool is_aml(const u8 *table)
{
	return is_signature(table, "DSDT") || is_signature(table, "SSDT");
}

void lies_acpi_file(struct fwcfg_file *files, u32 count)
{
	for (u32 i = 0; i < count; i++) {
		if (!str_equal(files[i].name, "etc/acpi/tables"))
			continue;
		tables_key = be16(files[i].key_be);
		if (lie_now(LIE_TABLES_CUT))
			files[i].size_be = be32((u32)lies[LIE_TABLES_CUT].argument);
		if (lie_now(LIE_TABLES_NONE))
			files[i].name[0] = 'X';
	}
}

/* The tables that lie within the first transfer; QEMU puts the large ones first and the MADT soon behind. */
void lies_acpi_tables(u16 key, u32 offset, u8 *data, u32 len)
{
	if (key != tables_key || offset != 0)
		return;
	for (u32 at = 0, n; at + HEADER_BYTES <= len; at += n) {
		n = field(data + at + LENGTH);
		if (n < HEADER_BYTES || n > len - at)
			return;
		if (is_signature(data + at, "APIC"))
			lie_about_madt(data + at);
		else if (is_aml(data + at) && lie_now(LIE_TABLES_AML))
			memset(data + at + HEADER_BYTES, (u8)lies[LIE_TABLES_AML].argument,
			       n - HEADER_BYTES);
	}
}
