/* verdict.c - the last line of every run. Other vCPUs may still run until QEMU has exited. */
#include "verdict.h"
#include "counters.h"
#include "lies.h"
#include "log.h"
#include "secrets_watch.h"
#include "vcpu.h"
#include "x86.h"

enum { PORT_DEBUG_EXIT = 0xf4, MESSAGE_BYTES = 256 };

static _Noreturn void leave(enum verdict_value value)
{
	out32(PORT_DEBUG_EXIT, (u32)value);
	log_line("no isa-debug-exit device: run me with tests/snphost/run");
	for (;;)
		__asm__ volatile("cli; hlt");
}

static void report_end(void)
{
	counters_report("end");
	secrets_watch_report("end");
	lies_report();
}

static u64 linear_rip(const struct vcpu *v)
{
	return v->vmcb->cs.base + v->vmcb->rip;
}

_Noreturn void verdict_host_error(const char *message)
{
	log_line("verdict=host-error: %s", message);
	leave(VERDICT_HOST_ERROR);
}

_Noreturn void verdict_refused(const char *fmt, ...)
{
	char message[MESSAGE_BYTES];
	va_list args;

	va_start(args, fmt);
	format(message, sizeof(message), fmt, args);
	va_end(args);
	log_line("verdict=launch-refused: %s", message);
	leave(VERDICT_REFUSED);
}

_Noreturn void verdict_terminated(struct vcpu *v, u32 set, u32 code, u64 detail)
{
	report_end();
	log_line("verdict=terminated set=%u code=0x%x detail=0x%lx cpu=%u rip=0x%lx", set, code,
		 detail, v->index, linear_rip(v));
	leave(VERDICT_TERMINATED);
}

_Noreturn void verdict_violation(struct vcpu *v, const char *rule, u64 address, const char *text)
{
	report_end();
	log_line("verdict=violation rule=%s cpu=%u rip=0x%lx address=0x%lx: %s", rule, v->index,
		 linear_rip(v), address, text);
	leave(VERDICT_VIOLATION);
}

_Noreturn void verdict_hang(struct vcpu *v, const char *why)
{
	report_end();
	log_line("verdict=hang cpu=%u rip=0x%lx: %s", v->index, linear_rip(v), why);
	leave(VERDICT_HANG);
}

_Noreturn void verdict_shutdown(struct vcpu *v, const char *why)
{
	report_end();
	log_line("verdict=shutdown cpu=%u rip=0x%lx: %s", v->index, linear_rip(v), why);
	leave(VERDICT_SHUTDOWN);
}

_Noreturn void verdict_poweroff(struct vcpu *v)
{
	bool booted = counters_marked(MARK_USERSPACE);

	report_end();
	log_line("verdict=%s cpu=%u", booted ? "booted" : "poweroff", v->index);
	leave(booted ? VERDICT_BOOTED : VERDICT_POWEROFF);
}

_Noreturn void verdict_entered(struct vcpu *v)
{
	report_end();
	log_line("verdict=entered cpu=%u", v->index);
	leave(VERDICT_ENTERED);
}
