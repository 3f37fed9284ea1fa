/*
 * Which bytes of model RAM (rmp.h) instructions touch: each access faults, is noted, and runs alone with
 * the page open. x86-64 Linux only, like the firmware's tests as a whole.
 */
#ifndef FAKE_ACCESS_TRACE_H
#define FAKE_ACCESS_TRACE_H

#include "lib/types.h"

/* From start to stop, in order; touching a page that is neither shared nor validated fails the test. */
void access_trace_start(void);
void access_trace_stop(void);

u32 access_trace_count(void);
u64 access_trace_gpa(u32 index);

#endif
