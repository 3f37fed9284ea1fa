/*
 * Direct port I/O.
 */
#include "firmware/dev/pio.h"

#include "firmware/cpu/hw.h"

u8 pio_in8(u16 port)
{
	return hw_in8(port);
}

u32 pio_in32(u16 port)
{
	return hw_in32(port);
}

void pio_out8(u16 port, u8 value)
{
	hw_out8(port, value);
}

void pio_out16(u16 port, u16 value)
{
	hw_out16(port, value);
}

void pio_out32(u16 port, u32 value)
{
	hw_out32(port, value);
}
