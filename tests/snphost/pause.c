/* pause.c - see pause.h. */
#include "pause.h"
#include "gmem.h"
#include "kick.h"
#include "options.h"
#include "vcpu.h"

enum { PAUSES_AWAKE = 200, PAUSES_A_WAKE = 8, PAUSE_BYTES = 2 };

static u32 asleep; /* vCPUs */

static bool is_parked(const struct vcpu *v)
{
	return v->index != 0 && v->vmcb->rip >= gmem.image_gpa &&
	       v->vmcb->rip < gmem.image_gpa + gmem.image_bytes;
}

void pause_choose(struct vcpu *v)
{
	u64 bit = 1ull << (EXIT_PAUSE - EXIT_INTR);

	if (options.own_vmsas && (is_parked(v) || asleep > 0))
		v->vmcb->intercept_instructions |= bit;
	else
		v->vmcb->intercept_instructions &= ~bit;
	if (!is_parked(v))
		v->pauses = 0;
}

static void wake_all(const struct vcpu *v)
{
	for (u32 i = 0; i < vcpu_count; i++)
		if (&vcpus[i] != v && vcpus[i].is_asleep) {
			vcpus[i].is_asleep = false;
			asleep--;
			kick_one(&vcpus[i]);
		}
}

void pause_exit(struct vcpu *v)
{
	static u32 waits;

	vcpu_skip(v, PAUSE_BYTES);
	if (!is_parked(v)) {
		if (waits++ % PAUSES_A_WAKE == 0)
			wake_all(v);
	} else if (v->pauses++ >= PAUSES_AWAKE) {
		v->is_asleep = true;
		asleep++;
	}
	pause_choose(v);
}
