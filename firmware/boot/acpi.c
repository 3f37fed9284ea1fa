/*
 * ACPI from fw_cfg to memory. Guarantees: nothing of the script is applied before all of it was
 * checked; what the kernel gets has been verified after the last change. Trusts nothing from the
 * host.
 */
#include "firmware/boot/acpi.h"
#include "firmware/boot/acpi_script.h"
#include "firmware/boot/acpi_verify.h"
#include "firmware/dev/fw_cfg.h"
#include "firmware/mem/phys.h"
#include "lib/bytes.h"

/* Script and steps are needed only here; their place becomes RAM for the kernel. */
static enum err fetch_script(const struct fw_cfg_dir *dir, struct arena *arena, struct acpi *acpi,
			     struct acpi_script *script)
{
	const struct fw_cfg_item *file = &dir->files[FW_CFG_FILE_LOADER];
	u64 steps_bytes = (file->size / ACPI_COMMAND_BYTES + 1) * sizeof(struct acpi_step);
	u64 raw_gpa, steps_gpa;
	enum err error = arena_take_low(arena, file->size, ACPI_COMMAND_BYTES, &raw_gpa);

	if (error == OK)
		error = arena_take_low(arena, steps_bytes, sizeof(struct acpi_step), &steps_gpa);
	if (error == OK)
		error = fw_cfg_read_item(file->key, raw_gpa, file->size);
	if (error != OK)
		return error;
	script->steps = phys_ptr(steps_gpa, steps_bytes);
	return acpi_script_decode(phys_ptr(raw_gpa, file->size), file->size, dir, acpi, script);
}

/* Both are written by the host while the kernel runs and mapped by the kernel by themselves. */
static bool needs_own_pages(enum fw_cfg_file file)
{
	return file == FW_CFG_FILE_VMGENID || file == FW_CFG_FILE_NVDIMM;
}

static enum err load_blob(const struct fw_cfg_item *file, enum fw_cfg_file id, struct arena *arena,
			  struct acpi_blob *blob)
{
	u64 alignment = blob->alignment;
	u64 bytes = blob->bytes;
	enum err error;

	if (needs_own_pages(id)) {
		alignment = alignment > PAGE_SIZE ? alignment : PAGE_SIZE;
		bytes = align_up(bytes, PAGE_SIZE);
	}
	error = arena_take_high(arena, bytes, alignment, &blob->gpa);
	if (error != OK)
		return error;
	return fw_cfg_read_item(file->key, blob->gpa, blob->bytes);
}

static enum err load_blobs(const struct fw_cfg_dir *dir, const struct acpi_script *script,
			   struct arena *arena, struct acpi *acpi)
{
	for (u32 i = 0; i < script->count; i++) {
		enum fw_cfg_file id = script->steps[i].file;
		enum err error;

		if (script->steps[i].command != ACPI_ALLOCATE)
			continue;
		error = load_blob(&dir->files[id], id, arena, &acpi->blobs[id]);
		if (error != OK)
			return error;
	}
	return OK;
}

/* Tells the host the addresses it asked for. */
static enum err write_pointers(const struct fw_cfg_dir *dir, const struct acpi_script *script,
			       struct arena *arena, const struct acpi *acpi)
{
	for (u32 i = 0; i < script->count; i++) {
		const struct acpi_step *step = &script->steps[i];
		u64 value, gpa;
		enum err error;

		if (step->command != ACPI_WRITE_POINTER)
			continue;
		value = acpi->blobs[step->source].gpa + step->start;
		error = arena_take_low(arena, sizeof(value), sizeof(value), &gpa);
		if (error != OK)
			return error;
		le64_store(phys_ptr(gpa, sizeof(value)), value);
		error = fw_cfg_write_item(dir->files[step->file].key, gpa, sizeof(value));
		if (error != OK)
			return error;
	}
	return OK;
}

enum err acpi_load(const struct fw_cfg_dir *dir, struct arena *arena, struct acpi *acpi)
{
	struct acpi_script script;
	enum err error;

	*acpi = (struct acpi){ 0 };
	if (dir->files[FW_CFG_FILE_LOADER].key == 0)
		return OK;
	error = fetch_script(dir, arena, acpi, &script);
	if (error == OK)
		error = load_blobs(dir, &script, arena, acpi);
	if (error == OK)
		error = acpi_script_check(&script, acpi);
	if (error == OK)
		error = acpi_script_apply(&script, acpi);
	if (error == OK)
		error = acpi_verify(acpi);
	if (error == OK)
		error = write_pointers(dir, &script, arena, acpi);
	if (error == OK)
		acpi->rsdp_gpa = acpi->blobs[FW_CFG_FILE_RSDP].gpa;
	return error;
}
