/* pause.c - see pause.h. */
#include "pause.h"
#include "gmem.h"
#include "kick.h"
#include "lies.h"
#include "options.h"
#include "vcpu.h"

enum { PAUSES_AWAKE = 200, PAUSES_A_WAKE = 8, PAUSE_BYTES = 2 };
#define PAUSE_BIT (1ull << (EXIT_PAUSE - EXIT_INTR))

static u32 asleep; /* vCPUs */

static bool is_parked(const struct vcpu *v)
{
	return v->index != 0 && v->vmcb->rip >= gmem.image_gpa &&
	       v->vmcb->rip < gmem.image_gpa + gmem.image_bytes;
}

void pause_choose(struct vcpu *v)
{
	if (options.own_vmsas && (is_parked(v) || asleep > 0))
		v->vmcb->intercept_instructions |= PAUSE_BIT;
	else
		v->vmcb->intercept_instructions &= ~PAUSE_BIT;
	if (!is_parked(v))
		v->pauses = 0;
}

void pause_wake(struct vcpu *v)
{
	if (v->is_asleep)
		asleep--;
	v->is_asleep = false;
}

static void wake_all(void)
{
	for (u32 i = 0; i < vcpu_count; i++)
		if (vcpus[i].is_asleep) {
			pause_wake(&vcpus[i]);
			kick_one(&vcpus[i]);
		}
}

/* Who waits for the sleeper may be in a loop without an exit, because its PAUSE had none when it was entered. */
static void sleep_until_waited_for(struct vcpu *v)
{
	v->is_asleep = true;
	asleep++;
	lies_inject_into_parked(v);
	for (u32 i = 0; i < vcpu_count; i++)
		if (vcpus[i].in_guest && !(vcpus[i].vmcb->intercept_instructions & PAUSE_BIT))
			kick_one(&vcpus[i]);
}

void pause_exit(struct vcpu *v)
{
	static u32 waits;

	vcpu_skip(v, PAUSE_BYTES);
	if (!is_parked(v)) {
		if (waits++ % PAUSES_A_WAKE == 0)
			wake_all();
	} else if (v->pauses++ >= PAUSES_AWAKE) {
		sleep_until_waited_for(v);
	}
	pause_choose(v);
}
