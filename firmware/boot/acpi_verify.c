/*
 * A walk from the RSDP over the root table. Guarantees: each table that the root names, and what
 * the FADT points to, lies whole inside one blob; the former sum to zero. The DSDT, by far the
 * largest, was summed by the script and is not summed again. Trusts nothing in the tables.
 * ACPI 6.5 sections 5.2.5 to 5.2.9.
 */
#include "firmware/boot/acpi_verify.h"
#include "firmware/mem/phys.h"
#include "lib/bytes.h"
#include "lib/mem.h"
#include "lib/panic.h"

enum {
	RSDP_REVISION = 15,
	RSDP_RSDT = 16,
	RSDP_V1_BYTES = 20,
	RSDP_LENGTH = 20,
	RSDP_XSDT = 24,
	RSDP_V2_BYTES = 36,
	TABLE_LENGTH = 4,
	TABLE_HEADER_BYTES = 36,
};

#define RSDP_SIGNATURE 0x2052545020445352ull /* "RSD PTR " */
#define RSDT_SIGNATURE 0x54445352u
#define XSDT_SIGNATURE 0x54445358u
#define FADT_SIGNATURE 0x50434146u /* "FACP" */

struct table {
	const u8 *bytes;
	u32 length;
};

static const struct acpi_blob *blob_around(const struct acpi *acpi, u64 gpa, u64 bytes)
{
	for (u32 i = 0; i < COUNT_OF(acpi->blobs); i++) {
		const struct acpi_blob *blob = &acpi->blobs[i];

		if (gpa >= blob->gpa && bytes_inside(gpa - blob->gpa, bytes, blob->bytes))
			return blob;
	}
	return NULL;
}

/* The table at host-given address `gpa`, whole inside one blob. */
static enum err find_table(const struct acpi *acpi, u64 gpa, struct table *table)
{
	const struct acpi_blob *blob = blob_around(acpi, gpa, TABLE_HEADER_BYTES);
	u32 length;

	if (blob == NULL)
		return fault(ERR_ACPI_TABLE, gpa, 0);
	length = le32_load((const u8 *)phys_ptr(gpa, TABLE_HEADER_BYTES) + TABLE_LENGTH);
	if (length < TABLE_HEADER_BYTES || !bytes_inside(gpa - blob->gpa, length, blob->bytes))
		return fault(ERR_ACPI_TABLE, gpa, length);
	*table = (struct table){ phys_ptr(gpa, length), length };
	return OK;
}

static enum err find_summed_table(const struct acpi *acpi, u64 gpa, struct table *table)
{
	enum err error = find_table(acpi, gpa, table);

	if (error == OK && mem_sum8(table->bytes, table->length) != 0)
		error = fault(ERR_ACPI_TABLE, gpa, table->length);
	return error;
}

/* FACS and DSDT, each by a 32-bit and a 64-bit pointer; 0 is none. Short FADTs end before some. */
static enum err verify_fadt(const struct acpi *acpi, const struct table *fadt)
{
	static const struct {
		u8 offset, bytes;
	} pointers[] = { { 36, 4 }, { 40, 4 }, { 132, 8 }, { 140, 8 } };

	for (u32 i = 0; i < COUNT_OF(pointers); i++) {
		struct table table;
		enum err error = OK;
		u64 gpa = 0;

		if (bytes_inside(pointers[i].offset, pointers[i].bytes, fadt->length))
			gpa = le_load(fadt->bytes + pointers[i].offset, pointers[i].bytes);
		if (gpa != 0)
			error = find_table(acpi, gpa, &table);
		if (error != OK)
			return error;
	}
	return OK;
}

static enum err verify_entry(const struct acpi *acpi, u64 gpa)
{
	struct table table;
	enum err error = find_summed_table(acpi, gpa, &table);

	if (error == OK && le32_load(table.bytes) == FADT_SIGNATURE)
		error = verify_fadt(acpi, &table);
	return error;
}

/* `entry_bytes`: 4 for an RSDT, 8 for an XSDT. */
static enum err verify_root(const struct acpi *acpi, u64 gpa, u32 entry_bytes)
{
	struct table root;
	u32 signature = entry_bytes == 8 ? XSDT_SIGNATURE : RSDT_SIGNATURE;
	enum err error = find_summed_table(acpi, gpa, &root);
	u32 count;

	if (error != OK)
		return error;
	count = (root.length - TABLE_HEADER_BYTES) / entry_bytes;
	if (le32_load(root.bytes) != signature || count > ACPI_ROOT_ENTRIES_MAX ||
	    root.length != TABLE_HEADER_BYTES + count * entry_bytes)
		return fault(ERR_ACPI_TABLE, gpa, count);
	for (u32 i = 0; i < count; i++) {
		const u8 *entry = root.bytes + TABLE_HEADER_BYTES + (u64)i * entry_bytes;

		error = verify_entry(acpi, le_load(entry, entry_bytes));
		if (error != OK)
			return error;
	}
	return OK;
}

static enum err verify_rsdp_v2(const struct acpi *acpi, const u8 *rsdp)
{
	if (le32_load(rsdp + RSDP_LENGTH) != RSDP_V2_BYTES || mem_sum8(rsdp, RSDP_V2_BYTES) != 0)
		return fault(ERR_ACPI_TABLE, acpi->blobs[FW_CFG_FILE_RSDP].gpa, RSDP_V2_BYTES);
	return verify_root(acpi, le64_load(rsdp + RSDP_XSDT), 8);
}

enum err acpi_verify(const struct acpi *acpi)
{
	const struct acpi_blob *blob = &acpi->blobs[FW_CFG_FILE_RSDP];
	const u8 *rsdp;

	if (blob->bytes < RSDP_V1_BYTES)
		return fault(ERR_ACPI_TABLE, blob->gpa, blob->bytes);
	rsdp = phys_ptr(blob->gpa, blob->bytes);
	if (le64_load(rsdp) != RSDP_SIGNATURE || mem_sum8(rsdp, RSDP_V1_BYTES) != 0)
		return fault(ERR_ACPI_TABLE, blob->gpa, blob->bytes);
	if (rsdp[RSDP_REVISION] == 0)
		return verify_root(acpi, le32_load(rsdp + RSDP_RSDT), 4);
	if (rsdp[RSDP_REVISION] < 2 || blob->bytes < RSDP_V2_BYTES)
		return fault(ERR_ACPI_TABLE, blob->gpa, blob->bytes);
	return verify_rsdp_v2(acpi, rsdp);
}
