/* lies_fwcfg.c - lies in fw_cfg, the memory map and the CPUID page. */
#include "lies.h"
#include "npt.h"
#include "str.h"

/* Sizes and data of kernel, initrd, command line and setup part. */
enum { FIRST_PAYLOAD_KEY = 0x07, LAST_PAYLOAD_KEY = 0x18, ARGUMENT_NONE = 0xffff };

static u16 boot_kernel_key = FWCFG_KEY_NONE;

u32 lies_dma_result(u32 honest)
{
	if (lie_now(LIE_DMA_ERROR))
		return FWCFG_DMA_ERROR;
	if (lie_now(LIE_DMA_NEVER))
		return FWCFG_DMA_READ;
	if (lie_now(LIE_DMA_JUNK))
		return (u32)lies[LIE_DMA_JUNK].argument;
	return honest;
}

bool lies_dma_stale(void)
{
	return lie_now(LIE_DMA_STALE);
}

/* Any payload item if the lie names none. */
static bool second_reading(u16 key, u32 offset)
{
	static u8 beginnings[LAST_PAYLOAD_KEY + 1];
	u64 about = lies[LIE_REREAD].argument;

	if (!lies[LIE_REREAD].on || offset != 0 || key > LAST_PAYLOAD_KEY ||
	    (about == ARGUMENT_NONE ? key < FIRST_PAYLOAD_KEY : key != about))
		return false;
	if (beginnings[key] < 2)
		beginnings[key]++;
	return beginnings[key] > 1;
}

static bool is_flipped(u16 key, u32 offset)
{
	u64 about = lies[LIE_DATA_FLIP].argument;

	if (!lies[LIE_DATA_FLIP].on || offset != 0)
		return false;
	if (about == ARGUMENT_NONE)
		about = boot_kernel_key;
	return key == about && lie_now(LIE_DATA_FLIP);
}

u8 lies_fwcfg_byte(u16 key, u32 offset, u8 byte)
{
	if (is_flipped(key, offset))
		byte ^= 1;
	return second_reading(key, offset) ? byte ^ 2 : byte;
}

void lies_fwcfg_data(u16 key, u32 offset, u8 *data, u32 len)
{
	lies_acpi_tables(key, offset, data, len);
	if (len == sizeof(u32) && offset == 0)
		lies_item_size(key, data);
	if (len)
		data[0] = lies_fwcfg_byte(key, offset, data[0]);
}

static void add(struct e820_entry *entries, u32 *count, u32 max, u64 base, u64 length)
{
	if (*count < max)
		entries[(*count)++] = (struct e820_entry){ base, length, E820_RAM };
}

static void cut_below(struct e820_entry *entries, u32 count, u64 start)
{
	for (u32 i = 0; i < count; i++)
		if (entries[i].type == E820_RAM && entries[i].base < start &&
		    entries[i].base + entries[i].length > start) {
			entries[i].length -= start - entries[i].base;
			entries[i].base = start;
		}
}

void lies_e820(struct e820_entry *entries, u32 *count, u32 max)
{
	if (lie_now(LIE_E820_NONE))
		*count = 0;
	if (lie_now(LIE_E820_ABOVE))
		cut_below(entries, *count, lies[LIE_E820_ABOVE].argument);
	if (lie_now(LIE_E820_OVERLAP))
		add(entries, count, max, lies[LIE_E820_OVERLAP].argument, 0x10000);
	if (lie_now(LIE_E820_WRAP))
		add(entries, count, max, 0xfffffffffffff000ull, 0x2000);
	if (lie_now(LIE_E820_MMIO))
		add(entries, count, max, 0xfee00000, 0x1000);
	if (lie_now(LIE_E820_HIGH))
		add(entries, count, max, npt_cbit_mask(), 0x100000);
	if (lie_now(LIE_E820_UNALIGNED))
		add(entries, count, max, 0x8000000123ull, 0x3003);
}

static void name_twice(struct fwcfg_file *files, u32 count)
{
	u32 original = 0;

	while (lies[LIE_DIR_TWICE].argument && original < count &&
	       !str_equal(files[original].name, "etc/e820"))
		original++;
	if (original < count)
		memcpy(files[original == 0 ? 1 : original - 1].name, files[original].name,
		       sizeof(files[0].name));
}

void lies_directory(struct fwcfg_file *files, u32 *count_be)
{
	u32 count = be32(*count_be);

	lies_acpi_file(files, count);
	for (u32 i = 0; i < count; i++) {
		if (str_equal(files[i].name, "etc/boot/kernel"))
			boot_kernel_key = be16(files[i].key_be);
		if (lie_now(LIE_DIR_NO_NUL))
			memset(files[i].name, 'x', sizeof(files[i].name));
		if (lie_now(LIE_DIR_SIZE))
			files[i].size_be = be32((u32)lies[LIE_DIR_SIZE].argument);
	}
	if (count > 1 && lie_now(LIE_DIR_TWICE))
		name_twice(files, count);
	if (lie_now(LIE_DIR_COUNT))
		*count_be = be32((u32)lies[LIE_DIR_COUNT].argument);
}

static u8 *find_leaf(u8 *page, u32 leaf)
{
	enum { HEADER = 16, ENTRY = 48 };
	u32 count;

	memcpy(&count, page, sizeof(count));
	for (u32 i = 0; i < count; i++)
		if (memcmp(page + HEADER + i * ENTRY, &leaf, sizeof(leaf)) == 0)
			return page + HEADER + i * ENTRY;
	return NULL;
}

void lies_cpuid_page(u8 *page)
{
	enum { EBX_OFFSET = 0x1c };
	u8 *sev = find_leaf(page, 0x8000001f);
	u32 count = (u32)lies[LIE_CPUID_COUNT].argument;

	if (sev && lie_now(LIE_CPUID_CBIT))
		sev[EBX_OFFSET] = (u8)((sev[EBX_OFFSET] & 0xc0) | lies[LIE_CPUID_CBIT].argument);
	if (sev && lie_now(LIE_CPUID_NO_SEV))
		sev[3] = 0x40;			/* the entry now describes leaf 0x4000001F */
	if (lie_now(LIE_CPUID_COUNT))
		memcpy(page, &count, sizeof(count));
}
