/*
 * psc.c - page state changes by GHCB event, as KVM 7.2 walks the list: header checks, entry
 * checks, cur_page and cur_entry advanced in the shared buffer.
 */
#include "counters.h"
#include "ghcb.h"
#include "gmem.h"
#include "lies.h"
#include "rmp.h"
#include "rules.h"
#include "state.h"
#include "trace.h"
#include "vcpu.h"

enum { PSC_PAGES_2M = 512 };

struct psc_entry {
	u32 cur_page, op;
	u64 gpa;
	bool is_2m;
	u64 reserved;
};

static struct psc_entry decode(u64 raw)
{
	return (struct psc_entry){
		.cur_page = (u32)bits(raw, 11, 0),
		.gpa = bits(raw, 51, 12) << 12,
		.op = (u32)bits(raw, 55, 52),
		.is_2m = bits(raw, 56, 56),
		.reserved = bits(raw, 63, 57),
	};
}

static void check_no_change(struct vcpu *v, u64 gpa, u32 op)
{
	const struct rmp_entry *e = rmp_peek(gpa);
	bool is_shared = e && e->is_shared, assigned = e && e->assigned;

	if ((op == PSC_OP_PRIVATE && assigned) || (op == PSC_OP_SHARED && is_shared))
		rule_broken(v, RULE_PSC_NO_CHANGE, gpa);
	if (op == PSC_OP_SHARED && e && e->validated)
		rule_broken(v, RULE_SHARE_VALIDATED, gpa);
}

static void change(struct vcpu *v, u64 gpa, u32 op, bool is_2m)
{
	const struct rmp_entry *e = rmp_peek(gpa);

	check_no_change(v, gpa, op);
	if (op == PSC_OP_PRIVATE && !(e && e->assigned))
		state_make_private(v, gpa, is_2m, true);
	if (op == PSC_OP_SHARED && !(e && e->is_shared))
		state_make_shared(v, gpa, is_2m, true);
}

/* A 2 MiB request whose pages are not all in one state is carried out page by page. */
static void change_range(struct vcpu *v, u64 gpa, u32 op, bool is_2m)
{
	bool uniform = op == PSC_OP_SHARED ? false : rmp_is_uniform_unassigned(gpa);

	if (!is_2m || uniform) {
		change(v, gpa, op, is_2m);
		return;
	}
	if (op == PSC_OP_PRIVATE && rmp_is_all_shared(gpa)) {
		change(v, gpa, op, true);
		return;
	}
	for (u64 i = 0; i < PAGES_PER_2M; i++)
		change(v, gpa + i * PAGE_BYTES, op, false);
}

static bool range_is_backed(u64 gpa, u64 pages)
{
	for (u64 i = 0; i < pages; i++)
		if (!gmem_is_backed(gpa + i * PAGE_BYTES))
			return false;
	return true;
}

bool psc_one(struct vcpu *v, u64 gpa, u32 op, bool is_2m)
{
	u64 pages = is_2m ? PSC_PAGES_2M : 1;

	if (op != PSC_OP_PRIVATE && op != PSC_OP_SHARED) {
		rule_broken(v, RULE_PSC_MALFORMED, op);
		return false;
	}
	if (!range_is_backed(gpa, pages)) {
		rule_broken(v, RULE_PSC_NOT_RAM, gpa);
		return op == PSC_OP_SHARED;	/* QEMU: to shared is accepted anywhere */
	}
	if (op == PSC_OP_PRIVATE)
		count(is_2m ? COUNT_PSC_PRIVATE_2M : COUNT_PSC_PRIVATE_4K);
	else
		count(is_2m ? COUNT_PSC_SHARED_2M : COUNT_PSC_SHARED_4K);
	change_range(v, gpa, op, is_2m);
	return true;
}

/* 0, or the value for SW_EXITINFO2. */
static u64 do_entry(struct ghcb_call *call, volatile u64 *slot)
{
	struct psc_entry e = decode(*slot);
	u32 pages = e.is_2m ? PSC_PAGES_2M : 1;

	if (e.cur_page > pages || (e.is_2m && e.gpa % BYTES_2M)) {
		rule_broken(call->vcpu, RULE_PSC_MALFORMED, *slot);
		return GHCB_PSC_INVALID_ENTRY;
	}
	if (e.reserved)
		rule_broken(call->vcpu, RULE_PSC_MALFORMED, *slot);
	trace_line(call->vcpu, "PSC gpa=0x%lx %s op=%u", e.gpa, e.is_2m ? "2M" : "4K", e.op);
	if ((e.op == PSC_OP_PRIVATE || e.op == PSC_OP_SHARED) && e.cur_page < pages &&
	    !lies_psc_without_effect(call->vcpu)) {
		if (e.cur_page == 0 || !e.is_2m) {
			if (!psc_one(call->vcpu, e.gpa, e.op, e.is_2m))
				return GHCB_PSC_GENERIC_ERROR;
		} else {
			for (u64 i = e.cur_page; i < pages; i++)
				if (!psc_one(call->vcpu, e.gpa + i * PAGE_BYTES, e.op, false))
					return GHCB_PSC_GENERIC_ERROR;
		}
	}
	*slot = (*slot & ~0xfffull) | pages;
	return 0;
}

void ghcb_psc(struct ghcb_call *call)
{
	u64 available;
	u8 *buffer = ghcb_scratch(call, sizeof(struct psc_header), &available);
	volatile struct psc_header *header = (volatile struct psc_header *)buffer;
	volatile u64 *entries;
	u32 end, stop;

	if (!buffer)
		return;
	entries = (volatile u64 *)(buffer + sizeof(*header));
	end = header->end_entry;
	if (header->reserved)		/* KVM does not look */
		rule_broken(call->vcpu, RULE_PSC_MALFORMED, header->reserved);
	trace_line(call->vcpu, "PSC list cur=%u end=%u reserved=0x%x first=0x%lx", header->cur_entry, end,
		   header->reserved, entries[0]);
	if (end >= (available - sizeof(*header)) / 8) {
		rule_broken(call->vcpu, RULE_PSC_MALFORMED, end);
		call->answer2 = GHCB_PSC_INVALID_HEADER;
		return;
	}
	if (header->cur_entry <= end && decode(entries[header->cur_entry]).op == PSC_OP_PRIVATE)
		count(COUNT_GHCB_PSC_PRIVATE);
	stop = lies_psc_stop(call->vcpu, header->cur_entry, end);
	for (u32 i = header->cur_entry; i <= end; i++) {
		if (i == stop)
			break;
		call->answer2 = do_entry(call, &entries[i]);
		if (call->answer2)
			break;
		header->cur_entry = (u16)(i + 1);
	}
	lies_psc_list(call, buffer, end);
}
