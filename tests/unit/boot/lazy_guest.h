/* An SNP guest at its hand-over: a kernel that knows more or less of SNP, RAM that nobody accepted. */
#ifndef UNIT_BOOT_LAZY_GUEST_H
#define UNIT_BOOT_LAZY_GUEST_H

#include "firmware/boot/lazy.h"

#define RAM_END (640 * MIB)
#define KERNEL 0x2000000ull /* tests/fake/layout.c */
#define WINDOW_END (KERNEL + 32 * MIB)

/* What stands in the kernel's decompressor */
enum lazy_guest_knows { KNOWS_CC_BLOB = 1, KNOWS_UNACCEPTED = 2, KNOWS_ALL = 3 };

extern const struct guid lazy_guest_unaccepted, lazy_guest_cc_blob;

struct lazy_guest {
	struct memory memory;
	struct handoff handoff;
};
extern struct lazy_guest lazy_guest;

/* From the reset to the hand-over stage, no event left. `knows`: of enum lazy_guest_knows. */
void lazy_guest_start(u64 ram_end, u32 knows);

void lazy_guest_set_cmdline(const char *text);

/* The kernel's uncompressed size; 27 MiB and 5 bytes if nobody sets it. */
void lazy_guest_set_kernel_bytes(u32 bytes);

/* The address published under `guid`; 0 if there is none. */
u64 lazy_guest_published(const struct guid *guid);

/* Where the pool for KASLR is wanted: behind the kernel. */
struct range lazy_guest_pool(void);

#endif
