/* The fw_cfg device in unit tests; see the header. */
#include "tests/fake/fw_cfg_device.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"

#include <string.h>

#define ITEMS_MAX 300u
#define KEY_ID 0x01
#define KEY_DIRECTORY 0x19
#define KEY_FIRST_FILE 0x20
#define ENTRY_BYTES 64u
#define CONTROL_ERROR 1u
#define CONTROL_READ 2u
#define CONTROL_SKIP 4u
#define CONTROL_SELECT 8u
#define CONTROL_WRITE 16u

struct item {
	u16 key;
	const u8 *bytes;
	u8 *writable; /* NULL: read-only */
	u32 size;
	u32 selects;
	u8 transfers;
};

static struct {
	struct item items[ITEMS_MAX];
	u32 item_count;
	u8 directory[4 + ITEMS_MAX * ENTRY_BYTES];
	u32 file_count;
	struct item *selected;
	u32 offset;
	u32 dma_high;
	enum fw_cfg_lie lie;
	u16 lie_key;
} device;

static bool lies(enum fw_cfg_lie lie)
{
	u16 key = device.selected != NULL ? device.selected->key : FW_CFG_ANY_KEY;

	return device.lie == lie && (device.lie_key == FW_CFG_ANY_KEY || device.lie_key == key);
}

static struct item *item_of(u16 key)
{
	for (u32 i = 0; i < device.item_count; i++)
		if (device.items[i].key == key)
			return &device.items[i];
	return NULL;
}

void fw_cfg_device_set(u16 key, const void *bytes, u32 size)
{
	struct item *item = item_of(key);

	if (item == NULL) {
		assert_true(device.item_count < ITEMS_MAX);
		item = &device.items[device.item_count++];
	}
	*item = (struct item){ .key = key, .bytes = bytes, .size = size };
}

static u8 *entry(u32 index)
{
	return device.directory + 4 + (size_t)index * ENTRY_BYTES;
}

u16 fw_cfg_device_add_file(const char *name, void *bytes, u32 size, bool is_writable)
{
	u16 key = (u16)(KEY_FIRST_FILE + device.file_count);
	u8 *at = entry(device.file_count);

	assert_true(strlen(name) < ENTRY_BYTES - 8);
	fw_cfg_device_set(key, bytes, size);
	item_of(key)->writable = is_writable ? bytes : NULL;
	memset(at, 0, ENTRY_BYTES);
	le32_store(at, __builtin_bswap32(size));
	le16_store(at + 4, __builtin_bswap16(key));
	memcpy(at + 8, name, strlen(name));
	device.file_count++;
	le32_store(device.directory, __builtin_bswap32(device.file_count));
	fw_cfg_device_set(KEY_DIRECTORY, device.directory, 4 + device.file_count * ENTRY_BYTES);
	return key;
}

u32 fw_cfg_device_selects(u16 key)
{
	const struct item *item = item_of(key);

	return item != NULL ? item->selects : 0;
}

void fw_cfg_device_lie(enum fw_cfg_lie lie, u16 key)
{
	static const u8 id_without_dma[4] = { 1 };

	device.lie = lie;
	device.lie_key = key;
	switch (lie) {
	case FW_CFG_WITHOUT_DMA:
		fw_cfg_device_set(KEY_ID, id_without_dma, sizeof(id_without_dma));
		break;
	case FW_CFG_DIR_COUNT_HUGE:
		le32_store(device.directory, 0xffffffff);
		break;
	case FW_CFG_DIR_NAME_ENDLESS:
		memset(entry(0) + 8, 'x', ENTRY_BYTES - 8);
		break;
	case FW_CFG_DIR_KEY_LOW:
		le16_store(entry(0) + 4, __builtin_bswap16(KEY_DIRECTORY));
		break;
	case FW_CFG_DIR_NAME_TWICE:
		memcpy(entry(1) + 8, entry(0) + 8, ENTRY_BYTES - 8);
		break;
	case FW_CFG_DIR_SIZE_HUGE:
		le32_store(entry(0), 0xffffffff);
		break;
	default:
		break;
	}
}

