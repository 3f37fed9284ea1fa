/* load_fwcfg.c - fw_cfg by DMA through shared pages. */
#include "loader.h"

enum { PORT_DMA_LOW = 0x518, DMA_READ = 2, DMA_SKIP = 4, DMA_SELECT = 8 };

static struct ghcb *ghcb;

void memory_copy(void *to, const void *from, u64 bytes)
{
	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(bytes) : : "memory");
}

static const void *bounce(void)
{
	return (const void *)(uintptr_t)(BOUNCE_GPA + SHARED_VIEW_BASE_GIB * GIB);
}

void fwcfg_start(struct ghcb *g)
{
	ghcb = g;
	for (u64 gpa = DESCRIPTOR_GPA; gpa < BOUNCE_GPA + BOUNCE_BYTES; gpa += PAGE_BYTES)
		EXPECT(psc_msr(gpa, PSC_OP_SHARED));
}

static void dma(u32 control, u32 length)
{
	volatile u32 *d = (volatile u32 *)shared_word(DESCRIPTOR_GPA);
	u64 address = __builtin_bswap64(BOUNCE_GPA);

	d[0] = __builtin_bswap32(control);
	d[1] = __builtin_bswap32(length);
	d[2] = (u32)address;
	d[3] = (u32)(address >> 32);
	ghcb->rax = __builtin_bswap32(DESCRIPTOR_GPA);
	ghcb_do(ghcb, GHCB_EVENT_IOIO, (u64)PORT_DMA_LOW << 16 | 1 << 6, 0,
		1ull << GHCB_RAX_BIT, 0);
	EXPECT(d[0] == 0);
}

void fwcfg_load(u16 key, u64 gpa, u32 bytes)
{
	u32 select = (u32)key << 16 | DMA_SELECT;

	for (u32 done = 0; done < bytes;) {
		u32 n = bytes - done < BOUNCE_BYTES ? bytes - done : BOUNCE_BYTES;

		dma(select | DMA_READ, n);
		memory_copy((void *)(gpa + done), bounce(), n);
		select = 0;
		done += n;
	}
}

u32 fwcfg_u32(u16 key)
{
	u32 value;

	dma((u32)key << 16 | DMA_SELECT | DMA_READ, sizeof(value));
	memory_copy(&value, bounce(), sizeof(value));
	return value;
}

void fwcfg_load_at(u16 key, u32 offset, void *to, u32 len)
{
	EXPECT(len <= BOUNCE_BYTES);
	dma((u32)key << 16 | DMA_SELECT | DMA_SKIP, offset);
	dma(DMA_READ, len);
	memory_copy(to, bounce(), len);
}
