/*
 * The end of a boot that cannot go on; what main.c tells panic.c.
 */
#ifndef FIRMWARE_PANIC_H
#define FIRMWARE_PANIC_H

#include "lib/panic.h"

/* The stage that runs from now on; `stage` is a constant string. */
void panic_set_stage(const char *stage);

/* SEV_STATUS as read at reset: decides how the CPU can be stopped. */
void panic_set_sev_status(u64 sev_status);

#endif
