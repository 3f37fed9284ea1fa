/*
 * The GHCB protocols used right, and KVM's answers to requests it does not know.
 * RUN: --strict all --strict no-ghcb-event --strict no-ghcb-msr-request
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "guest.h"

static void msr_protocol(void)
{
	u64 info = msr_call(GHCB_MSR_INFO_REQUEST);

	EXPECT(bits(info, 63, 48) == 2 && bits(info, 47, 32) == 1);
	EXPECT(1ull << bits(info, 31, 24) == cbit_mask && (info & 0xfff) == 1);
	EXPECT(msr_call(GHCB_MSR_FEATURES_REQUEST) == (3ull << 12 | GHCB_MSR_FEATURES_RESPONSE));
	EXPECT(msr_call(GHCB_MSR_PREFERRED_REQUEST) == (~0xfffull | GHCB_MSR_PREFERRED_RESPONSE));
	EXPECT(bits(msr_call(GHCB_MSR_CPUID_REQUEST | 0x8000001full << 32 | 1ull << 30), 37, 32) ==
	       (u64)__builtin_ctzll(cbit_mask));
	EXPECT(msr_call(0xf12) == 0xf12);		/* unknown: unchanged */
}

static void io(struct ghcb *g)
{
	struct ghcb_result r;

	r = ghcb_do(g, GHCB_EVENT_IOIO, 0x510ull << 16 | 1 << 5 | 0, 0, 1ull << GHCB_RAX_BIT, 0);
	EXPECT((u32)r.info1 == 0);
	g->rax = 0;
	ghcb_do(g, GHCB_EVENT_IOIO, 0x510ull << 16 | 1 << 5, 0, 1ull << GHCB_RAX_BIT, 0);
	r = ghcb_do(g, GHCB_EVENT_IOIO, 0x80ull << 16 | 1 << 4 | 1, 0, 0, 0);
	EXPECT((u32)r.info1 == 0 && g->rax >> 8 == 0);
	EXPECT(g->valid[0] >> GHCB_RAX_BIT == 1);
	g->scratch = GHCB_GPA + 0x800;
	r = ghcb_do(g, GHCB_EVENT_IOIO, 0x511ull << 16 | 1 << 4 | 1 << 3 | 1 << 2 | 1, 4, 0,
		    GHCB_FIELD(scratch));
	EXPECT(g->scratch == GHCB_GPA + 0x800);
	EXPECT((u32)r.info1 == 0 && g->buffer[0] == 'Q' && g->buffer[3] == 'U');
	g->scratch = GHCB_GPA + 0x800;
	r = ghcb_do(g, GHCB_EVENT_MMIO_READ, 0xfee00030, 4, 0, GHCB_FIELD(scratch));
	EXPECT((u32)r.info1 == 0 && (g->buffer[0] & 0xf0) == 0x10);	/* LAPIC version */
}

static void other_events(struct ghcb *g)
{
	struct ghcb_result r;

	r = ghcb_do(g, GHCB_EVENT_FEATURES, 0, 0, 0, 0);
	EXPECT(r.info1 == 0 && r.info2 == 3);
	g->rax = 0x8000001f;
	g->rcx = 0;
	r = ghcb_do(g, GHCB_EVENT_CPUID, 0, 0, 1ull << GHCB_RAX_BIT, GHCB_FIELD(rcx));
	EXPECT(r.info1 == 0 && 1ull << (g->rbx & 63) == cbit_mask && (g->rax & 0x12) == 0x12);
	g->rcx = 0x1b;
	r = ghcb_do(g, GHCB_EVENT_MSR, 0, 0, 0, GHCB_FIELD(rcx));
	EXPECT(r.info1 == 0 && (g->rax & ~0xfffull) == 0xfee00000);
	g->rcx = 0x12345;				/* no such MSR: raise #GP */
	r = ghcb_do(g, GHCB_EVENT_MSR, 0, 0, 0, GHCB_FIELD(rcx));
	EXPECT((u32)r.info1 == 1 && (u32)r.info2 == 0x8000030d);
	r = ghcb_do(g, 0x80000016, 0, 0, 0, 0);		/* unknown event */
	EXPECT((u32)r.info1 == 2 && r.info2 == 6);
}

static void batch(struct ghcb *g)
{
	struct psc_header *h = (struct psc_header *)(void *)g->buffer;
	u64 *entry = (u64 *)(void *)(g->buffer + sizeof(*h));
	struct pvalidate p;
	struct ghcb_result r;

	*h = (struct psc_header){ 0, 1, 0 };
	entry[0] = 0x400000 | (u64)PSC_OP_PRIVATE << 52 | 1ull << 56;
	entry[1] = 0x600000 | (u64)PSC_OP_PRIVATE << 52;
	g->scratch = GHCB_GPA + 0x800;
	r = ghcb_do(g, GHCB_EVENT_PSC, 0, 0, 0, GHCB_FIELD(scratch));
	EXPECT(r.info1 == 0 && r.info2 == 0 && h->cur_entry == 2);
	EXPECT(h->end_entry == 1 && h->reserved == 0);
	EXPECT(bits(entry[0], 51, 12) == 0x400 && bits(entry[1], 51, 12) == 0x600);
	EXPECT((entry[0] & 0xfff) == 512 && (entry[1] & 0xfff) == 1);
	p = pvalidate(0x400000, true, true);
	EXPECT(p.eax == 0 && !p.cf);
	p = pvalidate(0x600000, false, true);
	EXPECT(p.eax == 0 && !p.cf);
	*private_word(0x5ff000) = 7;
	EXPECT(*private_word(0x5ff000) == 7);
}

void guest_main(void)
{
	struct ghcb *g;

	msr_protocol();
	g = ghcb_start(GHCB_GPA);
	io(g);
	other_events(g);
	batch(g);
	pass();
}
