/*
 * 16550 serial port at COM1 (115200 8N1) and the debug console at 0x402 where QEMU has one.
 * Guarantees: bounded, whatever the devices answer.
 */
#include "firmware/dev/uart.h"

#include "firmware/dev/pio.h"

#define COM1 0x3f8
#define UART_DATA (COM1 + 0)     /* divisor low byte while UART_LCR_DLAB is set */
#define UART_INTERRUPT (COM1 + 1) /* divisor high byte likewise */
#define UART_FIFO (COM1 + 2)
#define UART_LINE_CONTROL (COM1 + 3)
#define UART_LINE_STATUS (COM1 + 5)
#define UART_LCR_8N1 0x03
#define UART_LCR_DLAB 0x80
#define UART_LSR_EMPTY 0x20
#define UART_DIVISOR_115200 1
#define UART_POLLS_MAX 50000u /* for one text: a port that hangs must not hold up the end of a boot */

#define DEBUGCON 0x402
#define DEBUGCON_PRESENT 0xe9 /* what reading the port gives */

static void uart_prepare(void)
{
	pio_out8(UART_LINE_CONTROL, UART_LCR_DLAB | UART_LCR_8N1);
	pio_out8(UART_DATA, UART_DIVISOR_115200);
	pio_out8(UART_INTERRUPT, 0);
	pio_out8(UART_LINE_CONTROL, UART_LCR_8N1);
	pio_out8(UART_FIFO, 1);
}

/* Sends whatever the port says once `*polls` are used up. */
static void uart_put(char character, u32 *polls)
{
	while (*polls > 0 && !(pio_in8(UART_LINE_STATUS) & UART_LSR_EMPTY))
		(*polls)--;
	pio_out8(UART_DATA, (u8)character);
}

void uart_write(const char *text)
{
	bool has_debugcon = pio_in8(DEBUGCON) == DEBUGCON_PRESENT;
	u32 polls = UART_POLLS_MAX;

	uart_prepare();
	for (; *text; text++) {
		if (has_debugcon)
			pio_out8(DEBUGCON, (u8)*text);
		uart_put(*text, &polls);
	}
}
