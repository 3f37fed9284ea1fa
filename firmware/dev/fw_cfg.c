/*
 * fw_cfg: items are selected by port and read by DMA, the one way that every VMM gets right.
 * Guarantees: the device is told only of the descriptor, the bounce buffer or the destination;
 * waiting is bounded; a byte from the bounce buffer is loaded once. Trusts nothing it answers.
 * QEMU docs/specs/fw_cfg.rst.
 */
#include "firmware/dev/fw_cfg.h"
#include "firmware/dev/pio.h"
#include "firmware/mem/phys.h"
#include "lib/bytes.h"
#include "lib/panic.h"

#define PORT_SELECTOR 0x510
#define PORT_DATA 0x511
#define PORT_DMA_HIGH 0x514
#define PORT_DMA_LOW 0x518

#define SIGNATURE 0x554d4551u /* "QEMU" */
#define ID_HAS_DMA 2u

#define DMA_READ 2u
#define DMA_WRITE 16u

/* The device works while the port is written; one that has not by now never will. */
#define DMA_POLLS_MAX 1000000u

/* A transfer's length is 32 bits wide, and signed in some device models. */
#define DMA_BYTES_MAX GIB

/* All fields big-endian. */
struct dma_descriptor {
	u32 control;
	u32 bytes;
	u64 gpa;
};
ASSERT_SIZE(struct dma_descriptor, 16);

/* What lies at descriptor_gpa: the descriptor, and room for an item that is one number. */
struct dma_area {
	struct dma_descriptor descriptor;
	u32 number;
};

static struct fw_cfg_channel channel;
static u16 selected_key;

void fw_cfg_select(u16 key)
{
	selected_key = key;
	pio_out16(PORT_SELECTOR, key);
}

/* Through the data port: all that is known to work before DMA has been seen. */
static u32 read_by_port(u16 key, u32 bytes)
{
	u32 value = 0;

	fw_cfg_select(key);
	for (u32 i = 0; i < bytes; i++)
		value |= (u32)pio_in8(PORT_DATA) << 8 * i;
	return value;
}

enum err fw_cfg_init(const struct fw_cfg_channel *new_channel)
{
	u32 signature = read_by_port(FW_CFG_KEY_SIGNATURE, 4);
	u32 id = read_by_port(FW_CFG_KEY_ID, 1);

	if (signature != SIGNATURE || (id & ID_HAS_DMA) == 0)
		return fault(ERR_FW_CFG_ABSENT, signature, id);
	channel = *new_channel;
	return OK;
}

/* The last value of the control word; 0 is success. */
static u32 wait_for_device(const volatile struct dma_descriptor *descriptor, u32 command)
{
	u32 control = descriptor->control;

	for (u32 polls = 0; control == command && polls < DMA_POLLS_MAX; polls++)
		control = descriptor->control;
	return control;
}

/* One transfer between the selected item and device-visible memory. */
static enum err transfer(u32 operation, u64 gpa, u64 bytes)
{
	volatile struct dma_descriptor *descriptor =
		phys_ptr(channel.descriptor_gpa, sizeof(*descriptor));
	u32 command = __builtin_bswap32(operation);
	u32 control;

	descriptor->control = command;
	descriptor->bytes = __builtin_bswap32((u32)bytes);
	descriptor->gpa = __builtin_bswap64(gpa);
	if (channel.descriptor_gpa >> 32 != 0) /* the device clears it after each transfer */
		pio_out32(PORT_DMA_HIGH, __builtin_bswap32((u32)(channel.descriptor_gpa >> 32)));
	pio_out32(PORT_DMA_LOW, __builtin_bswap32((u32)channel.descriptor_gpa));
	control = wait_for_device(descriptor, command);
	if (control != 0)
		return fault(ERR_FW_CFG_DMA, selected_key, __builtin_bswap32(control));
	return OK;
}

/*
 * Shared to private memory, once. SECURITY: volatile loads, so that the compiler cannot come back to
 * bytes that the host may have changed since; sha256_update_copy() hashes the copy, too.
 */
