/*
 * Port I/O: directly, or through the GHCB in a guest that has one. The only place with that branch.
 */
#ifndef DEV_PIO_H
#define DEV_PIO_H

#include "lib/types.h"

/*
 * Says that IN and OUT may be executed: a plain VM. Until then, and until there is a GHCB, reads give
 * all ones and writes go nowhere.
 */
void pio_allow_direct(void);

u8 pio_in8(u16 port);
u32 pio_in32(u16 port);
void pio_out8(u16 port, u8 value);
void pio_out16(u16 port, u16 value);
void pio_out32(u16 port, u32 value);

#endif
