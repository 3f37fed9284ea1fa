/* The log seam in unit tests; see the header. */
#include "tests/fake/log.h"

#include <stdarg.h>
#include <stdio.h>

char fake_log_line[256];
u32 fake_log_lines;

void fake_log_reset(void)
{
	fake_log_line[0] = '\0';
	fake_log_lines = 0;
}

void log_line(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(fake_log_line, sizeof(fake_log_line), format, args);
	va_end(args);
	fake_log_lines++;
}
