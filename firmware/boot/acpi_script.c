/*
 * The table-loader script, decoded. Guarantees: a step names only files of the allow list that were
 * loaded before it, and stays inside them. Trusts nothing in the script.
 */
#include "firmware/boot/acpi_script.h"
#include "lib/bytes.h"
#include "lib/panic.h"

/* Where a command has its operands. */
enum {
	FIRST_NAME = 4,
	SECOND_NAME = 60,
	ALLOCATE_ALIGNMENT = 60,
	ALLOCATE_ZONE = 64,
	POINTER_OFFSET = 116,
	POINTER_WIDTH = 120,
	CHECKSUM_OFFSET = 60,
	CHECKSUM_START = 64,
	CHECKSUM_LENGTH = 68,
	WRITE_OFFSET = 116,
	WRITE_SOURCE_OFFSET = 120,
	WRITE_WIDTH = 124,
};

#define ZONE_HIGH 1u
#define ZONE_F_SEGMENT 2u

/* Everything that one command is checked against. */
struct decoder {
	const struct fw_cfg_dir *dir;
	struct acpi *acpi;
	const u8 *raw; /* this command */
	struct acpi_step *step;
};

static enum fw_cfg_file file_named(const struct decoder *d, u32 name_offset)
{
	return fw_cfg_file_by_name((const char *)d->raw + name_offset);
}

/* The files that become tables. SECURITY: not the kernel, not the map, not the script. */
static bool is_table_file(enum fw_cfg_file file)
{
	return file == FW_CFG_FILE_RSDP || file == FW_CFG_FILE_TABLES ||
	       file == FW_CFG_FILE_VMGENID || file == FW_CFG_FILE_TPM_LOG ||
	       file == FW_CFG_FILE_NVDIMM;
}

static bool is_loaded(const struct decoder *d, enum fw_cfg_file file)
{
	return file < FW_CFG_FILE_COUNT && d->acpi->blobs[file].bytes > 0;
}

static enum err decode_allocate(const struct decoder *d)
{
	enum fw_cfg_file file = file_named(d, FIRST_NAME);
	u32 alignment = le32_load(d->raw + ALLOCATE_ALIGNMENT);
	u8 zone = d->raw[ALLOCATE_ZONE];

	if (!is_table_file(file) || is_loaded(d, file) || d->dir->files[file].size == 0)
		return ERR_ACPI_SCRIPT;
	if (alignment == 0 || (alignment & (alignment - 1)) != 0 || alignment > ACPI_ALIGNMENT_MAX)
		return ERR_ACPI_SCRIPT;
	if (zone != ZONE_HIGH && zone != ZONE_F_SEGMENT)
		return ERR_ACPI_SCRIPT;
	d->acpi->blobs[file].bytes = d->dir->files[file].size;
	d->acpi->blobs[file].alignment = alignment;
	d->step->file = (u8)file;
	return OK;
}

static bool is_pointer_width(u8 width)
{
	return width == 1 || width == 2 || width == 4 || width == 8;
}

static enum err decode_add_pointer(const struct decoder *d)
{
	enum fw_cfg_file file = file_named(d, FIRST_NAME);
	enum fw_cfg_file source = file_named(d, SECOND_NAME);
	u32 offset = le32_load(d->raw + POINTER_OFFSET);
	u8 width = d->raw[POINTER_WIDTH];

	if (!is_loaded(d, file) || !is_loaded(d, source) || !is_pointer_width(width))
		return ERR_ACPI_SCRIPT;
	if (!bytes_inside(offset, width, d->acpi->blobs[file].bytes))
		return ERR_ACPI_BOUNDS;
	d->step->file = (u8)file;
	d->step->source = (u8)source;
	d->step->field_bytes = width;
	d->step->offset = offset;
	return OK;
}

static enum err decode_add_checksum(const struct decoder *d)
{
	enum fw_cfg_file file = file_named(d, FIRST_NAME);
	u32 offset = le32_load(d->raw + CHECKSUM_OFFSET);
	u32 start = le32_load(d->raw + CHECKSUM_START);
	u32 length = le32_load(d->raw + CHECKSUM_LENGTH);

	if (!is_loaded(d, file))
		return ERR_ACPI_SCRIPT;
	/* The checksum byte must be part of the sum, or the sum would not become 0. */
	if (!bytes_inside(start, length, d->acpi->blobs[file].bytes) || offset < start ||
	    offset - start >= length)
		return ERR_ACPI_BOUNDS;
	d->step->file = (u8)file;
	d->step->offset = offset;
	d->step->start = start;
	d->step->length = length;
	return OK;
}

/* The one address that a host may ask for is where the VM generation id lies. */
static enum err decode_write_pointer(const struct decoder *d)
{
	enum fw_cfg_file file = file_named(d, FIRST_NAME);
	enum fw_cfg_file source = file_named(d, SECOND_NAME);
	u32 start = le32_load(d->raw + WRITE_SOURCE_OFFSET);

	if (file != FW_CFG_FILE_VMGENID_ADDRESS || d->dir->files[file].size != sizeof(u64) ||
	    source != FW_CFG_FILE_VMGENID || !is_loaded(d, source))
		return ERR_ACPI_SCRIPT;
	if (d->raw[WRITE_WIDTH] != sizeof(u64))
		return ERR_ACPI_SCRIPT;
	if (le32_load(d->raw + WRITE_OFFSET) != 0 || start >= d->acpi->blobs[source].bytes)
		return ERR_ACPI_BOUNDS;
	d->step->file = (u8)file;
	d->step->source = (u8)source;
	d->step->start = start;
	return OK;
}

static enum err decode_command(const struct decoder *d, u32 command)
{
	*d->step = (struct acpi_step){ .command = (u8)command };
	switch (command) {
	case ACPI_ALLOCATE:
		return decode_allocate(d);
	case ACPI_ADD_POINTER:
		return decode_add_pointer(d);
	case ACPI_ADD_CHECKSUM:
		return decode_add_checksum(d);
	case ACPI_WRITE_POINTER:
		return decode_write_pointer(d);
	default:
		return ERR_ACPI_SCRIPT;
	}
}

enum err acpi_script_decode(const u8 *raw, u32 bytes, const struct fw_cfg_dir *dir,
			    struct acpi *acpi, struct acpi_script *script)
{
	u32 count = bytes / ACPI_COMMAND_BYTES;

	script->count = 0;
	if (bytes % ACPI_COMMAND_BYTES != 0 || count == 0 || count > ACPI_COMMANDS_MAX)
		return fault(ERR_ACPI_SCRIPT, count, bytes);
	for (u32 i = 0; i < count; i++, raw += ACPI_COMMAND_BYTES) {
		struct decoder d = { dir, acpi, raw, &script->steps[script->count] };
		u32 command = le32_load(raw);
		enum err error;

		if (command == ACPI_NONE)
			continue;
		error = decode_command(&d, command);
		if (error != OK)
			return fault(error, i, command);
		script->count++;
	}
	return OK;
}
