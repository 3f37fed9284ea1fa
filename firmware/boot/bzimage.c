/*
 * The setup header of a bzImage. Guarantees: every field of the result is bounded by the file's
 * size or by a constant, and all offsets lie inside the file. Trusts nothing in the header.
 * Linux Documentation/arch/x86/boot.rst. Pure.
 */
#include "firmware/boot/bzimage.h"
#include "lib/bytes.h"
#include "lib/panic.h"
#include "lib/range.h"

/* Offsets in the file, the same as in boot_params. */
enum {
	SETUP_SECTS = 0x1f1,
	SYSSIZE = 0x1f4, /* in units of 16 bytes */
	BOOT_FLAG = 0x1fe,
	HEADER_LENGTH = 0x201, /* counted from HEADER_MAGIC */
	HEADER_MAGIC = 0x202,
	VERSION = 0x206,
	LOADFLAGS = 0x211,
	INITRD_ADDR_MAX = 0x22c,
	KERNEL_ALIGNMENT = 0x230,
	RELOCATABLE_KERNEL = 0x234,
	XLOADFLAGS = 0x236,
	CMDLINE_SIZE = 0x238,
	PAYLOAD_OFFSET = 0x248,
	PAYLOAD_LENGTH = 0x24c,
	PREF_ADDRESS = 0x258,
	INIT_SIZE = 0x260,
	FIELDS_END = 0x264, /* end of the last field that is read here */
	HEADER_END_MAX = 0x290, /* room that boot_params has for the header */
};

#define BOOT_FLAG_VALUE 0xaa55
#define HEADER_MAGIC_VALUE 0x53726448u /* "HdrS" */
#define PROTOCOL_MIN 0x20c
#define LOADED_HIGH 1u
#define XLF_KERNEL_64 1u
#define XLF_CAN_BE_LOADED_ABOVE_4G 2u
#define SECTOR_BYTES 512u
#define SYSSIZE_UNIT 16u

/* The kernel's direct map with four-level page tables. */
#define KERNEL_ADDRESS_LIMIT (1ull << 46)

static enum err check_magic(const u8 *setup, u64 setup_bytes)
{
	if (setup_bytes < FIELDS_END || le16_load(setup + BOOT_FLAG) != BOOT_FLAG_VALUE ||
	    le32_load(setup + HEADER_MAGIC) != HEADER_MAGIC_VALUE)
		return fault(ERR_KERNEL_HEADER, setup_bytes, 0);
	if (le16_load(setup + VERSION) < PROTOCOL_MIN)
		return fault(ERR_KERNEL_PROTOCOL, le16_load(setup + VERSION), 0);
	return OK;
}

static enum err check_header_end(const u8 *setup, u64 setup_bytes, struct bzimage *kernel)
{
	kernel->header_end = HEADER_MAGIC + setup[HEADER_LENGTH];
	if (kernel->header_end < FIELDS_END || kernel->header_end > HEADER_END_MAX ||
	    kernel->header_end > setup_bytes)
		return fault(ERR_KERNEL_HEADER, setup_bytes, kernel->header_end);
	return OK;
}

static enum err check_entry(const u8 *setup)
{
	if ((setup[LOADFLAGS] & LOADED_HIGH) == 0)
		return fault(ERR_KERNEL_HEADER, setup[LOADFLAGS], 0); /* a zImage */
	if ((le16_load(setup + XLOADFLAGS) & XLF_KERNEL_64) == 0)
		return fault(ERR_KERNEL_NOT_64, le16_load(setup + XLOADFLAGS), 0);
	return OK;
}

static enum err check_sizes(const u8 *setup, u64 setup_bytes, struct bzimage *kernel)
{
	u32 sectors = setup[SETUP_SECTS] != 0 ? setup[SETUP_SECTS] : 4; /* 0 means 4 */
	u64 system_bytes = (u64)le32_load(setup + SYSSIZE) * SYSSIZE_UNIT;

	kernel->setup_bytes = (sectors + 1) * SECTOR_BYTES;
	kernel->init_bytes = le32_load(setup + INIT_SIZE);
	if (kernel->setup_bytes != setup_bytes)
		return fault(ERR_KERNEL_SIZE, kernel->setup_bytes, setup_bytes);
	if (system_bytes > kernel->image_bytes)
		return fault(ERR_KERNEL_SIZE, system_bytes, kernel->image_bytes);
	if (kernel->image_bytes <= BZIMAGE_ENTRY_64)
		return fault(ERR_KERNEL_SIZE, BZIMAGE_ENTRY_64, kernel->image_bytes);
	if (kernel->init_bytes < kernel->image_bytes)
		return fault(ERR_KERNEL_SIZE, kernel->init_bytes, kernel->image_bytes);
	return OK;
}

static enum err check_payload(const u8 *setup, struct bzimage *kernel)
{
	kernel->payload_offset = le32_load(setup + PAYLOAD_OFFSET);
	kernel->payload_bytes = le32_load(setup + PAYLOAD_LENGTH);
	if (!bytes_inside(kernel->payload_offset, kernel->payload_bytes, kernel->image_bytes))
		return fault(ERR_KERNEL_SIZE, kernel->payload_offset, kernel->payload_bytes);
	return OK;
}

static enum err check_window(const u8 *setup, struct bzimage *kernel)
{
	u64 alignment = le32_load(setup + KERNEL_ALIGNMENT);
	u64 preferred = le64_load(setup + PREF_ADDRESS);

	kernel->alignment = alignment;
	kernel->preferred_gpa = preferred;
	if (alignment < PAGE_SIZE || (alignment & (alignment - 1)) != 0)
		return fault(ERR_KERNEL_SIZE, alignment, 0);
	if (!is_aligned(preferred, alignment) || preferred >= KERNEL_ADDRESS_LIMIT)
		return fault(ERR_KERNEL_SIZE, preferred, alignment);
	return OK;
}

/* The fields that take any value. */
static void read_rest(const u8 *setup, struct bzimage *kernel)
{
	bool above_4g = (le16_load(setup + XLOADFLAGS) & XLF_CAN_BE_LOADED_ABOVE_4G) != 0;

	kernel->protocol = le16_load(setup + VERSION);
	kernel->cmdline_bytes = le32_load(setup + CMDLINE_SIZE);
	kernel->is_relocatable = setup[RELOCATABLE_KERNEL] != 0;
	kernel->initrd_limit = above_4g ? KERNEL_ADDRESS_LIMIT :
					  le32_load(setup + INITRD_ADDR_MAX) + 1ull;
}

enum err bzimage_parse(const u8 *setup, u64 setup_bytes, u64 image_bytes, struct bzimage *kernel)
{
	enum err error = check_magic(setup, setup_bytes);

	*kernel = (struct bzimage){ .image_bytes = image_bytes };
	if (error == OK)
		error = check_header_end(setup, setup_bytes, kernel);
	if (error == OK)
		error = check_entry(setup);
	if (error == OK)
		error = check_sizes(setup, setup_bytes, kernel);
	if (error == OK)
		error = check_payload(setup, kernel);
	if (error == OK)
		error = check_window(setup, kernel);
	if (error == OK)
		read_rest(setup, kernel);
	return error;
}
