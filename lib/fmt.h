/*
 * A bounded printf subset for log lines: %s %c %u %x %#x %lu %lx %#lx %%. No widths, no floats.
 * Guarantees: never writes past `size`, always terminates with NUL when size > 0.
 */
#ifndef LIB_FMT_H
#define LIB_FMT_H

#include <stdarg.h>

#include "lib/types.h"

/* Characters written, without the NUL; output that does not fit is cut. */
size_t fmt_print_va(char *to, size_t size, const char *format, va_list args);
size_t fmt_print(char *to, size_t size, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
