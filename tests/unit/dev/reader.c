/* A guest with the fw_cfg device; see the header. */
#include "tests/unit/dev/reader.h"

#include "firmware/dev/fw_cfg.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/fw_cfg_device.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"

#define DESCRIPTOR 0x1000u

u8 *reader_bounce, *reader_heap;
u8 reader_content[1000];

int reader_setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	(void)machine_ram(DESCRIPTOR, 24, MACHINE_SHARED);
	reader_bounce = machine_ram(BOUNCE, BOUNCE_BYTES, MACHINE_SHARED);
	reader_heap = machine_ram(HEAP, HEAP_BYTES, MACHINE_PRIVATE);
	fw_cfg_device_install();
	for (size_t i = 0; i < sizeof(reader_content); i++)
		reader_content[i] = (u8)(i * 31 + 1);
	fw_cfg_device_set(KEY, reader_content, sizeof(reader_content));
	return 0;
}

enum err reader_init_plain(void)
{
	const struct fw_cfg_channel channel = { .descriptor_gpa = DESCRIPTOR };

	return fw_cfg_init(&channel);
}

void reader_init_bounced(void)
{
	const struct fw_cfg_channel channel = { DESCRIPTOR, BOUNCE, BOUNCE_BYTES };

	machine_encrypt();
	assert_int_equal(fw_cfg_init(&channel), OK);
}

u32 reader_transfers(void)
{
	return machine_count_events(EVENT_DMA);
}
