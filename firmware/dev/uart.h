/*
 * Where log lines go: the first serial port (16550) and QEMU's debug console. Output only.
 */
#ifndef DEV_UART_H
#define DEV_UART_H

#include "lib/types.h"

/*
 * Sends the text. Waits a bounded time for the port to become ready, over all characters together;
 * after that they are sent without waiting.
 */
void uart_write(const char *text);

#endif