/* The next byte of the selected item; zero past its end. */
static u8 next_byte(void)
{
	const struct item *item = device.selected;
	u32 offset = device.offset++;
	u8 change = lies(FW_CFG_ANSWER_CHANGES) ? item->transfers : 0;

	return item != NULL && offset < item->size ? item->bytes[offset] ^ change : 0;
}

static u32 read_item(u8 *to, u32 bytes)
{
	for (u32 i = 0; i < bytes; i++)
		to[i] = next_byte();
	if (device.selected != NULL)
		device.selected->transfers++;
	return 0;
}

static u32 write_item(const u8 *from, u32 bytes)
{
	struct item *item = device.selected;

	if (item == NULL || item->writable == NULL ||
	    !bytes_inside(device.offset, bytes, item->size))
		return CONTROL_ERROR;
	memcpy(item->writable + device.offset, from, bytes);
	device.offset += bytes;
	return 0;
}

static u32 run(u32 control, u32 bytes, u64 gpa)
{
	u8 *memory;

	if (lies(FW_CFG_DMA_EMPTY))
		return 0;
	memory = machine_device_ptr(gpa, bytes);
	if (lies(FW_CFG_DMA_ERROR)) {
		(void)read_item(memory, bytes / 2);
		return CONTROL_ERROR;
	}
	if (lies(FW_CFG_DMA_NEVER_COMPLETES))
		return control;
	if (lies(FW_CFG_DMA_GARBAGE))
		return FW_CFG_GARBAGE;
	/* Not every VMM gets "select" by DMA right: the firmware must not use it. */
	assert_int_equal(control & (CONTROL_SELECT | CONTROL_SKIP), 0);
	if ((control & CONTROL_READ) != 0)
		return read_item(memory, bytes);
	return (control & CONTROL_WRITE) != 0 ? write_item(memory, bytes) : 0;
}

static void start_dma(u64 descriptor_gpa)
{
	u8 *descriptor = machine_device_ptr(descriptor_gpa, 16);
	u32 control = be32_load(descriptor);
	u32 bytes = be32_load(descriptor + 4);
	u64 gpa = be64_load(descriptor + 8);

	machine_record((struct machine_event){ EVENT_DMA, control, bytes, gpa });
	le32_store(descriptor, __builtin_bswap32(run(control, bytes, gpa)));
}

static bool port_in(u16 port, u32 bytes, u32 *value)
{
	if (device.lie == FW_CFG_ABSENT || port != 0x511 || bytes != 1)
		return false;
	*value = next_byte();
	return true;
}

static void select_item(u16 key)
{
	device.selected = item_of(key);
	device.offset = 0;
	if (device.selected != NULL)
		device.selected->selects++;
}

static bool port_out(u16 port, u32 bytes, u32 value)
{
	if (device.lie == FW_CFG_ABSENT)
		return false;
	if (port == 0x510 && bytes == 2)
		select_item((u16)value);
	else if (port == 0x514 && bytes == 4)
		device.dma_high = __builtin_bswap32(value);
	else if (port == 0x518 && bytes == 4) {
		start_dma((u64)device.dma_high << 32 | __builtin_bswap32(value));
		device.dma_high = 0;
	} else
		return false;
	return true;
}

void fw_cfg_device_install(void)
{
	static const struct machine_ports ports = { port_in, port_out };
	static const u8 id[4] = { 3 };

	memset(&device, 0, sizeof(device));
	device.lie_key = FW_CFG_ANY_KEY;
	fw_cfg_device_set(0, "QEMU", 4);
	fw_cfg_device_set(KEY_ID, id, sizeof(id));
	fw_cfg_device_set(KEY_DIRECTORY, device.directory, 4);
	machine_set_ports(&ports);
}