static void copy_from_bounce(u8 *to, u64 bytes, struct sha256 *hash)
{
	void *bounce = phys_ptr(channel.bounce_gpa, bytes);
	const volatile u64 *words = bounce;
	const volatile u8 *rest;

	if (hash != NULL) {
		sha256_update_copy(hash, to, bounce, bytes);
		return;
	}
	for (; bytes >= 32; bytes -= 32, to += 32, words += 4) {
		u64 a = words[0], b = words[1], c = words[2], d = words[3];

		le64_store(to, a);
		le64_store(to + 8, b);
		le64_store(to + 16, c);
		le64_store(to + 24, d);
	}
	for (; bytes >= 8; bytes -= 8, to += 8)
		le64_store(to, *words++);
	rest = (const volatile u8 *)words;
	for (; bytes > 0; bytes--)
		*to++ = *rest++;
}

static u64 at_most(u64 bytes, u64 limit)
{
	return bytes < limit ? bytes : limit;
}

static enum err read_direct(u64 gpa, u64 bytes)
{
	while (bytes > 0) {
		u64 chunk = at_most(bytes, DMA_BYTES_MAX);
		enum err error = transfer(DMA_READ, gpa, chunk);

		if (error != OK)
			return error;
		gpa += chunk;
		bytes -= chunk;
	}
	return OK;
}

static enum err read_bounced(u64 gpa, u64 bytes, struct sha256 *hash)
{
	while (bytes > 0) {
		u64 chunk = at_most(bytes, channel.bounce_bytes);
		enum err error = transfer(DMA_READ, channel.bounce_gpa, chunk);

		if (error != OK)
			return error;
		copy_from_bounce(phys_ptr(gpa, chunk), chunk, hash);
		gpa += chunk;
		bytes -= chunk;
	}
	return OK;
}

enum err fw_cfg_read_hashed(u64 gpa, u64 bytes, struct sha256 *hash)
{
	enum err error;

	if (channel.bounce_bytes > 0)
		return read_bounced(gpa, bytes, hash);
	error = read_direct(gpa, bytes);
	if (error == OK && hash != NULL)
		sha256_update(hash, phys_ptr(gpa, bytes), bytes);
	return error;
}

enum err fw_cfg_read(u64 gpa, u64 bytes)
{
	return fw_cfg_read_hashed(gpa, bytes, NULL);
}

enum err fw_cfg_read_item(u16 key, u64 gpa, u64 bytes)
{
	fw_cfg_select(key);
	return fw_cfg_read(gpa, bytes);
}

enum err fw_cfg_read_u32(u16 key, u32 *value)
{
	u64 gpa = channel.descriptor_gpa + offsetof(struct dma_area, number);
	enum err error;

	fw_cfg_select(key);
	error = transfer(DMA_READ, gpa, sizeof(*value));
	*value = *(const volatile u32 *)phys_ptr(gpa, sizeof(*value));
	return error;
}

enum err fw_cfg_write_item(u16 key, u64 gpa, u64 bytes)
{
	fw_cfg_select(key);
	if (channel.bounce_bytes > 0) {
		CHECK(bytes <= channel.bounce_bytes);
		__builtin_memcpy(phys_ptr(channel.bounce_gpa, bytes), phys_ptr(gpa, bytes), bytes);
		gpa = channel.bounce_gpa;
	}
	return transfer(DMA_WRITE, gpa, bytes);
}

enum err fw_cfg_read_dir(u64 scratch_gpa, struct fw_cfg_dir *dir)
{
	u32 count;
	enum err error = fw_cfg_read_item(FW_CFG_KEY_FILE_DIR, scratch_gpa, sizeof(count));
	u64 bytes;

	if (error == OK)
		error = fw_cfg_dir_count(phys_ptr(scratch_gpa, sizeof(count)), &count);
	if (error != OK)
		return error;
	bytes = count * FW_CFG_DIR_ENTRY_BYTES;
	error = fw_cfg_read(scratch_gpa, bytes);
	if (error != OK)
		return error;
	return fw_cfg_dir_parse(phys_ptr(scratch_gpa, bytes), count, dir);
}
