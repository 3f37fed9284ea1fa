/*
 * The only way from a guest-physical address to a pointer: identity in the firmware, an arena in
 * unit tests, where it also fails on pages that are not ours to touch.
 */
#ifndef MEM_PHYS_H
#define MEM_PHYS_H

#include "lib/types.h"

/*
 * Pointer to `bytes` bytes at guest-physical `gpa`. The caller has accepted and mapped them.
 * Never NULL for gpa 0: callers do not test it.
 */
void *phys_ptr(u64 gpa, u64 bytes);

#endif
