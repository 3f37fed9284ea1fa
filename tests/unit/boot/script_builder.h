/*
 * Table-loader scripts for tests, one 128-byte command at a time, laid out as QEMU does.
 * QEMU hw/acpi/bios-linker-loader.c.
 */
#ifndef TEST_SCRIPT_BUILDER_H
#define TEST_SCRIPT_BUILDER_H

#include "lib/types.h"

#define SCRIPT_COMMAND_BYTES 128u
#define SCRIPT_COMMANDS_MAX 300u

struct script_builder {
	u8 bytes[SCRIPT_COMMANDS_MAX * SCRIPT_COMMAND_BYTES];
	u32 count;
};

/* Each gives back the command, for tests that spoil it. */
u8 *script_allocate(struct script_builder *script, const char *file, u32 alignment, u8 zone);
u8 *script_add_pointer(struct script_builder *script, const char *file, const char *source,
		       u32 offset, u8 width);
u8 *script_add_checksum(struct script_builder *script, const char *file, u32 offset, u32 start,
			u32 length);
u8 *script_write_pointer(struct script_builder *script, const char *file, const char *source,
			 u32 offset, u32 source_offset, u8 width);
u8 *script_command(struct script_builder *script, u32 command);

u32 script_bytes(const struct script_builder *script);

#endif
