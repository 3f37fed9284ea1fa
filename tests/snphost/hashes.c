/*
 * hashes.c - hashes what the guest will read: the legacy setup and kernel items, or (for firmware
 * that prefers it, QEMU 10) the file etc/boot/kernel.
 */
#include "hashes.h"
#include "fwcfg.h"
#include "log.h"
#include "options.h"
#include "phys.h"
#include "sha256.h"
#include "str.h"

enum { CHUNK_BYTES = 0x10000, TABLE_USED = 168, ENTRY_USED = 50 };

struct hash_entry {
	u8 guid[16];
	u16 len;
	u8 hash[SHA256_BYTES];
} __attribute__((packed));

struct hash_table {
	u8 guid[16];
	u16 len;
	struct hash_entry cmdline, initrd, kernel;
	u8 padding[8];
} __attribute__((packed));
_Static_assert(sizeof(struct hash_table) == 176, "kernel-hashes table");

/* 9438d606-..., 97d02dd8-..., 44baf731-..., 4de79437-... */
static const u8 table_guid[16] = { 0x06, 0xd6, 0x38, 0x94, 0x22, 0x4f, 0xc9, 0x4c,
				   0xb4, 0x79, 0xa7, 0x93, 0xd4, 0x11, 0xfd, 0x21 };
static const u8 cmdline_guid[16] = { 0xd8, 0x2d, 0xd0, 0x97, 0x20, 0xbd, 0x94, 0x4c,
				     0xaa, 0x78, 0xe7, 0x71, 0x4d, 0x36, 0xab, 0x2a };
static const u8 initrd_guid[16] = { 0x31, 0xf7, 0xba, 0x44, 0x2f, 0x3a, 0xd7, 0x4b,
				    0x9a, 0xf1, 0x41, 0xe2, 0x91, 0x69, 0x78, 0x1d };
static const u8 kernel_guid[16] = { 0x37, 0x94, 0xe7, 0x4d, 0xd2, 0xab, 0x7f, 0x42,
				    0xb8, 0x35, 0xd5, 0xb1, 0x72, 0xd2, 0x04, 0x5b };

static u8 chunk[CHUNK_BYTES] __attribute__((aligned(16)));

static void hash_item(struct sha256 *s, u16 key, u32 bytes)
{
	for (u32 done = 0; done < bytes;) {
		u32 n = bytes - done < CHUNK_BYTES ? bytes - done : CHUNK_BYTES;

		if (!fwcfg_read_dma(key, phys_of_data(chunk), done, n))
			host_die("fw_cfg DMA of item 0x%x failed", key);
		sha256_update(s, chunk, n);
		done += n;
	}
}

static u32 item_size(u16 size_key)
{
	u32 size;

	fwcfg_read(size_key, &size, sizeof(size));
	return size;
}

static void hash_kernel(struct sha256 *s)
{
	struct fwcfg_item file = fwcfg_find("etc/boot/kernel");

	if (options.hash_boot_kernel_file && file.key != FWCFG_KEY_NONE) {
		hash_item(s, file.key, file.size);
		return;
	}
	hash_item(s, FWCFG_KEY_SETUP_DATA, item_size(FWCFG_KEY_SETUP_SIZE));
	hash_item(s, FWCFG_KEY_KERNEL_DATA, item_size(FWCFG_KEY_KERNEL_SIZE));
}

static void fill(struct hash_entry *e, const u8 *guid, struct sha256 *s)
{
	memcpy(e->guid, guid, sizeof(e->guid));
	e->len = ENTRY_USED;
	sha256_final(s, e->hash);
}

void hashes_build(u8 *page, u32 offset)
{
	struct hash_table *t = (struct hash_table *)(void *)(page + offset);
	u32 cmdline_bytes = item_size(FWCFG_KEY_CMDLINE_SIZE);
	struct sha256 s;

	memset(t, 0, sizeof(*t));
	memcpy(t->guid, table_guid, sizeof(t->guid));
	t->len = TABLE_USED;
	sha256_init(&s);
	if (cmdline_bytes == 0)
		sha256_update(&s, "", 1);
	hash_item(&s, FWCFG_KEY_CMDLINE_DATA, cmdline_bytes);
	fill(&t->cmdline, cmdline_guid, &s);
	sha256_init(&s);
	hash_item(&s, FWCFG_KEY_INITRD_DATA, item_size(FWCFG_KEY_INITRD_SIZE));
	fill(&t->initrd, initrd_guid, &s);
	sha256_init(&s);
	hash_kernel(&s);
	fill(&t->kernel, kernel_guid, &s);
}
