/*
 * Log lines: prototypes only, implemented beside main.c. Logs go to the host: no keys, no page
 * contents. The level is a build constant (LOG_VERBOSE) and hence measured.
 */
#ifndef LIB_LOG_H
#define LIB_LOG_H

#include "lib/types.h"

/* One line that every build prints; the text gets "snp-shim: " before it and a line end. */
void log_line(const char *format, ...) PRINTF_LIKE(1, 2);

#ifdef LOG_VERBOSE
#define log_debug(...) log_line(__VA_ARGS__)
#else
#define log_debug(...) ((void)sizeof(log_line_unused(__VA_ARGS__)))
PRINTF_LIKE(1, 2) int log_line_unused(const char *format, ...);
#endif

#endif
