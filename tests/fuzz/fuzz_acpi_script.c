/*
 * The loader script and the tables behind it, from decoding to the walk over the result.
 * Input: u16 size of the RSDP file, u16 size of the tables file, both files, then the script.
 */
#include "firmware/boot/acpi_script.h"
#include "firmware/boot/acpi_verify.h"
#include "lib/bytes.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#define HEADER_BYTES 4u
#define RSDP_GPA 0xe0000u
#define TABLES_GPA 0x100000u

struct input {
	const u8 *rsdp, *tables, *script;
	u32 rsdp_bytes, tables_bytes, script_bytes;
};

static bool split(const u8 *bytes, size_t count, struct input *input)
{
	if (count < HEADER_BYTES)
		return false;
	input->rsdp_bytes = le16_load(bytes);
	input->tables_bytes = le16_load(bytes + 2);
	if ((u64)input->rsdp_bytes + input->tables_bytes > count - HEADER_BYTES)
		return false;
	input->rsdp = bytes + HEADER_BYTES;
	input->tables = input->rsdp + input->rsdp_bytes;
	input->script = input->tables + input->tables_bytes;
	input->script_bytes = (u32)(count - HEADER_BYTES) - input->rsdp_bytes - input->tables_bytes;
	return true;
}

static void place(struct acpi_blob *blob, u64 gpa, const u8 *bytes)
{
	if (blob->bytes == 0)
		return;
	blob->gpa = gpa;
	fuzz_place(gpa, bytes, blob->bytes);
}

static void run(const struct input *input, const u8 *script_bytes)
{
	static struct acpi_step steps[ACPI_COMMANDS_MAX];
	struct fw_cfg_dir dir = { .files = {
		[FW_CFG_FILE_RSDP] = { 0x20, input->rsdp_bytes },
		[FW_CFG_FILE_TABLES] = { 0x21, input->tables_bytes },
	} };
	struct acpi_script script = { .steps = steps };
	struct acpi acpi = { 0 };

	if (acpi_script_decode(script_bytes, input->script_bytes, &dir, &acpi, &script) != OK)
		return;
	place(&acpi.blobs[FW_CFG_FILE_RSDP], RSDP_GPA, input->rsdp);
	place(&acpi.blobs[FW_CFG_FILE_TABLES], TABLES_GPA, input->tables);
	if (acpi_script_check(&script, &acpi) == OK && acpi_script_apply(&script, &acpi) == OK &&
	    acpi_verify(&acpi) == OK)
		fuzz_assert(acpi.blobs[FW_CFG_FILE_RSDP].bytes >= 20);
	fuzz_forget();
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t count)
{
	struct input input;
	u8 *script_bytes;

	if (!split(bytes, count, &input))
		return 0;
	script_bytes = fuzz_copy(input.script, input.script_bytes);
	run(&input, script_bytes);
	free(script_bytes);
	return 0;
}
