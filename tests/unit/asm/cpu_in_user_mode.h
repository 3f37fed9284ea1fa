/*
 * Runs code of the ROM in a thread of this process: what user mode may not execute is caught by its signal
 * and done here. Several CPUs at a time, each in a thread.
 */
#ifndef TEST_CPU_IN_USER_MODE_H
#define TEST_CPU_IN_USER_MODE_H

#include "lib/types.h"

#include <pthread.h>

struct user_cpu {
	pthread_t thread;
	u64 entry, rsi, rdi;    /* registers at the start; rsp is 0: the code must not use it */
	volatile u32 lidts;     /* how many */
	volatile u16 idt_limit; /* of the last */
	volatile bool has_left; /* the code jumped out, to: */
	volatile u64 left_to;
	volatile bool has_ended; /* by leaving, or by something that is not known: */
	const char *volatile defect;
};

/* cmocka has handlers of its own for each fixture and each test: called wherever a CPU may fault next. */
void user_cpu_catch(void);

void user_cpu_start(struct user_cpu *cpu);

/* Ends the thread, wherever it is. */
void user_cpu_stop(struct user_cpu *cpu);

/* What an exception does to the CPU while it waits: it goes on at `handler`. */
void user_cpu_interrupt(struct user_cpu *cpu, u64 handler);

#endif
