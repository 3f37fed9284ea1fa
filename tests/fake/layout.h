/*
 * The layout seam in unit tests: addresses of its own, so that nothing passes by knowing the
 * linker script's.
 */
#ifndef FAKE_LAYOUT_H
#define FAKE_LAYOUT_H

#include "firmware/mem/layout.h"

#define FAKE_LOW 0x30000u
#define FAKE_HASHES (FAKE_LOW + 0x0000u)
#define FAKE_SECRETS (FAKE_LOW + 0x1000u)
#define FAKE_CPUID (FAKE_LOW + 0x2000u)
#define FAKE_SHARED (FAKE_LOW + 0x3000u)
#define FAKE_RT_CODE (FAKE_LOW + 0x4000u)
#define FAKE_RT_DATA (FAKE_LOW + 0x5000u)
#define FAKE_LAUNCH_RAM (FAKE_LOW + 0x6000u)
#define FAKE_PAGE_TABLES FAKE_LAUNCH_RAM /* four of them */
#define FAKE_LOW_END (FAKE_LOW + 0xc000u)
#define FAKE_ARENA 0x200000u
#define FAKE_ARENA_BYTES 0x40000u
#define FAKE_KERNEL 0x1400000u
#define FAKE_ROM 0xffff0000u

#endif
