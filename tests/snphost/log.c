/* log.c - lines on debugcon. Callers hold the host lock, or are the only CPU running. */
#include "log.h"
#include "verdict.h"
#include "x86.h"

enum { PORT_DEBUGCON = 0x402, LINE_BYTES = 512 };

static void write_line(const char *line)
{
	for (const char *prefix = "snphost: "; *prefix; prefix++)
		out8(PORT_DEBUGCON, (u8)*prefix);
	while (*line)
		out8(PORT_DEBUGCON, (u8)*line++);
	out8(PORT_DEBUGCON, '\n');
}

void log_line(const char *fmt, ...)
{
	char line[LINE_BYTES];
	va_list args;

	va_start(args, fmt);
	format(line, sizeof(line), fmt, args);
	va_end(args);
	write_line(line);
}

_Noreturn void host_die(const char *fmt, ...)
{
	char line[LINE_BYTES];
	va_list args;

	va_start(args, fmt);
	format(line, sizeof(line), fmt, args);
	va_end(args);
	verdict_host_error(line);
}
