/* Addresses of the fake layout as tests need them most: pages that they declare RAM for. */
#ifndef FAKE_LAYOUT_H
#define FAKE_LAYOUT_H

#include "firmware/mem/layout.h"

#define FAKE_ARENA (layout_arena().start)
#define FAKE_ARENA_BYTES (range_bytes(layout_arena()))
#define FAKE_KERNEL (layout_kernel_gpa())
#define FAKE_RT_CODE (layout_runtime_code_gpa())
#define FAKE_RT_DATA (layout_runtime_data_gpa())

#endif
