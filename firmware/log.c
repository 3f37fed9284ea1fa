/*
 * Log lines to the serial port. Bounded: a line is cut at LOG_LINE_BYTES.
 */
#include "lib/log.h"

#include "firmware/dev/uart.h"
#include "lib/fmt.h"

#define LOG_LINE_BYTES 320

void log_line(const char *format, ...)
{
	char line[LOG_LINE_BYTES];
	va_list args;

	va_start(args, format);
	fmt_print_va(line, sizeof(line), format, args);
	va_end(args);
	uart_write("snp-shim: ");
	uart_write(line);
	uart_write("\r\n");
}
