/*
 * One line with stage, cause, remedy, code and details; then GHCB termination where there is a GHCB
 * (specification 56421, 2.3.1), and HLT for ever. Guarantees: never returns, never recurses.
 */
#include "firmware/panic.h"

#include "firmware/cpu/hw.h"
#include "firmware/sev/ghcb_msr.h"
#include "firmware/sev/snp_abi.h"
#include "lib/log.h"

static struct {
	const char *stage;
	u64 sev_status;
	u64 a, b;
	bool is_ending;
} state;

void panic_set_stage(const char *stage)
{
	state.stage = stage;
}

void panic_set_sev_status(u64 sev_status)
{
	state.sev_status = sev_status;
}

/* One copy, not one for each of its sixty callers: they are never hot, and the ROM is small. */
NOINLINE void fault_detail(u64 a, u64 b)
{
	state.a = a;
	state.b = b;
}

/* Vectors have a code each: 0x80 + vector. */
static u8 code_of(enum err error, u8 code)
{
	return error == ERR_EXCEPTION ? (u8)(code + (state.a & 0x1f)) : code;
}

static void terminate(u8 set, u8 code)
{
	if (!(state.sev_status & SEV_STATUS_ES))
		return; /* no GHCB MSR: halting is all there is */
	ghcb_msr_terminate(set, code);
}

void panic(enum err error)
{
	struct err_info info = err_info(error);
	u8 code = code_of(error, info.code);

	if (!state.is_ending) {
		state.is_ending = true;
		log_line("%s: %s; %s [%u:%x a=%#lx b=%#lx]", state.stage ? state.stage : "start",
			 info.cause, info.remedy, info.set, code, state.a, state.b);
	}
	terminate(info.set, code);
	hw_halt();
}
