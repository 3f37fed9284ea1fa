/* lies.c - lies about memory and in the GHCB protocol. fw_cfg's are in lies_fwcfg.c. */
#include "lies.h"
#include "alloc.h"
#include "counters.h"
#include "ghcb.h"
#include "gmem.h"
#include "kick.h"
#include "log.h"
#include "npt.h"
#include "str.h"
#include "trace.h"
#include "vc.h"
#include "vcpu.h"
#include "x86.h"

static u64 remapped_gpa = GPA_NONE;
static struct rmp_entry remapped_old;

void lies_enable(const char *text)
{
	enum lie_id id;
	struct lie l;
	const char *wrong = lie_parse(text, &id, &l);

	if (wrong)
		host_die("--lie %s: %s; see docs/snphost.md", text, wrong);
	lies[id] = l;
}

static const char *const names[LIE_COUNT] = {
#define X(i, name, argument, text) name,
	LIE_LIST(X)
#undef X
};

static bool tell(struct vcpu *v, enum lie_id id)
{
	if (!lie_now(id))
		return false;
	if (counters[COUNT_LIES]++ < 8)
		log_line("lie %s told, occasion %lu, cpu=%u rip=0x%lx", names[id],
			 lies[id].occasions, v->index, v->vmcb->cs.base + v->vmcb->rip);
	return true;
}

void lies_report(void)
{
	for (u32 i = 0; i < LIE_COUNT; i++)
		if (lies[i].on)
			log_line("summary lie.%s=%lu", names[i], lies[i].told);
}

/* --- RMP --- */

static void remap(struct vcpu *v, u64 gpa)
{
	u64 frame = alloc_page();

	gmem_junk(frame);
	kick_others(v);
	npt_unmap(gpa);
	remapped_old = rmp_rebind(gpa, frame);
	remapped_gpa = gpa;
}

void lies_before_pvalidate(struct vcpu *v, u64 gpa, bool is_large, bool validate)
{
	if (is_large && validate && tell(v, LIE_SIZE_SMASH))
		rmp_psmash(gpa);
}

bool lies_rebound(u64 gpa)
{
	return gpa == remapped_gpa && !rmp_entry(gpa)->was_validated;
}

static bool was_remapped(u64 gpa, bool is_large)
{
	return remapped_gpa >= gpa && remapped_gpa < gpa + (is_large ? BYTES_2M : PAGE_BYTES);
}

void lies_after_pvalidate(struct vcpu *v, u64 gpa, bool is_large, bool validate,
			  struct pvalidate_result *r)
{
	if (!validate) {
		if (tell(v, LIE_RESCIND_CF))
			r->cf = r->eax == 0;
		return;
	}
	if (!is_large && tell(v, LIE_SIZE_MERGE))
		*r = (struct pvalidate_result){ PVALIDATE_FAIL_SIZEMISMATCH, false };
	if (tell(v, LIE_PVALIDATE_CODE))
		*r = (struct pvalidate_result){ (u32)lies[LIE_PVALIDATE_CODE].argument, false };
	if (tell(v, LIE_PVALIDATE_CF))
		*r = (struct pvalidate_result){ PVALIDATE_OK, true };
	if (remapped_gpa != GPA_NONE && was_remapped(gpa, is_large) && tell(v, LIE_REMAP_BACK)) {
		npt_unmap(remapped_gpa);
		rmp_rebind_back(remapped_gpa, remapped_old);
	}
	if (r->eax == 0 && !r->cf && tell(v, LIE_REMAP))
		remap(v, gpa);
}

/* --- page state changes --- */

bool lies_psc_without_effect(struct vcpu *v)
{
	return tell(v, LIE_PSC_NOOP);
}

u32 lies_psc_stop(struct vcpu *v, u32 cur, u32 end)
{
	if (tell(v, LIE_PSC_NEVER))
		return cur;
	if (end > cur && tell(v, LIE_PSC_PARTIAL))
		return cur + (u32)lies[LIE_PSC_PARTIAL].argument;
	return end + 1;
}

void lies_psc_list(struct ghcb_call *call, u8 *buffer, u32 end)
{
	struct psc_header *h = (struct psc_header *)(void *)buffer;
	u64 *entries = (u64 *)(void *)(buffer + sizeof(*h));

	if (tell(call->vcpu, LIE_PSC_BACKWARD))
		h->cur_entry = 0;
	if (tell(call->vcpu, LIE_PSC_END))
		h->end_entry = (u16)(h->end_entry + lies[LIE_PSC_END].argument);
	if (tell(call->vcpu, LIE_PSC_RESERVED))
		h->reserved = (u32)lies[LIE_PSC_RESERVED].argument;
	if (tell(call->vcpu, LIE_PSC_REWRITE))
		for (u32 i = 0; i <= end; i++)
			entries[i] ^= 1ull << 20;
	if (tell(call->vcpu, LIE_PSC_ERROR))
		call->answer2 = lies[LIE_PSC_ERROR].argument;
}

