/* trace.c - readable lines for --trace. */
#include "trace.h"
#include "log.h"
#include "options.h"
#include "vcpu.h"

static const char *exit_name(u64 code)
{
	switch (code) {
	case EXIT_WRITE_CR0: return "write-cr0";
	case EXIT_READ_DR7: return "read-dr7";
	case EXIT_WRITE_DR7: return "write-dr7";
	case EXIT_EXCEPTION_UD: return "#ud";
	case EXIT_NMI: return "nmi";
	case EXIT_RDPMC: return "rdpmc";
	case EXIT_CPUID: return "cpuid";
	case EXIT_INVD: return "invd";
	case EXIT_HLT: return "hlt";
	case EXIT_INTR: return "intr";
	case EXIT_IOIO: return "ioio";
	case EXIT_MSR: return "msr";
	case EXIT_SHUTDOWN: return "shutdown";
	case EXIT_VMMCALL: return "vmmcall";
	case EXIT_WBINVD: return "wbinvd";
	case EXIT_MONITOR: return "monitor";
	case EXIT_MWAIT: return "mwait";
	case EXIT_NPF: return "npf";
	default: return "other";
	}
}

void trace_line(const struct vcpu *v, const char *fmt, ...)
{
	char line[256];
	va_list args;

	if (!options.trace)
		return;
	va_start(args, fmt);
	format(line, sizeof(line), fmt, args);
	va_end(args);
	log_line("  cpu%u %s", v->index, line);
}

void trace_exit(const struct vcpu *v)
{
	const struct vmcb *c = v->vmcb;

	if (!options.trace)
		return;
	log_line("exit cpu%u %s(0x%lx) rip=0x%lx info1=0x%lx info2=0x%lx rax=0x%lx rcx=0x%lx "
		 "rdx=0x%lx", v->index, exit_name(c->exit_code), c->exit_code,
		 c->cs.base + c->rip, c->exit_info_1, c->exit_info_2, c->rax, gpr_read(v, RCX),
		 gpr_read(v, RDX));
}
