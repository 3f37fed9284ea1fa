/*
 * The fw_cfg device in unit tests: items, files, the byte port and DMA as QEMU does them, and a
 * list of lies that a hostile host could tell instead. QEMU docs/specs/fw_cfg.rst.
 */
#ifndef FAKE_FW_CFG_DEVICE_H
#define FAKE_FW_CFG_DEVICE_H

#include "lib/types.h"

enum fw_cfg_lie {
	FW_CFG_HONEST,
	FW_CFG_ABSENT,              /* ports float */
	FW_CFG_WITHOUT_DMA,         /* ID says byte port only */
	FW_CFG_DMA_ERROR,           /* error bit set, half the bytes copied */
	FW_CFG_DMA_NEVER_COMPLETES, /* control word stays as written */
	FW_CFG_DMA_GARBAGE,         /* control word becomes FW_CFG_GARBAGE */
	FW_CFG_DMA_EMPTY,           /* completes without touching memory */
	FW_CFG_ANSWER_CHANGES,      /* each transfer of an item is XORed with its number, from 0 */
	FW_CFG_DIR_COUNT_HUGE,      /* 0xffffffff entries */
	FW_CFG_DIR_NAME_ENDLESS,    /* the first name has no NUL */
	FW_CFG_DIR_KEY_LOW,         /* the first key is 0x19 */
	FW_CFG_DIR_NAME_TWICE,      /* the second entry repeats the first's name */
	FW_CFG_DIR_SIZE_HUGE,       /* the first size is 0xffffffff */
};
#define FW_CFG_GARBAGE 0xdeadbe00u

/* Installs the device (after machine_reset) with signature and ID, honest and without files. */
void fw_cfg_device_install(void);

/* The lie to tell from now on, on transfers of `key`; FW_CFG_ANY_KEY: of any item. */
void fw_cfg_device_lie(enum fw_cfg_lie lie, u16 key);
#define FW_CFG_ANY_KEY 0xffffu

/* Item `key` is these bytes, which the caller keeps; a second call replaces the first. */
void fw_cfg_device_set(u16 key, const void *bytes, u32 size);

/* Adds a file; gives back its key. `bytes` are written to only if `is_writable`. */
u16 fw_cfg_device_add_file(const char *name, void *bytes, u32 size, bool is_writable);

/* How often item `key` was selected and is being read from its start. */
u32 fw_cfg_device_selects(u16 key);

#endif
