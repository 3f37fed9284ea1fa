/* lies_ap.c - lies about CPUs: which VMSA runs, when, and what reaches it. */
#include "lies.h"
#include "ap_again.h"
#include "kick.h"
#include "vcpu.h"

static struct vcpu *victim(const struct vcpu *v, enum lie_id id)
{
	u64 ap = lies[id].argument;

	return lies[id].on && ap < vcpu_count && ap != v->index ? &vcpus[ap] : NULL;
}

void lies_about_aps(struct vcpu *v)
{
	struct vcpu *ap = victim(v, LIE_AP_START);

	if (ap && !ap_again_is_possible(ap) && lie_now(LIE_AP_START)) {
		ap->state = VCPU_RUNNING;
		kick_one(ap);
	}
	ap = victim(v, LIE_AP_AGAIN);
	if (ap && ap_again_is_possible(ap) && lie_now(LIE_AP_AGAIN))
		ap_again_ask(ap);
}

bool lies_inject_into_held(struct vcpu *v)
{
	if (!lie_now(LIE_AP_INJECT))
		return false;
	lies_inject(v, (u32)lies[LIE_AP_INJECT].argument & 0xff);
	return true;
}

void lies_inject_into_parked(struct vcpu *v)
{
	if (lie_now(LIE_PARK_INJECT))
		lies_inject(v, (u32)lies[LIE_PARK_INJECT].argument & 0xff);
}

bool lies_ap_refused(void)
{
	return lie_now(LIE_AP_REFUSED);
}

bool lies_ap_silent(u32 apic_id)
{
	return apic_id == lies[LIE_AP_SILENT].argument && lie_now(LIE_AP_SILENT);
}
