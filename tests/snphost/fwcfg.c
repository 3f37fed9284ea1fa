/*
 * fwcfg.c - snphost's own reads of QEMU's fw_cfg. It trusts QEMU: snphost is the host.
 * Uses no writable data before host RAM exists, except fwcfg_read_dma (called later only).
 */
#include "fwcfg.h"
#include "phys.h"
#include "str.h"
#include "x86.h"

struct fwcfg_dma {
	u32 control_be;
	u32 length_be;
	u64 address_be;
};

static struct fwcfg_dma dma __attribute__((aligned(16)));

static void read_bytes(void *buffer, u32 len)
{
	u8 *to = buffer;

	for (u32 i = 0; i < len; i++)
		to[i] = in8(FWCFG_PORT_DATA);
}

void fwcfg_read(u16 key, void *buffer, u32 len)
{
	out16(FWCFG_PORT_SELECT, key);
	read_bytes(buffer, len);
}

static bool dma_run(u32 control, u64 physical, u32 len)
{
	u64 at = phys_of_data(&dma);

	dma = (struct fwcfg_dma){ be32(control), be32(len), be64(physical) };
	out32(FWCFG_PORT_DMA_HIGH, be32((u32)(at >> 32)));
	out32(FWCFG_PORT_DMA_LOW, be32((u32)at));
	return *(volatile u32 *)&dma.control_be == 0;
}

bool fwcfg_read_dma(u16 key, u64 physical, u32 offset, u32 len)
{
	u32 select = (u32)key << 16 | FWCFG_DMA_SELECT | FWCFG_DMA_SKIP;

	return dma_run(select, 0, offset) && dma_run(FWCFG_DMA_READ, physical, len);
}

struct fwcfg_item fwcfg_find(const char *name)
{
	struct fwcfg_file file;
	u32 count_be;

	fwcfg_read(FWCFG_KEY_DIRECTORY, &count_be, sizeof(count_be));
	for (u32 i = 0; i < be32(count_be) && i < 256; i++) {
		read_bytes(&file, sizeof(file));
		if (str_equal(file.name, name))
			return (struct fwcfg_item){ be16(file.key_be), be32(file.size_be) };
	}
	return (struct fwcfg_item){ FWCFG_KEY_NONE, 0 };
}

bool fwcfg_write_dma(u16 key, u64 physical, u32 offset, u32 len)
{
	u32 select = (u32)key << 16 | FWCFG_DMA_SELECT | FWCFG_DMA_SKIP;

	return dma_run(select, 0, offset) && dma_run(FWCFG_DMA_WRITE, physical, len);
}
