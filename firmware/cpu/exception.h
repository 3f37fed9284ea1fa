/*
 * Exceptions and injected interrupts: every one of the 256 vectors ends in a report and the end of
 * the boot. No handler resumes, so a host that injects vectors can stop the boot but not steer it.
 */
#ifndef CPU_EXCEPTION_H
#define CPU_EXCEPTION_H

#include "lib/types.h"

/* What asm/isr.asm and the CPU leave on the exception stack (AMD APM volume 2, 8.9.3). */
struct exception_frame {
	u64 vector;
	u64 error_code; /* 0 where the vector has none */
	u64 rip;
	u64 cs;
	u64 rflags;
	u64 rsp;
	u64 ss;
};

/* Loads the final GDT, a TSS with an exception stack of its own, and the IDT in ROM. */
void exception_install(void);

/* Called by asm/isr.asm only. Never returns. */
NORETURN void exception_report(const struct exception_frame *frame);

#endif
