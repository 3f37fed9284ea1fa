/*
 * marks.h - recognises the marked points in a guest that was not built for snphost.
 * kernel: the first instruction fetch whose bytes equal those at one of the kernel image's entry
 * points (the launcher passes them). userspace: the text SNPSHIM-USERSPACE on COM1.
 */
#ifndef SNPHOST_MARKS_H
#define SNPHOST_MARKS_H

#include "types.h"

struct vcpu;

/* True while fetches must fault once per page, so that marks_fetch sees them. */
bool marks_want_fetches(void);
/* A page is about to be fetched from for the first time, at the present RIP. */
void marks_fetch(struct vcpu *v);
/* A byte the guest sends to COM1. */
void marks_serial(u8 byte);

#endif
