/* verdict.h - how a run ends: one line, the counters, and a QEMU exit status. */
#ifndef SNPHOST_VERDICT_H
#define SNPHOST_VERDICT_H

#include "types.h"

struct vcpu;

/* QEMU exits with (value << 1) | 1; tests/snphost/run maps that to its own exit status. */
enum verdict_value {
	VERDICT_HOST_ERROR = 0x20,
	VERDICT_REFUSED = 0x21,		/* the launch was refused, as QEMU or KVM would */
	VERDICT_TERMINATED = 0x22,
	VERDICT_VIOLATION = 0x23,
	VERDICT_HANG = 0x24,
	VERDICT_SHUTDOWN = 0x25,	/* triple fault or reset */
	VERDICT_BOOTED = 0x26,		/* the guest powered off after userspace was seen */
	VERDICT_POWEROFF = 0x27,	/* it powered off before */
	VERDICT_ENTERED = 0x28,		/* the kernel was entered, with option stop-at-kernel */
};

_Noreturn void verdict_host_error(const char *message);
_Noreturn void verdict_refused(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void verdict_terminated(struct vcpu *v, u32 set, u32 code, u64 detail);
_Noreturn void verdict_violation(struct vcpu *v, const char *rule, u64 address, const char *text);
_Noreturn void verdict_hang(struct vcpu *v, const char *why);
_Noreturn void verdict_shutdown(struct vcpu *v, const char *why);
_Noreturn void verdict_poweroff(struct vcpu *v);
_Noreturn void verdict_entered(struct vcpu *v);

#endif
