/*
 * Reads fw_cfg by DMA and looks at what it gets: signature twice, directory, memory map.
 * RUN: --strict all
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "loader/loader.h"

enum { KEY_SIGNATURE = 0, KEY_DIRECTORY = 0x19, MAX_FILES = 64, MAX_FILE_BYTES = 0x2000000,
       MAX_E820 = 32, NAME_BYTES = 56 };

struct file {
	u32 size_be;
	u16 key_be, reserved;
	char name[NAME_BYTES];
};

struct e820 {
	u64 base, bytes;
	u32 type;
} __attribute__((packed));

static struct file files[MAX_FILES];
static struct e820 map[MAX_E820];

static bool same(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

static const struct file *check_directory(u32 count)
{
	const struct file *e820 = NULL;

	for (u32 i = 0; i < count; i++) {
		EXPECT(files[i].name[NAME_BYTES - 1] == 0);
		EXPECT(__builtin_bswap32(files[i].size_be) <= MAX_FILE_BYTES);
		EXPECT(files[i].name[0] != 'o' || files[i].name[4] != 's');	/* opt/snphost */
		for (u32 k = 0; k < i; k++)
			EXPECT(!same(files[i].name, files[k].name));
		if (same(files[i].name, "etc/e820"))
			e820 = &files[i];
	}
	return e820;
}

static u64 check_map(u32 count)
{
	u64 ram = 0;

	for (u32 i = 0; i < count; i++) {
		u64 base = map[i].base, end = base + map[i].bytes;

		if (map[i].type != 1)
			continue;
		EXPECT(end > base && end <= cbit_mask);
		EXPECT(is_page_aligned(base) && is_page_aligned(end));
		EXPECT(end <= 0xfec00000 || base >= 4 * GIB);	/* neither devices nor the ROM */
		ram += map[i].bytes;
	}
	return ram;
}

void guest_main(void)
{
	const struct file *e820;
	u32 count, bytes;

	fwcfg_start(ghcb_start(GHCB_GPA));
	EXPECT(fwcfg_u32(KEY_SIGNATURE) == 0x554d4551);
	EXPECT(fwcfg_u32(KEY_SIGNATURE) == 0x554d4551);
	count = __builtin_bswap32(fwcfg_u32(KEY_DIRECTORY));
	EXPECT(count >= 1 && count <= MAX_FILES);
	fwcfg_load_at(KEY_DIRECTORY, sizeof(u32), files, count * (u32)sizeof(files[0]));
	e820 = check_directory(count);
	EXPECT(e820);
	bytes = __builtin_bswap32(e820->size_be);
	EXPECT(bytes % sizeof(map[0]) == 0 && bytes <= sizeof(map));
	fwcfg_load_at(__builtin_bswap16(e820->key_be), 0, map, bytes);
	EXPECT(check_map(bytes / (u32)sizeof(map[0])) == 256 * MIB);
	pass();
}
