/*
 * Decides by the kernel's own bytes (kernel_features.h), never by a host's word.
 */
#include "firmware/boot/lazy.h"

#include "firmware/boot/cc_blob.h"
#include "firmware/boot/efi_abi.h"
#include "firmware/boot/kernel_features.h"
#include "firmware/boot/unaccepted.h"
#include "firmware/mem/phys.h"
#include "firmware/sev/snp.h"
#include "lib/log.h"
#include "lib/panic.h"

#define POOL_BYTES (128 * MIB)
#define POOL_SHARE 4u /* the pool takes at most this part (1/n) of the RAM that is left */

/* Linux maps the EFI map in one window of 64 pages. */
#define EFI_MAP_DESCRIPTORS_MAX (EFI_MAP_BYTES_MAX / EFI_DESCRIPTOR_BYTES)

static struct kernel_features features_of(const struct payload *payload)
{
	const struct bzimage *kernel = &payload->kernel;

	return kernel_features_find(kernel, phys_ptr(payload->kernel_gpa, kernel->image_bytes));
}

/* The word as the kernel looks for it: between spaces or at an end. */
static bool has_word(const char *text, const char *word)
{
	for (const char *at = text; *at; at++) {
		const char *letter = word;
		bool starts = at == text || at[-1] == ' ';
		const char *from = at;

		while (starts && *letter && *from == *letter)
			from++, letter++;
		if (starts && *letter == '\0' && (*from == ' ' || *from == '\0'))
			return true;
	}
	return false;
}

/*
 * Accepted RAM behind the initrd where physical KASLR may put the kernel. Without it the kernel stays
 * where it is loaded, which costs nothing but the randomness.
 */
static enum err claim_pool(struct memory *memory, const struct payload *payload)
{
	struct range below_4g = { payload->window.end, 4 * GIB };
	struct range pool;

	if (has_word(phys_ptr(payload->cmdline_gpa, CMDLINE_BYTES_MIN), "nokaslr") ||
	    memmap_bytes(&memory->map, memory->free) < POOL_SHARE * POOL_BYTES ||
	    !memmap_find(&memory->map, below_4g, memory->free, POOL_BYTES, PAGE_SIZE_2M, &pool.start))
		return OK;
	pool.end = pool.start + POOL_BYTES;
	return memory_claim(memory, pool, MEM_RAM);
}

/* Smaller than the kernel proper, so that KASLR skips the piece. */
static u64 piece_for(const struct kernel_features *features)
{
	if (features->uncompressed_bytes <= PAGE_SIZE_2M)
		return PAGE_SIZE_2M;
	return align_down(features->uncompressed_bytes - 1, PAGE_SIZE_2M);
}

static enum err publish_unaccepted(struct memory *memory, struct handoff *handoff)
{
	static const struct guid guid = EFI_GUID_UNACCEPTED_MEMORY;
	u64 table;
	enum err error = unaccepted_claim_partial(memory);

	if (error == OK)
		error = unaccepted_write_table(memory, &table);
	if (error == OK && table != 0)
		efi_config_add(&handoff->config, guid, table);
	return error;
}

static enum err publish_cc_blob(struct memory *memory, struct handoff *handoff)
{
	static const struct guid guid = EFI_GUID_CC_BLOB;
	u64 blob;
	enum err error = cc_blob_write(&memory->arena, &blob);

	if (error == OK)
		efi_config_add(&handoff->config, guid, blob);
	return error;
}

static enum err hand_over_lazily(struct memory *memory, struct handoff *handoff,
				 const struct kernel_features *features)
{
	enum err error = claim_pool(memory, handoff->payload);

	handoff->piece_bytes = piece_for(features);
	handoff->efi_map_max = EFI_MAP_DESCRIPTORS_MAX;
	return error == OK ? publish_unaccepted(memory, handoff) : error;
}

static enum err hand_over_accepted(struct memory *memory)
{
	enum err error = snp_enable_mtrr();

	log_line("the kernel cannot accept memory lazily (Linux 6.5 or later can): accepting all "
		 "%lu MiB", memmap_bytes(&memory->map, memory->free) / MIB);
	return error == OK ? unaccepted_claim_all(memory) : error;
}

enum err lazy_prepare(struct memory *memory, struct handoff *handoff)
{
	struct kernel_features features = features_of(handoff->payload);
	enum err error;

	if (!features.is_snp_guest)
		return fault(ERR_KERNEL_NOT_SNP, 0, 0);
	error = snp_return_bounce(memory);
	if (error == OK)
		error = features.accepts_lazily ? hand_over_lazily(memory, handoff, &features)
						: hand_over_accepted(memory);
	return error == OK ? publish_cc_blob(memory, handoff) : error;
}
