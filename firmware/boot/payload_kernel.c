/*
 * The kernel: QEMU 10's unpatched file etc/boot/kernel where there is one, else the setup and kernel
 * items. One source a boot, no fallback after a failure.
 */
#include "firmware/boot/payload.h"

#include "firmware/dev/fw_cfg.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/phys.h"
#include "lib/panic.h"

struct kernel_sizes {
	u32 setup;
	u32 image;
};

/* Both sizes from the host, bounded; the split is checked against the header later. */
static enum err read_sizes(const struct fw_cfg_dir *dir, struct kernel_sizes *sizes)
{
	const struct fw_cfg_item *file = &dir->files[FW_CFG_FILE_KERNEL];
	enum err error = fw_cfg_read_u32(FW_CFG_KEY_SETUP_SIZE, &sizes->setup);

	if (error == OK)
		error = fw_cfg_read_u32(FW_CFG_KEY_KERNEL_SIZE, &sizes->image);
	if (error != OK)
		return error;
	if (sizes->setup == 0)
		return fault(ERR_NO_KERNEL, 0, 0);
	if (sizes->setup > BZIMAGE_SETUP_MAX)
		return fault(ERR_KERNEL_SIZE, sizes->setup, BZIMAGE_SETUP_MAX);
	if (file->key != 0 && file->size < (u64)sizes->setup + sizes->image)
		return fault(ERR_FW_CFG_SIZE, file->key, file->size);
	if (file->key != 0)
		sizes->image = file->size - sizes->setup;
	return OK;
}

/*
 * The setup part to the arena, the image to where it runs. SECURITY: OK means that both together have
 * the measured hash; not one byte of them is looked at before.
 */
static enum err fetch(const struct fw_cfg_dir *dir, struct kernel_sizes sizes,
		      struct measured *measured, const struct payload *payload)
{
	u16 file = dir->files[FW_CFG_FILE_KERNEL].key;
	struct sha256 *hash = measured_begin(measured);
	enum err error;

	fw_cfg_select(file != 0 ? file : FW_CFG_KEY_SETUP_DATA);
	error = fw_cfg_read_hashed(payload->setup_gpa, sizes.setup, hash);
	if (error != OK)
		return error;
	if (file == 0)
		fw_cfg_select(FW_CFG_KEY_KERNEL_DATA);
	error = fw_cfg_read_hashed(payload->kernel_gpa, sizes.image, hash);
	if (error != OK)
		return error;
	return measured_end(measured, MEASURED_KERNEL, (u64)sizes.setup + sizes.image);
}

/* RAM for the image: whole 2 MiB units where the map has them. */
static enum err place_image(struct memory *memory, u64 image_bytes, struct payload *payload)
{
	struct range image = { payload->kernel_gpa,
			       align_up(payload->kernel_gpa + image_bytes, PAGE_SIZE_2M) };

	if (!memory_is_free(memory, image))
		return fault(ERR_KERNEL_WINDOW, image.start, image.end);
	payload->window = image;
	return memory_claim(memory, image, MEM_LOADER);
}

/*
 * The kernel runs at the load address if that suits it, else at its preferred one; it decompresses
 * inside init_size from there (Linux arch/x86/boot/compressed/head_64.S, startup_64).
 */
static enum err extend_window(struct memory *memory, struct payload *payload)
{
	u64 run = align_up(payload->kernel_gpa, payload->kernel.alignment);
	struct range rest = { payload->window.end, payload->window.end };

	if (run < payload->kernel.preferred_gpa)
		run = payload->kernel.preferred_gpa;
	rest.end = align_up(run + payload->kernel.init_bytes, PAGE_SIZE_2M);
	if (range_is_empty(rest))
		return OK;
	if (!memory_is_free(memory, rest))
		return fault(ERR_KERNEL_WINDOW, payload->window.start, rest.end);
	payload->window.end = rest.end;
	return memory_claim(memory, rest, MEM_LOADER);
}

/* What the host left behind the image is not the kernel's to find. */
static void clear_window(const struct memory *memory, const struct payload *payload)
{
	memory_clear(memory, (struct range){ payload->kernel_gpa + payload->kernel.image_bytes,
					     payload->window.end });
}

enum err payload_load_kernel(const struct fw_cfg_dir *dir, struct memory *memory,
			     struct measured *measured, struct payload *payload)
{
	struct kernel_sizes sizes;
	enum err error = read_sizes(dir, &sizes);

	payload->kernel_gpa = layout_kernel_gpa();
	if (error == OK)
		error = arena_take_low(&memory->arena, sizes.setup, 16, &payload->setup_gpa);
	if (error == OK)
		error = place_image(memory, sizes.image, payload);
	if (error == OK)
		error = fetch(dir, sizes, measured, payload);
	if (error == OK)
		error = bzimage_parse(phys_ptr(payload->setup_gpa, sizes.setup), sizes.setup,
				      sizes.image, &payload->kernel);
	if (error == OK)
		error = extend_window(memory, payload);
	if (error == OK)
		clear_window(memory, payload);
	return error;
}