/* --- MSR protocol --- */

static u64 lie_about_info(struct vcpu *v, u64 answer)
{
	if (tell(v, LIE_INFO_VERSION))
		answer = (answer & ~(0xffffull << 48)) | lies[LIE_INFO_VERSION].argument << 48;
	if (tell(v, LIE_INFO_MIN))
		answer = (answer & ~(0xffffull << 32)) | lies[LIE_INFO_MIN].argument << 32;
	if (tell(v, LIE_INFO_CBIT))
		answer = (answer & ~(0xffull << 24)) | lies[LIE_INFO_CBIT].argument << 24;
	return answer;
}

u64 lies_msr_answer(struct vcpu *v, u64 request, u64 answer)
{
	u64 code = request & 0xfff;

	if (code == GHCB_MSR_INFO_REQUEST)
		answer = lie_about_info(v, answer);
	if (code == GHCB_MSR_FEATURES_REQUEST && tell(v, LIE_FEATURES))
		answer = lies[LIE_FEATURES].argument << 12 | GHCB_MSR_FEATURES_RESPONSE;
	if (code == GHCB_MSR_REGISTER_REQUEST && tell(v, LIE_REGISTER))
		answer ^= 1ull << 12;
	if (code == GHCB_MSR_PSC_REQUEST && tell(v, LIE_PSC_MSR_ERROR))
		answer |= lies[LIE_PSC_MSR_ERROR].argument << 32;
	if (tell(v, LIE_MSR_UNCHANGED))
		answer = request;
	if (tell(v, LIE_MSR_CODE))
		answer = (answer & ~0xfffull) | lies[LIE_MSR_CODE].argument;
	if (tell(v, LIE_MSR_HIGH))
		answer |= 0xfull << 60;
	if (tell(v, LIE_MSR_ZERO))
		answer = 0;
	return answer;
}

/* --- page protocol --- */

void lies_ghcb_answer(struct ghcb_call *call)
{
	struct vcpu *v = call->vcpu;

	if (tell(v, LIE_GHCB_INFO1))
		call->answer1 = lies[LIE_GHCB_INFO1].argument;
	if (tell(v, LIE_GHCB_INFO2))
		call->answer2 = lies[LIE_GHCB_INFO2].argument;
	if (tell(v, LIE_GHCB_RAISE)) {
		call->answer1 = GHCB_RAISE;
		call->answer2 = lies[LIE_GHCB_RAISE].argument;
	}
	if (call->code == GHCB_EVENT_IOIO && (call->info1 & 1) && tell(v, LIE_GHCB_WIDE))
		call->rax |= 0xdeadbeef00000000ull;
}

/* What the answer's writing cannot express: fields and marks that are not what was written. */
void lies_after_answer(struct ghcb_call *call)
{
	struct vcpu *v = call->vcpu;
	struct ghcb *g = call->page;

	if (tell(v, LIE_GHCB_STALE)) {
		g->exit_info_1 = call->info1;
		g->exit_info_2 = call->info2;
		g->valid[0] = call->valid[0];
		g->valid[1] = call->valid[1];
	}
	if (tell(v, LIE_GHCB_NO_VALID))
		g->valid[0] = g->valid[1] = 0;
	if (tell(v, LIE_GHCB_SCRATCH))
		g->scratch = lies[LIE_GHCB_SCRATCH].argument;
}

bool lies_refuse_terminate(struct vcpu *v)
{
	return tell(v, LIE_TERMINATE_REFUSED);
}

void lies_inject(struct vcpu *v, u32 vector)
{
	bool has_code = vector < 32 && (1u << vector & (1u << 8 | 0x1fu << 10 | 1u << 17 | 1u << 21 | 3u << 29));
	bool is_real = !(v->vmcb->cr0 & CR0_PE);

	vcpu_inject(v, vector, has_code && !is_real, 0);
}

void lies_after_exit(struct vcpu *v)
{
	if (tell(v, LIE_INJECT))
		lies_inject(v, (u32)lies[LIE_INJECT].argument & 0xff);
	if (tell(v, LIE_INJECT_VC))
		vc_raise(v, (u32)lies[LIE_INJECT_VC].argument);
}

/* --- guest requests --- */

bool lies_request_busy(struct ghcb_call *call)
{
	return tell(call->vcpu, LIE_REQUEST_BUSY);
}
