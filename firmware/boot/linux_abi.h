/*
 * boot_params ("zero page") as far as the firmware writes it. Linux
 * arch/x86/include/uapi/asm/bootparam.h; Documentation/arch/x86/zero-page.rst.
 */
#ifndef BOOT_LINUX_ABI_H
#define BOOT_LINUX_ABI_H

#include "lib/types.h"

#define LINUX_E820_MAX 128u
#define LINUX_HEADER_START 0x1f1u /* first byte of the setup header, in file and boot_params */

#define LINUX_LOADER_UNASSIGNED 0xffu
#define LINUX_SECURE_BOOT_DISABLED 2u
#define LINUX_VIDEO_MODE_NORMAL 0xffffu
#define LINUX_EFI_SIGNATURE_64 0x34364c45u /* "EL64" */

struct linux_efi_info {
	u32 signature;
	u32 system_table_low;
	u32 descriptor_bytes;
	u32 descriptor_version;
	u32 map_low;
	u32 map_bytes;
	u32 system_table_high;
	u32 map_high;
};

struct linux_boot_params {
	u8 screen_info[0x40];
	u8 reserved_0x040[0x30];
	u64 acpi_rsdp_addr;
	u8 reserved_0x078[0x48];
	u32 ext_ramdisk_image;
	u32 ext_ramdisk_size;
	u32 ext_cmd_line_ptr;
	u8 reserved_0x0cc[0x70];
	u32 cc_blob_address;
	u8 reserved_0x140[0x80];
	struct linux_efi_info efi_info;
	u8 reserved_0x1e0[8];
	u8 e820_entries;
	u8 reserved_0x1e9[3];
	u8 secure_boot;
	u8 reserved_0x1ed[2];
	u8 sentinel;
	u8 reserved_0x1f0[1];
	u8 setup_header[0x7b]; /* fields below, by offset: they are unaligned and version-dependent */
	u8 reserved_0x26c[0x64];
	u8 e820_table[LINUX_E820_MAX * 20];
	u8 reserved_0xcd0[0x330];
} PACKED;
ASSERT_SIZE(struct linux_boot_params, 4096);
ASSERT_OFFSET(struct linux_boot_params, acpi_rsdp_addr, 0x70);
ASSERT_OFFSET(struct linux_boot_params, ext_ramdisk_image, 0xc0);
ASSERT_OFFSET(struct linux_boot_params, cc_blob_address, 0x13c);
ASSERT_OFFSET(struct linux_boot_params, efi_info, 0x1c0);
ASSERT_OFFSET(struct linux_boot_params, e820_entries, 0x1e8);
ASSERT_OFFSET(struct linux_boot_params, secure_boot, 0x1ec);
ASSERT_OFFSET(struct linux_boot_params, sentinel, 0x1ef);
ASSERT_OFFSET(struct linux_boot_params, setup_header, LINUX_HEADER_START);
ASSERT_OFFSET(struct linux_boot_params, e820_table, 0x2d0);

/* Fields of the setup header, offsets from the start of boot_params */
enum linux_header_field {
	LINUX_VIDEO_MODE = 0x1fa,       /* u16 */
	LINUX_REALMODE_SWITCH = 0x208,  /* u32 */
	LINUX_TYPE_OF_LOADER = 0x210,   /* u8 */
	LINUX_CODE32_START = 0x214,     /* u32 */
	LINUX_RAMDISK_IMAGE = 0x218,    /* u32 */
	LINUX_RAMDISK_SIZE = 0x21c,     /* u32 */
	LINUX_BOOTSECT_KLUDGE = 0x220,  /* u32 */
	LINUX_HEAP_END = 0x224,         /* u16 */
	LINUX_EXT_LOADER_VERSION = 0x226, /* u8 */
	LINUX_EXT_LOADER_TYPE = 0x227,  /* u8 */
	LINUX_COMMAND_LINE = 0x228,     /* u32 */
	LINUX_HARDWARE_SUBARCH = 0x23c, /* u32 */
	LINUX_HARDWARE_SUBARCH_DATA = 0x240, /* u64 */
	LINUX_SETUP_DATA = 0x250,       /* u64 */
};

#endif
