/* A guest with the fw_cfg device, one item in it, and memory to read it to. */
#ifndef UNIT_DEV_READER_H
#define UNIT_DEV_READER_H

#include "lib/err.h"
#include "lib/types.h"

#define BOUNCE 0x2000u
#define BOUNCE_BYTES 64u
#define HEAP 0x100000u /* private */
#define HEAP_BYTES 0x5000u
#define KEY 0x11u /* the item with the content below */

extern u8 *reader_bounce, *reader_heap; /* MACHINE_GARBAGE before a read */
extern u8 reader_content[1000];

/* For setup functions of cmocka; the teardown is machine_teardown. */
int reader_setup(void **state);

/* fw_cfg_init as a plain VM does it, without a bounce buffer. */
enum err reader_init_plain(void);

/* As an encrypted VM does it: the device fails the test if it is sent to private memory. */
void reader_init_bounced(void);

/* DMA transfers so far. */
u32 reader_transfers(void);

#endif
