/* A plain VM for the payload stages; see the header. */
#include "tests/unit/boot/guest.h"

#include "firmware/dev/fw_cfg.h"
#include "firmware/mem/layout.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/layout.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"

#include <string.h>

struct guest guest;

/* What Linux' header.S writes, with a small setup part. */
static void build_header(u8 *at)
{
	memset(at, 0, GUEST_SETUP_BYTES);
	at[0x1f1] = GUEST_SETUP_BYTES / 512 - 1;
	le32_store(at + 0x1f4, GUEST_IMAGE_BYTES / 16);
	le16_store(at + 0x1fe, 0xaa55);
	at[0x200] = 0xeb;
	at[0x201] = 0x6a;
	memcpy(at + 0x202, "HdrS", 4);
	le16_store(at + 0x206, 0x020f);
	at[0x211] = 1;
	le32_store(at + 0x22c, 0x7fffffff);
	le32_store(at + 0x230, 0x200000);
	at[0x234] = 1;
	le16_store(at + 0x236, 0x7f);
	le32_store(at + 0x238, GUEST_CMDLINE_LIMIT);
	le32_store(at + 0x248, 0x400);
	le32_store(at + 0x24c, 0x2000);
	le64_store(at + 0x258, 0x1000000);
	le32_store(at + 0x260, GUEST_INIT_BYTES);
}

void guest_publish(void)
{
	fw_cfg_device_set(FW_CFG_KEY_SETUP_SIZE, &guest.setup_size, 4);
	fw_cfg_device_set(FW_CFG_KEY_KERNEL_SIZE, &guest.image_size, 4);
	fw_cfg_device_set(FW_CFG_KEY_CMDLINE_SIZE, &guest.cmdline_size, 4);
	fw_cfg_device_set(FW_CFG_KEY_INITRD_SIZE, &guest.initrd_size, 4);
	fw_cfg_device_set(FW_CFG_KEY_SETUP_DATA, guest.setup, GUEST_SETUP_BYTES);
	fw_cfg_device_set(FW_CFG_KEY_KERNEL_DATA, guest.image, GUEST_IMAGE_BYTES);
}

static void add_ram(u64 start, u64 end)
{
	assert_int_equal(memmap_add(&guest.memory.map, (struct range){ start, end }, MEM_RAM), OK);
}

int guest_setup(void **state)
{
	const struct fw_cfg_channel channel = { .descriptor_gpa = layout_dma_descriptor_gpa() };

	(void)state;
	fake_panic_reset();
	machine_reset();
	(void)machine_ram(layout_low().start, range_bytes(layout_low()), MACHINE_SHARED);
	(void)machine_ram(FAKE_ARENA, FAKE_ARENA_BYTES, MACHINE_PRIVATE);
	(void)machine_ram(FAKE_KERNEL, GUEST_IMAGE_BYTES, MACHINE_PRIVATE);
	fw_cfg_device_install();
	assert_int_equal(fw_cfg_init(&channel), OK);
	guest = (struct guest){ .setup_size = GUEST_SETUP_BYTES, .image_size = GUEST_IMAGE_BYTES };
	measured_start_plain(&guest.measured);
	build_header(guest.setup);
	for (u32 i = 0; i < GUEST_IMAGE_BYTES; i++)
		guest.image[i] = (u8)(i * 7 + (i >> 8));
	guest_publish();
	assert_int_equal(memory_init(&guest.memory, 0), OK);
	add_ram(0, 0xa0000);
	add_ram(0x100000, GUEST_RAM_END);
	assert_int_equal(memory_accept(&guest.memory, layout_arena()), OK);
	assert_int_equal(memory_claim_fixed(&guest.memory), OK);
	return 0;
}

int guest_setup_with_kernel(void **state)
{
	(void)guest_setup(state);
	assert_int_equal(guest_load_kernel(), OK);
	return 0;
}

int guest_teardown(void **state)
{
	(void)state;
	machine_free();
	return 0;
}

enum err guest_load_kernel(void)
{
	return payload_load_kernel(&guest.dir, &guest.memory, &guest.measured, &guest.payload);
}

int guest_type_at(u64 gpa)
{
	const struct memmap *map = &guest.memory.map;

	for (u32 i = 0; i < map->count; i++)
		if (gpa >= map->entries[i].range.start && gpa < map->entries[i].range.end)
			return (int)map->entries[i].type;
	return -1;
}
