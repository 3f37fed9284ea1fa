/*
 * The table-loader script in three steps: decode (everything that the script alone decides),
 * check (what the loaded tables decide), apply. Only the last one writes, and only into blobs.
 * QEMU hw/acpi/bios-linker-loader.c.
 */
#ifndef BOOT_ACPI_SCRIPT_H
#define BOOT_ACPI_SCRIPT_H

#include "firmware/boot/acpi.h"

#define ACPI_COMMAND_BYTES 128u
#define ACPI_COMMANDS_MAX 256u
#define ACPI_ALIGNMENT_MAX (64u * 1024)

enum acpi_command {
	ACPI_NONE = 0, /* padding */
	ACPI_ALLOCATE = 1,
	ACPI_ADD_POINTER = 2,
	ACPI_ADD_CHECKSUM = 3,
	ACPI_WRITE_POINTER = 4,
};

/* One command with its file names resolved; padding is left out. */
struct acpi_step {
	u8 command;
	u8 file;        /* enum fw_cfg_file: loaded, patched, summed or written */
	u8 source;      /* enum fw_cfg_file: what a pointer points into */
	u8 field_bytes; /* width of a pointer: 1, 2, 4 or 8 */
	u32 offset;     /* of the pointer or the checksum byte in `file` */
	u32 start;      /* checksum: first byte summed; written pointer: offset into `source` */
	u32 length;     /* checksum: bytes summed */
};

struct acpi_script {
	u32 count;
	struct acpi_step *steps; /* room for one per command */
};

/*
 * `raw` holds `bytes` bytes of script in private memory. Fills script->steps, and bytes and
 * alignment of acpi->blobs. ERR_ACPI_SCRIPT (command in the fault detail): size, unknown command,
 * a name that is not on the allow list or not there, loaded twice or used before it was loaded, a
 * width or an alignment out of range, a pointer written to anything but etc/vmgenid_addr.
 * ERR_ACPI_BOUNDS: a field or sum that leaves its file.
 */
MUST_CHECK enum err acpi_script_decode(const u8 *raw, u32 bytes, const struct fw_cfg_dir *dir,
				       struct acpi *acpi, struct acpi_script *script);

/* The blobs are loaded. ERR_ACPI_BOUNDS: a pointer that would leave its source or its width. */
MUST_CHECK enum err acpi_script_check(const struct acpi_script *script, const struct acpi *acpi);

/*
 * Patches pointers and checksums. ERR_ACPI_BOUNDS if a pointer is not what it was during the
 * check, which takes two steps on the same bytes; the tables are then unusable.
 */
MUST_CHECK enum err acpi_script_apply(const struct acpi_script *script, const struct acpi *acpi);

#endif
