/*
 * Where log lines go: the first serial port (16550) and QEMU's debug console. Output only.
 */
#ifndef DEV_UART_H
#define DEV_UART_H

#include "lib/types.h"

/* Sends the text; each character waits a bounded time for the port, then is sent anyway. */
void uart_write(const char *text);

#endif
