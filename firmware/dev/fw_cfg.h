/*
 * fw_cfg by DMA. Every transfer is bounded and its outcome checked; what arrives is hostile.
 * In a plain VM the device writes straight to the destination; with memory encryption it writes to
 * a fixed shared bounce buffer, from which each byte is copied once into private memory.
 * QEMU docs/specs/fw_cfg.rst.
 */
#ifndef DEV_FW_CFG_H
#define DEV_FW_CFG_H

#include "firmware/dev/fw_cfg_dir.h"
#include "lib/sha256.h"

enum fw_cfg_key {
	FW_CFG_KEY_SIGNATURE = 0x00,
	FW_CFG_KEY_ID = 0x01,
	FW_CFG_KEY_CPU_COUNT = 0x05,
	FW_CFG_KEY_KERNEL_SIZE = 0x08,
	FW_CFG_KEY_INITRD_SIZE = 0x0b,
	FW_CFG_KEY_KERNEL_DATA = 0x11,
	FW_CFG_KEY_INITRD_DATA = 0x12,
	FW_CFG_KEY_CMDLINE_SIZE = 0x14,
	FW_CFG_KEY_CMDLINE_DATA = 0x15,
	FW_CFG_KEY_SETUP_SIZE = 0x17,
	FW_CFG_KEY_SETUP_DATA = 0x18,
	FW_CFG_KEY_FILE_DIR = 0x19,
	FW_CFG_KEY_HPET = 0x8004,
};

/* Where the device may write. Set once by fw_cfg_init; firmware-wide, like the device itself. */
struct fw_cfg_channel {
	u64 descriptor_gpa; /* 24 bytes, device-visible */
	u64 bounce_gpa;     /* device-visible, 8-byte aligned; unused when bounce_bytes is 0 */
	u64 bounce_bytes;   /* 0: the device reaches all memory */
};

/* Remembers the channel and checks signature and DMA support: ERR_FW_CFG_ABSENT. */
MUST_CHECK enum err fw_cfg_init(const struct fw_cfg_channel *channel);

/* Selects an item by port; its read offset becomes 0. */
void fw_cfg_select(u16 key);

/*
 * The next `bytes` of the selected item to guest-physical `gpa`. Bytes past the item's end read
 * as zero (the device does that), so callers know the size first. ERR_FW_CFG_DMA on any outcome
 * but success, with the key and the control word in the fault detail.
 */
MUST_CHECK enum err fw_cfg_read(u64 gpa, u64 bytes);

/*
 * The same, and hashes what arrived at `gpa` in the same pass, unless `hash` is NULL. SECURITY: with
 * a bounce buffer the hash is that of the private copy, whatever the host writes meanwhile.
 */
MUST_CHECK enum err fw_cfg_read_hashed(u64 gpa, u64 bytes, struct sha256 *hash);

/* Select and read in one. */
MUST_CHECK enum err fw_cfg_read_item(u16 key, u64 gpa, u64 bytes);

/* A 32-bit little-endian item (sizes; shorter items read as if zero-extended). ERR_FW_CFG_DMA. */
MUST_CHECK enum err fw_cfg_read_u32(u16 key, u32 *value);

/*
 * Writes `bytes` (at most one bounce buffer) from `gpa` into a file the host marked writable, from
 * its start. ERR_FW_CFG_DMA as above.
 */
MUST_CHECK enum err fw_cfg_write_item(u16 key, u64 gpa, u64 bytes);

/* Reads and parses the directory; `scratch_gpa` has room for FW_CFG_DIR_MAX entries. */
MUST_CHECK enum err fw_cfg_read_dir(u64 scratch_gpa, struct fw_cfg_dir *dir);

#endif
