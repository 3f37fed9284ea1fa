/* guest.c - helpers of the test guests. See guest.h. */
#include "guest.h"

enum { MSR_GHCB_NUMBER = 0xc0010130 };

volatile u64 caught_vector, caught_error;
volatile u32 guest_skip;

static void wrmsr(u32 msr, u64 value)
{
	__asm__ volatile("wrmsr" : : "c"(msr), "a"((u32)value), "d"((u32)(value >> 32))
			 : "memory");
}

void vmgexit(u64 msr_value)
{
	wrmsr(MSR_GHCB_NUMBER, msr_value);
	__asm__ volatile("rep; vmmcall" : : : "memory");
}

u64 msr_call(u64 request)
{
	u32 low, high;

	vmgexit(request);
	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(MSR_GHCB_NUMBER) : "memory");
	return (u64)high << 32 | low;
}

_Noreturn void terminate(u32 set, u32 code, u64 detail)
{
	msr_call(GHCB_MSR_TERMINATE | (u64)set << 12 | (u64)code << 16 | detail << 24);
	for (;;)
		__asm__ volatile("cli; hlt");
}

_Noreturn void pass(void)
{
	terminate(GUEST_SET, GUEST_PASS, 0);
}

void guest_exception(struct guest_frame *frame)
{
	if (!guest_skip)
		terminate(GUEST_SET, GUEST_EXCEPTION, frame->error << 8 | frame->vector);
	caught_vector = frame->vector;
	caught_error = frame->error;
	frame->rip += guest_skip;
	guest_skip = 0;
}

bool psc_msr(u64 gpa, u32 op)
{
	return msr_call(GHCB_MSR_PSC_REQUEST | gpa | (u64)op << 52) == GHCB_MSR_PSC_RESPONSE;
}

struct pvalidate pvalidate(u64 gpa, bool is_large, bool validate)
{
	struct pvalidate r;

	__asm__ volatile(".byte 0xf2, 0x0f, 0x01, 0xff"
			 : "=a"(r.eax), "=@ccc"(r.cf)
			 : "a"(gpa), "c"(is_large), "d"(validate) : "memory");
	return r;
}

u32 rmpadjust(u64 gpa, bool is_large, u64 rdx)
{
	u64 rax = gpa;

	__asm__ volatile(".byte 0xf3, 0x0f, 0x01, 0xfe"
			 : "+a"(rax) : "c"((u64)is_large), "d"(rdx) : "memory", "cc");
	return (u32)rax;
}

u64 rmpquery(u64 gpa, u64 vmpl)
{
	u64 rax = gpa, rcx = 0;

	__asm__ volatile(".byte 0xf3, 0x0f, 0x01, 0xfd"
			 : "+a"(rax), "+c"(rcx), "+d"(vmpl) : : "memory", "cc");
	return (u32)rax == 0 ? vmpl : ~0ull;
}

void accept_4k(u64 gpa)
{
	struct pvalidate r;

	EXPECT(psc_msr(gpa, PSC_OP_PRIVATE));
	r = pvalidate(gpa, false, true);
	EXPECT(r.eax == 0 && !r.cf);
}

void accept_2m(u64 gpa)
{
	struct pvalidate r;

	for (u64 at = 0; at < BYTES_2M; at += PAGE_BYTES)
		accept_4k(gpa + at);
	r = pvalidate(gpa, true, true);		/* 4 KiB entries: a 2 MiB request cannot fit */
	EXPECT(r.eax == 6 && !r.cf);
}

struct ghcb *ghcb_start(u64 gpa)
{
	struct ghcb *g = (struct ghcb *)(uintptr_t)shared_word(gpa);

	EXPECT(psc_msr(gpa, PSC_OP_SHARED));
	EXPECT(msr_call(gpa | GHCB_MSR_REGISTER_REQUEST) == (gpa | GHCB_MSR_REGISTER_RESPONSE));
	for (u32 i = 0; i < PAGE_BYTES / 8; i++)
		((volatile u64 *)g)[i] = 0;
	g->version = 2;
	return g;
}

struct ghcb_result ghcb_do(struct ghcb *g, u64 code, u64 info1, u64 info2, u64 low_marks,
			   u64 high_marks)
{
	u64 gpa = (u64)(uintptr_t)g - SHARED_VIEW_BASE_GIB * GIB;

	g->valid[0] = low_marks;
	g->valid[1] = high_marks | GHCB_FIELD(exit_code) | GHCB_FIELD(exit_info_1) |
		      GHCB_FIELD(exit_info_2);
	g->exit_code = code;
	g->exit_info_1 = info1;
	g->exit_info_2 = info2;
	vmgexit(gpa);
	EXPECT((g->valid[1] & (GHCB_FIELD(exit_info_1) | GHCB_FIELD(exit_info_2))) ==
	       (GHCB_FIELD(exit_info_1) | GHCB_FIELD(exit_info_2)));
	return (struct ghcb_result){ g->exit_info_1, g->exit_info_2 };
}

void out8_ghcb(struct ghcb *g, u16 port, u8 value)
{
	struct ghcb_result r;

	g->rax = value;
	r = ghcb_do(g, GHCB_EVENT_IOIO, (u64)port << 16 | 1 << 4, 0, 1ull << GHCB_RAX_BIT, 0);
	EXPECT((u32)r.info1 == 0);
}
