/* log.h - snphost's own output: QEMU's debugcon (port 0x402), never the guest's console. */
#ifndef SNPHOST_LOG_H
#define SNPHOST_LOG_H

#include <stdarg.h>

#include "types.h"

/* printf subset: %s %c %d %u %x %lu %lx %%, zero and space padded widths. */
void format(char *out, size_t out_bytes, const char *fmt, va_list args);
void log_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* As log_line, then ends QEMU with a host-error verdict. For mistakes of ours and bad options. */
_Noreturn void host_die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#define CHECK(cond) \
	do { \
		if (!(cond)) \
			host_die("check failed: %s (%s:%d)", #cond, __FILE__, __LINE__); \
	} while (0)

#endif
