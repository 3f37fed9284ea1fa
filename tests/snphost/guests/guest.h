/*
 * guest.h - the little runtime of snphost's test guests. A guest ends by terminating with set 9:
 * code 1 = it went as it should; 0x80 = an expectation failed, detail = source line;
 * 0x40 = an exception nobody expected, detail = vector and error code.
 */
#ifndef GUEST_H
#define GUEST_H

#include "../ghcb_abi.h"
#include "../types.h"

enum { SHARED_VIEW_BASE_GIB = 4 };
enum { GUEST_SET = 9, GUEST_PASS = 1, GUEST_EXCEPTION = 0x40, GUEST_FAIL = 0x80 };

struct guest_frame {
	u64 r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax;
	u64 vector, error, rip, cs, rflags, rsp, ss;
};

struct pvalidate {
	u32 eax;
	bool cf;
};

extern u64 cbit_mask;
/* The last exception, when guest_skip was set: the handler skips so many bytes and returns. */
extern volatile u64 caught_vector, caught_error;
extern volatile u32 guest_skip;

void guest_main(void);
void guest_exception(struct guest_frame *frame);

_Noreturn void terminate(u32 set, u32 code, u64 detail);
_Noreturn void pass(void);
#define EXPECT(cond) \
	do { \
		if (!(cond)) \
			terminate(GUEST_SET, GUEST_FAIL, __LINE__); \
	} while (0)

u64 msr_call(u64 request);
bool psc_msr(u64 gpa, u32 op);
struct pvalidate pvalidate(u64 gpa, bool is_large, bool validate);
u32 rmpadjust(u64 gpa, bool is_large, u64 rdx);
u64 rmpquery(u64 gpa, u64 vmpl);

static inline volatile u64 *private_word(u64 gpa)
{
	return (volatile u64 *)gpa;
}

static inline volatile u64 *shared_word(u64 gpa)
{
	return (volatile u64 *)(gpa + SHARED_VIEW_BASE_GIB * GIB);
}

/* PSC to private, then PVALIDATE: the proper way. */
void accept_4k(u64 gpa);
void accept_2m(u64 gpa);

/* A GHCB at GPA, shared and registered, zeroed. */
struct ghcb *ghcb_start(u64 gpa);
struct ghcb_result {
	u64 info1, info2;
};
/* Standard call: clears the bitmap, marks the three exit fields, keeps other marks in extra. */
struct ghcb_result ghcb_do(struct ghcb *g, u64 code, u64 info1, u64 info2, u64 low_marks,
			   u64 high_marks);
void out8_ghcb(struct ghcb *g, u16 port, u8 value);
void vmgexit(u64 msr_value);

enum { GHCB_GPA = 0x200000 };	/* a fresh 2 MiB range, used by most guests */

#endif
