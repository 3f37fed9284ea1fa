/*
 * IN and OUT in a plain VM, IOIO exits with a GHCB, nothing before either is known to work.
 */
#include "firmware/dev/pio.h"

#include "firmware/cpu/hw.h"
#include "firmware/sev/ghcb.h"

static bool is_direct;

void pio_allow_direct(void)
{
	is_direct = true;
}

u8 pio_in8(u16 port)
{
	if (is_direct)
		return hw_in8(port);
	return ghcb_is_ready() ? (u8)ghcb_port_in(port, 1) : 0xff;
}

u32 pio_in32(u16 port)
{
	if (is_direct)
		return hw_in32(port);
	return ghcb_is_ready() ? ghcb_port_in(port, 4) : 0xffffffff;
}

void pio_out8(u16 port, u8 value)
{
	if (is_direct)
		hw_out8(port, value);
	else if (ghcb_is_ready())
		ghcb_port_out(port, 1, value);
}

void pio_out16(u16 port, u16 value)
{
	if (is_direct)
		hw_out16(port, value);
	else if (ghcb_is_ready())
		ghcb_port_out(port, 2, value);
}

void pio_out32(u16 port, u32 value)
{
	if (is_direct)
		hw_out32(port, value);
	else if (ghcb_is_ready())
		ghcb_port_out(port, 4, value);
}
