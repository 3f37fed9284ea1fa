/*
 * Decoded script steps, checked against the tables and applied. Guarantees: only bytes of the
 * step's file change; a pointer that was applied points into its source and fits its width.
 * Trusts the steps (acpi_script.c), not the tables.
 */
#include "firmware/boot/acpi_script.h"
#include "firmware/mem/phys.h"
#include "lib/bytes.h"
#include "lib/mem.h"
#include "lib/panic.h"

static u8 *bytes_at(const struct acpi_blob *blob, u32 offset, u32 length)
{
	return phys_ptr(blob->gpa + offset, length);
}

/* The address that a pointer is to have: what it holds is an offset into its source. */
static enum err pointer_value(const struct acpi_step *step, const struct acpi *acpi, u64 *value)
{
	const struct acpi_blob *source = &acpi->blobs[step->source];
	u8 *field = bytes_at(&acpi->blobs[step->file], step->offset, step->field_bytes);
	u64 host_offset = le_load(field, step->field_bytes);
	u64 max = ~0ull >> (64 - step->field_bytes * 8);

	if (host_offset >= source->bytes || source->gpa + host_offset > max)
		return ERR_ACPI_BOUNDS;
	*value = source->gpa + host_offset;
	return OK;
}

enum err acpi_script_check(const struct acpi_script *script, const struct acpi *acpi)
{
	for (u32 i = 0; i < script->count; i++) {
		const struct acpi_step *step = &script->steps[i];
		u64 value;

		if (step->command == ACPI_ADD_POINTER && pointer_value(step, acpi, &value) != OK)
			return fault(ERR_ACPI_BOUNDS, i, step->offset);
	}
	return OK;
}

static enum err add_pointer(const struct acpi_step *step, const struct acpi *acpi)
{
	u64 value;
	enum err error = pointer_value(step, acpi, &value);

	if (error == OK)
		le_store(bytes_at(&acpi->blobs[step->file], step->offset, step->field_bytes),
			 step->field_bytes, value);
	return error;
}

static void add_checksum(const struct acpi_step *step, const struct acpi *acpi)
{
	u8 *summed = bytes_at(&acpi->blobs[step->file], step->start, step->length);

	summed[step->offset - step->start] -= mem_sum8(summed, step->length);
}

enum err acpi_script_apply(const struct acpi_script *script, const struct acpi *acpi)
{
	for (u32 i = 0; i < script->count; i++) {
		const struct acpi_step *step = &script->steps[i];

		if (step->command == ACPI_ADD_CHECKSUM)
			add_checksum(step, acpi);
		else if (step->command == ACPI_ADD_POINTER && add_pointer(step, acpi) != OK)
			return fault(ERR_ACPI_BOUNDS, i, step->offset);
	}
	return OK;
}
