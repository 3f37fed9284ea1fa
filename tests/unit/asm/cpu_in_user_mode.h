/*
 * Runs code of the ROM in a thread of this process: what user mode may not execute is caught by its signal
 * and done here. One CPU at a time or several, each in a thread.
 */
#ifndef TEST_CPU_IN_USER_MODE_H
#define TEST_CPU_IN_USER_MODE_H

#include "lib/types.h"

#include <pthread.h>

struct user_cpu {
	pthread_t thread;
	u64 entry, rsi, rdi; /* registers at the start; rsp is a guard that faults */
	u64 cr4;             /* read and written by the code */
	u64 cr3;             /* last written */
	u32 host_apic_id;    /* what the host answers */
	u64 host_response;   /* low half of its answer; 0: the right one */
	u64 cr3_at_first_access; /* CR3 when memory was first named by an instruction that is caught */
	volatile u32 lidts;  /* how many */
	volatile u32 holds;  /* AP reset hold requests; the CPU ends at the second */
	volatile bool has_left; /* the code jumped out, to: */
	volatile u64 left_to;
	volatile bool has_ended; /* by leaving, holding or by something that is not known: */
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
