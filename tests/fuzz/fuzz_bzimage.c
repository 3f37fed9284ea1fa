/* The setup header: eight bytes of image size, then the setup part. */
#include "firmware/boot/bzimage.h"
#include "lib/bytes.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

static void check_kernel(const struct bzimage *kernel, u64 setup_bytes, u64 image_bytes)
{
	fuzz_assert(kernel->setup_bytes == setup_bytes && setup_bytes <= (255 + 1) * 512);
	fuzz_assert(kernel->image_bytes == image_bytes && image_bytes > BZIMAGE_ENTRY_64);
	fuzz_assert(kernel->protocol >= 0x20c);
	fuzz_assert(kernel->header_end <= setup_bytes && kernel->header_end <= 0x290);
	fuzz_assert(kernel->alignment >= PAGE_SIZE &&
		    (kernel->alignment & (kernel->alignment - 1)) == 0);
	fuzz_assert((kernel->preferred_gpa & (kernel->alignment - 1)) == 0);
	fuzz_assert(kernel->preferred_gpa + kernel->init_bytes < 1ull << 47);
	fuzz_assert(kernel->init_bytes >= image_bytes);
	fuzz_assert(bytes_inside(kernel->payload_offset, kernel->payload_bytes, image_bytes));
	fuzz_assert(kernel->initrd_limit > 0 && kernel->initrd_limit <= 1ull << 46);
}

int LLVMFuzzerTestOneInput(const u8 *input, size_t bytes)
{
	struct bzimage kernel;
	u64 image_bytes;
	u8 *setup;

	if (bytes < 8)
		return 0;
	image_bytes = le64_load(input);
	setup = fuzz_copy(input + 8, bytes - 8);
	if (bzimage_parse(setup, bytes - 8, image_bytes, &kernel) == OK)
		check_kernel(&kernel, bytes - 8, image_bytes);
	free(setup);
	return 0;
}
