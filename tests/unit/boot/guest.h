/*
 * A plain VM as the payload stages find it: honest fw_cfg device with a small bzImage, RAM, map,
 * ledger and arena. Tests change one thing and look what becomes of it.
 */
#ifndef UNIT_BOOT_GUEST_H
#define UNIT_BOOT_GUEST_H

#include "firmware/boot/payload.h"

#define GUEST_SETUP_BYTES 1024u
#define GUEST_IMAGE_BYTES 0x3000u
#define GUEST_INIT_BYTES 0x500000u /* three 2 MiB units */
#define GUEST_CMDLINE_LIMIT 100u   /* the kernel's cmdline_size */
#define GUEST_RAM_END 0x8000000u   /* 128 MiB */

struct guest {
	struct memory memory;
	struct fw_cfg_dir dir;
	struct measured measured; /* a plain VM's */
	struct payload payload;
	u8 setup[GUEST_SETUP_BYTES]; /* what the host offers */
	u8 image[GUEST_IMAGE_BYTES];
	u32 setup_size, image_size, cmdline_size, initrd_size;
};
extern struct guest guest;

/* For setup and teardown functions of cmocka; the second with the kernel loaded. */
int guest_setup(void **state);
int guest_setup_with_kernel(void **state);
int guest_teardown(void **state);

/* Publishes guest.*_size and the kernel's bytes (again, after a change). */
void guest_publish(void);

/* payload_load_kernel on this guest; the other loads assert its success first. */
enum err guest_load_kernel(void);

/* The type of the entry that has the page at `gpa`, or -1. */
int guest_type_at(u64 gpa);

#endif
