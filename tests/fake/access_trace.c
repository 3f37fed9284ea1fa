/* Accesses to model RAM, one by one; see the header. */
#define _GNU_SOURCE /* REG_EFL */
#include "tests/fake/access_trace.h"

#include "tests/fake/cmocka_all.h"
#include "tests/fake/machine.h"
#include "tests/fake/rmp.h"

#include <signal.h>
#include <ucontext.h>

#define ACCESSES_MAX 65536u
#define EFLAGS_TRAP 0x100 /* one instruction, then SIGTRAP */

static u64 accesses[ACCESSES_MAX];
static u32 access_count;
static struct sigaction old_segv, old_trap;

static void on_fault(int signal_number, siginfo_t *info, void *context)
{
	ucontext_t *user = context;
	u64 gpa = machine_gpa_of(info->si_addr);
	enum rmp_state state = rmp_page(gpa)->state;

	(void)signal_number;
	if (state != RMP_SHARED && state != RMP_VALIDATED)
		fail_msg("page %#llx is touched unaccepted", (unsigned long long)gpa);
	assert_true(access_count < ACCESSES_MAX);
	accesses[access_count++] = gpa;
	rmp_protect(gpa, true);
	user->uc_mcontext.gregs[REG_EFL] |= EFLAGS_TRAP;
}

static void on_step(int signal_number, siginfo_t *info, void *context)
{
	ucontext_t *user = context;

	(void)signal_number;
	(void)info;
	rmp_protect(accesses[access_count - 1], false);
	user->uc_mcontext.gregs[REG_EFL] &= ~EFLAGS_TRAP;
}

void access_trace_start(void)
{
	struct sigaction fault = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_NODEFER };
	struct sigaction step = { .sa_sigaction = on_step, .sa_flags = SA_SIGINFO };

	access_count = 0;
	rmp_trace(true);
	assert_int_equal(sigaction(SIGSEGV, &fault, &old_segv), 0);
	assert_int_equal(sigaction(SIGTRAP, &step, &old_trap), 0);
}

void access_trace_stop(void)
{
	assert_int_equal(sigaction(SIGSEGV, &old_segv, NULL), 0);
	assert_int_equal(sigaction(SIGTRAP, &old_trap, NULL), 0);
	rmp_trace(false);
}

u32 access_trace_count(void)
{
	return access_count;
}

u64 access_trace_gpa(u32 index)
{
	assert_true(index < access_count);
	return accesses[index];
}
