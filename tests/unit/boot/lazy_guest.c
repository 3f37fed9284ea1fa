/* An SNP guest at its hand-over; see the header. */
#include "tests/unit/boot/lazy_guest.h"
#include "firmware/boot/efi_abi.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/log.h"
#include "tests/fake/machine.h"
#include "tests/fake/snp_guest.h"

#include <string.h>

#define POOL_BYTES (128 * MIB)
#define IMAGE_BYTES 0x2000u
#define PAYLOAD_OFFSET 0x300u
#define PAYLOAD_BYTES 0x1000u
#define TAIL_OFFSET (PAYLOAD_OFFSET + PAYLOAD_BYTES)
#define CMDLINE_BYTES 2048u

const struct guid lazy_guest_unaccepted = EFI_GUID_UNACCEPTED_MEMORY;
const struct guid lazy_guest_cc_blob = EFI_GUID_CC_BLOB;

struct lazy_guest lazy_guest;

static struct payload payload;

static u8 *image(void)
{
	return phys_ptr(KERNEL, IMAGE_BYTES);
}

void lazy_guest_set_cmdline(const char *text)
{
	memset(phys_ptr(payload.cmdline_gpa, CMDLINE_BYTES), 0, CMDLINE_BYTES);
	memcpy(phys_ptr(payload.cmdline_gpa, CMDLINE_BYTES), text, strlen(text));
}

void lazy_guest_set_kernel_bytes(u32 bytes)
{
	le32_store(image() + TAIL_OFFSET - 4, bytes);
}

static void load_kernel(u32 knows)
{
	payload = (struct payload){
		.kernel_gpa = KERNEL, .window = { KERNEL, WINDOW_END },
		.kernel = { .image_bytes = IMAGE_BYTES, .payload_offset = PAYLOAD_OFFSET,
			    .payload_bytes = PAYLOAD_BYTES },
	};
	assert_int_equal(memory_claim(&lazy_guest.memory, payload.window, MEM_LOADER), OK);
	memset(image(), 0x90, IMAGE_BYTES);
	lazy_guest_set_kernel_bytes(27 * MIB + 5);
	assert_int_equal(arena_take_low(&lazy_guest.memory.arena, CMDLINE_BYTES, 16,
					&payload.cmdline_gpa), OK);
	lazy_guest_set_cmdline("console=ttyS0");
	if (knows & KNOWS_CC_BLOB)
		memcpy(image() + TAIL_OFFSET + 16, &lazy_guest_cc_blob, 16);
	if (knows & KNOWS_UNACCEPTED)
		memcpy(image() + TAIL_OFFSET + 64, &lazy_guest_unaccepted, 16);
}

void lazy_guest_start(u64 ram_end, u32 knows)
{
	fake_log_reset();
	(void)snp_guest_start(&lazy_guest.memory, ram_end);
	snp_guest_add_ram(&lazy_guest.memory, ram_end);
	load_kernel(knows);
	lazy_guest.handoff = (struct handoff){ .payload = &payload };
	machine_forget_events();
}

u64 lazy_guest_published(const struct guid *guid)
{
	for (u32 i = 0; i < lazy_guest.handoff.config.count; i++)
		if (memcmp(&lazy_guest.handoff.config.tables[i].guid, guid, sizeof(*guid)) == 0)
			return lazy_guest.handoff.config.tables[i].gpa;
	return 0;
}

struct range lazy_guest_pool(void)
{
	return (struct range){ WINDOW_END, WINDOW_END + POOL_BYTES };
}
