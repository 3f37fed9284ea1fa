/* Table-loader scripts for tests; see the header. */
#include "tests/unit/boot/script_builder.h"
#include "lib/bytes.h"

#include <string.h>

u8 *script_command(struct script_builder *script, u32 command)
{
	u8 *at = script->bytes + (size_t)script->count++ * SCRIPT_COMMAND_BYTES;

	memset(at, 0, SCRIPT_COMMAND_BYTES);
	le32_store(at, command);
	return at;
}

u8 *script_allocate(struct script_builder *script, const char *file, u32 alignment, u8 zone)
{
	u8 *at = script_command(script, 1);

	memcpy(at + 4, file, strlen(file));
	le32_store(at + 60, alignment);
	at[64] = zone;
	return at;
}

u8 *script_add_pointer(struct script_builder *script, const char *file, const char *source,
		       u32 offset, u8 width)
{
	u8 *at = script_command(script, 2);

	memcpy(at + 4, file, strlen(file));
	memcpy(at + 60, source, strlen(source));
	le32_store(at + 116, offset);
	at[120] = width;
	return at;
}

u8 *script_add_checksum(struct script_builder *script, const char *file, u32 offset, u32 start,
			u32 length)
{
	u8 *at = script_command(script, 3);

	memcpy(at + 4, file, strlen(file));
	le32_store(at + 60, offset);
	le32_store(at + 64, start);
	le32_store(at + 68, length);
	return at;
}

u8 *script_write_pointer(struct script_builder *script, const char *file, const char *source,
			 u32 offset, u32 source_offset, u8 width)
{
	u8 *at = script_command(script, 4);

	memcpy(at + 4, file, strlen(file));
	memcpy(at + 60, source, strlen(source));
	le32_store(at + 116, offset);
	le32_store(at + 120, source_offset);
	at[124] = width;
	return at;
}

u32 script_bytes(const struct script_builder *script)
{
	return script->count * SCRIPT_COMMAND_BYTES;
}
