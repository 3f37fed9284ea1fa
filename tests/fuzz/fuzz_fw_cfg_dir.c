/* The fw_cfg directory: the input is its entries. */
#include "firmware/dev/fw_cfg_dir.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const u8 *input, size_t bytes)
{
	u32 count = (u32)(bytes / FW_CFG_DIR_ENTRY_BYTES);
	u8 *entries = fuzz_copy(input, (size_t)count * FW_CFG_DIR_ENTRY_BYTES);
	struct fw_cfg_dir dir;

	if (fw_cfg_dir_parse(entries, count, &dir) == OK)
		for (u32 i = 0; i < FW_CFG_FILE_COUNT; i++) {
			struct fw_cfg_item file = dir.files[i];

			fuzz_assert(file.key == 0 || file.key >= FW_CFG_KEY_FIRST_FILE);
			fuzz_assert(file.key != 0 || file.size == 0);
		}
	free(entries);
	return 0;
}
