/* Decoding scripts; see the header. */
#include "tests/unit/boot/script_decoder.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <stdlib.h>
#include <string.h>

struct script_decoder decoder;

int decoder_setup(void **state)
{
	(void)state;
	fake_panic_reset();
	memset(&decoder, 0, sizeof(decoder));
	decoder.dir.files[FW_CFG_FILE_RSDP] = (struct fw_cfg_item){ 0x20, RSDP_BYTES };
	decoder.dir.files[FW_CFG_FILE_TABLES] = (struct fw_cfg_item){ 0x21, TABLES_BYTES };
	decoder.dir.files[FW_CFG_FILE_VMGENID] = (struct fw_cfg_item){ 0x22, VMGENID_BYTES };
	decoder.dir.files[FW_CFG_FILE_VMGENID_ADDRESS] = (struct fw_cfg_item){ 0x23, 8 };
	decoder.dir.files[FW_CFG_FILE_E820] = (struct fw_cfg_item){ 0x24, 40 };
	decoder.dir.files[FW_CFG_FILE_KERNEL] = (struct fw_cfg_item){ 0x25, 4096 };
	decoder.decoded.steps = decoder.steps;
	return 0;
}

enum err decoder_run_bytes(u32 bytes)
{
	u8 *raw = malloc(bytes > 0 ? bytes : 1); /* exact, for ASan */
	enum err error;

	assert_non_null(raw);
	memcpy(raw, decoder.script.bytes, bytes);
	error = acpi_script_decode(raw, bytes, &decoder.dir, &decoder.acpi, &decoder.decoded);
	free(raw);
	return error;
}

enum err decoder_run(void)
{
	memset(&decoder.acpi, 0, sizeof(decoder.acpi));
	return decoder_run_bytes(script_bytes(&decoder.script));
}

void decoder_load_all(void)
{
	(void)script_allocate(&decoder.script, RSDP, 16, 2);
	(void)script_allocate(&decoder.script, TABLES, 64, 1);
	(void)script_allocate(&decoder.script, VMGENID, 4096, 1);
}
