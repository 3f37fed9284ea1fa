/*
 * Command line and initrd.
 */
#include "firmware/boot/payload.h"

#include "firmware/dev/fw_cfg.h"
#include "firmware/mem/phys.h"
#include "lib/mem.h"
#include "lib/panic.h"

/* Exactly one NUL, and it is the last byte; a command line of no bytes counts as empty. */
static enum err check_cmdline(const char *text, u32 bytes, u32 limit)
{
	size_t length = strlen(text);

	if (length > limit || (bytes != 0 && length != bytes - 1))
		return fault(ERR_CMDLINE, bytes, limit);
	return OK;
}

/* The bytes to `gpa`; an absent command line is measured as the empty string, which is one NUL. */
static enum err fetch_cmdline(u64 gpa, u32 bytes, struct measured *measured)
{
	struct sha256 *hash = measured_begin(measured);
	enum err error;

	fw_cfg_select(FW_CFG_KEY_CMDLINE_DATA);
	error = fw_cfg_read_hashed(gpa, bytes, hash);
	if (error != OK)
		return error;
	if (hash != NULL && bytes == 0)
		sha256_update(hash, "", 1);
	return measured_end(measured, MEASURED_CMDLINE, bytes);
}

enum err payload_load_cmdline(struct memory *memory, struct measured *measured,
			      struct payload *payload)
{
	u32 limit = payload->kernel.cmdline_bytes;
	u32 bytes;
	u64 buffer_bytes;
	char *text;
	enum err error = fw_cfg_read_u32(FW_CFG_KEY_CMDLINE_SIZE, &bytes);

	if (error != OK)
		return error;
	if (bytes > CMDLINE_BYTES_MAX || bytes > (u64)limit + 1)
		return fault(ERR_CMDLINE, bytes, limit);
	buffer_bytes = align_up((u64)bytes + 1, CMDLINE_BYTES_MIN);
	error = arena_take_low(&memory->arena, buffer_bytes, 16, &payload->cmdline_gpa);
	if (error != OK)
		return error;
	text = phys_ptr(payload->cmdline_gpa, buffer_bytes);
	text[bytes] = '\0'; /* under SEV-SNP the arena is zero, so there are zeros behind it */
	error = fetch_cmdline(payload->cmdline_gpa, bytes, measured);
	payload->cmdline_bytes = bytes;
	return error == OK ? check_cmdline(text, bytes, limit) : error;
}

/*
 * A place outside the kernel's window: the lowest RAM behind it, in whole 2 MiB units if possible,
 * else anywhere in RAM that the kernel can reach.
 */
static bool place_initrd(const struct memory *memory, const struct payload *payload, u64 bytes,
			 u64 *start)
{
	struct range behind = { payload->window.end, payload->kernel.initrd_limit };
	struct range anywhere = { PAGE_SIZE, payload->kernel.initrd_limit };
	const struct memmap *map = &memory->map;
	u64 units = align_up(bytes, PAGE_SIZE_2M);

	return memmap_find(map, behind, memory->free, units, PAGE_SIZE_2M, start) ||
	       memmap_find(map, behind, memory->free, align_up(bytes, PAGE_SIZE), PAGE_SIZE, start) ||
	       memmap_find(map, anywhere, memory->free, align_up(bytes, PAGE_SIZE), PAGE_SIZE, start);
}

/*
 * To the end of the last 2 MiB unit where that is free and unaccepted: it could not be handed over in
 * parts anyway.
 */
static u64 end_of_claim(const struct memory *memory, u64 start, u64 bytes)
{
	struct range units = { start, align_up(start + bytes, PAGE_SIZE_2M) };
	bool whole = memory->free == MEM_UNACCEPTED && is_aligned(start, PAGE_SIZE_2M) &&
		     memory_is_free(memory, units);

	return whole ? units.end : align_up(start + bytes, PAGE_SIZE);
}

/* Room for the initrd; zeros behind it up to the end of its last page. */
static enum err claim_initrd(struct memory *memory, u32 bytes, struct payload *payload)
{
	struct range pages;
	u64 start;
	enum err error;

	if (!place_initrd(memory, payload, bytes, &start))
		return fault(ERR_INITRD, bytes, payload->kernel.initrd_limit);
	pages = (struct range){ start, end_of_claim(memory, start, bytes) };
	error = memory_claim(memory, pages, MEM_LOADER);
	if (error != OK)
		return error;
	payload->initrd = (struct range){ start, start + bytes };
	memory_clear(memory, (struct range){ payload->initrd.end, pages.end });
	return OK;
}

enum err payload_load_initrd(struct memory *memory, struct measured *measured,
			     struct payload *payload)
{
	struct sha256 *hash = measured_begin(measured);
	u32 bytes;
	enum err error = fw_cfg_read_u32(FW_CFG_KEY_INITRD_SIZE, &bytes);

	payload->initrd = (struct range){ 0, 0 };
	if (error != OK)
		return error;
	if (bytes == 0)
		return measured_end(measured, MEASURED_INITRD, bytes);
	error = claim_initrd(memory, bytes, payload);
	if (error != OK)
		return error;
	fw_cfg_select(FW_CFG_KEY_INITRD_DATA);
	error = fw_cfg_read_hashed(payload->initrd.start, bytes, hash);
	return error == OK ? measured_end(measured, MEASURED_INITRD, bytes) : error;
}
