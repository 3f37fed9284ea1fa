/* fwcfg.h - QEMU's fw_cfg device as snphost itself reads it. Document: QEMU docs/specs/fw_cfg. */
#ifndef SNPHOST_FWCFG_H
#define SNPHOST_FWCFG_H

#include "types.h"

enum {
	FWCFG_PORT_SELECT = 0x510,
	FWCFG_PORT_DATA = 0x511,
	FWCFG_PORT_DMA_HIGH = 0x514,
	FWCFG_PORT_DMA_LOW = 0x518,
};

enum {
	FWCFG_KEY_RAM_SIZE = 0x03,
	FWCFG_KEY_CPU_COUNT = 0x05,
	FWCFG_KEY_KERNEL_SIZE = 0x08,
	FWCFG_KEY_INITRD_SIZE = 0x0b,
	FWCFG_KEY_KERNEL_DATA = 0x11,
	FWCFG_KEY_INITRD_DATA = 0x12,
	FWCFG_KEY_CMDLINE_SIZE = 0x14,
	FWCFG_KEY_CMDLINE_DATA = 0x15,
	FWCFG_KEY_SETUP_SIZE = 0x17,
	FWCFG_KEY_SETUP_DATA = 0x18,
	FWCFG_KEY_DIRECTORY = 0x19,
	FWCFG_KEY_NONE = 0xffff,
};

enum {
	FWCFG_DMA_ERROR = 1u << 0,
	FWCFG_DMA_READ = 1u << 1,
	FWCFG_DMA_SKIP = 1u << 2,
	FWCFG_DMA_SELECT = 1u << 3,
	FWCFG_DMA_WRITE = 1u << 4,
};

enum { FWCFG_NAME_BYTES = 56, FWCFG_MAX_FILES = 64 };

struct fwcfg_file {		/* one directory entry, big-endian as on the wire */
	u32 size_be;
	u16 key_be;
	u16 reserved;
	char name[FWCFG_NAME_BYTES];
};
_Static_assert(sizeof(struct fwcfg_file) == 64, "fw_cfg directory entry");

struct fwcfg_item {
	u16 key;		/* FWCFG_KEY_NONE: no such file */
	u32 size;
};

static inline u32 be32(u32 v) { return __builtin_bswap32(v); }
static inline u16 be16(u16 v) { return __builtin_bswap16(v); }
static inline u64 be64(u64 v) { return __builtin_bswap64(v); }

/* Reads len bytes of item key, from its beginning, byte by byte. Usable before host RAM exists. */
void fwcfg_read(u16 key, void *buffer, u32 len);
/* The same by DMA; physical is where the device puts the bytes. False: the device said error. */
bool fwcfg_read_dma(u16 key, u64 physical, u32 offset, u32 len);
bool fwcfg_write_dma(u16 key, u64 physical, u32 offset, u32 len);
struct fwcfg_item fwcfg_find(const char *name);

#endif
